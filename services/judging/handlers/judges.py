"""Judges and their conflicts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.judging.domain.judge import ORGANISER, OWN, Judge
from services.judging.handlers.seats import seat
from services.judging.repository import JudgingStore


def judge_id(edition_id: str, email: str) -> str:
    """Return the one id that a person has as a judge of an edition."""
    return f"j-{uuid5(NAMESPACE_URL, f'{edition_id}/{email.casefold()}').hex[:16]}"


def add_judges(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Add judges; one who is there already takes on what is said now."""
    edition_id = command.data["edition_id"]
    store.edition(edition_id)
    known = store.judges.load(judge_id(edition_id, new["email"]) for new in command.data["judges"])
    judges = keep_judges(edition_id, command.data["judges"], known, store)
    return {"judges": [{"judge_id": judge.id, "email": judge.email} for judge in judges]}


def keep_judges(
    edition_id: str, told: Sequence[Mapping[str, Any]], known: Mapping[str, Judge], store: JudgingStore
) -> list[Judge]:
    """Keep judges as they are told now; VersionConflict when one changed since it was read."""
    judges = [_judge(edition_id, new, known) for new in told]
    for judge, new in zip(judges, told, strict=True):
        # What an older command does not say stays as it is.
        if new.get("panels") is not None:
            seat(judge, new["panels"], store)
    conflicts = store.judges.save_all({judge.id: judge for judge in judges}.values())
    if conflicts:
        raise VersionConflict("judges", [judge.id for judge in conflicts])
    return judges


def declare_conflict(command: Asked, store: JudgingStore) -> dict[str, Any]:
    """Note a judge's conflict of interest with an entry."""
    data = command.data
    judge = judge_of(data["edition_id"], data["judge_id"], store)
    if store.entries.find(data["entry_id"]) is None:
        raise NotFound(f"judging knows no entry {data['entry_id']!r}")
    by = OWN if data["own"] else ORGANISER
    judge.declare(data["entry_id"], kind=data["kind"], reason=data["reason"], by=by)
    store.judges.save(judge)
    return {"judge_id": judge.id, "entry_id": data["entry_id"], "kind": data["kind"]}


def judge_of(edition_id: str, judge_id: str, store: JudgingStore) -> Judge:
    """Return a judge of the edition; NotFound when there is none, or of another edition only."""
    judge = store.judges.find(judge_id)
    if judge is None or judge.edition_id != edition_id:
        raise NotFound(f"the edition has no judge {judge_id!r}")
    return judge


def _judge(edition_id: str, new: Mapping[str, Any], known: Mapping[str, Judge]) -> Judge:
    id = judge_id(edition_id, new["email"])
    values = {name: new[name] for name in ("name", "commitment", "tags", "firm")}
    # What an older command does not say stays as it is.
    values |= {name: new[name] for name in ("languages",) if new.get(name) is not None}
    if id in known:
        known[id].change(**values)
        return known[id]
    # Whether somebody is a shadow is changed by EditJudge alone, which looks at what they have.
    return Judge(id=id, edition_id=edition_id, email=new["email"], shadow=new.get("shadow", False), **values)
