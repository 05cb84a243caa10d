"""Several sessions of a stage, such as city heats: which entries and judges sit in which."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from schemas.commands.sessions import MOST_SLOTS
from schemas.refusal import Invalid
from services.chassis.messaging import Asked
from services.judging.domain.allotment import HAND, Seat, allot
from services.judging.domain.conflict import Candidate, same_name
from services.judging.domain.refusals import NothingToAssign, TooManySlots
from services.judging.domain.session import Session, drawn, session_key
from services.judging.handlers.sessions import list_sessions, plan_of, seed_of, stage_with_order
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


def allot_sessions(command: Asked, store: JudgingStore) -> Answer:
    """Let a stage have these sessions and no others, each with its entries, its order and its panel.

    Nothing changes once one of them has started. The same again changes nothing; what a crash left
    half done is completed by repeating it.
    """
    data = command.data
    names = (data["edition_id"], data["stage_id"])
    stage_with_order(store, data)
    candidates = store.candidates(*names)
    if not candidates:
        raise NothingToAssign("no entry competes in this stage yet")
    seed = seed_of(command.id) if data["seed"] is None else data["seed"]
    seats = _seats(data, store.edition(data["edition_id"]).get("tracks", []))
    _check(data["sessions"], candidates, store.judges.load(_judges(data)).keys())
    shares = allot(candidates, seats, by=data["by"], seed=seed)
    _check_size(data["sessions"], shares)
    changed = _prepared(command, shares, {each.id: each.company for each in candidates}, seed, store)
    for session in changed:
        store.sessions.save(session)
    return list_sessions(command, store)


def get_allotment(query: Asked, store: JudgingStore) -> Answer:
    """Answer GetAllotment."""
    data = query.data
    names = (data["edition_id"], data["stage_id"])
    seats = store.seats(*names)
    seated = {entry_id for seat in seats for entry_id in seat["entry_ids"]}
    if data.get("limit") is None:
        found = sorted(store.candidates(*names), key=lambda each: each.company.casefold())
        of = len(found)
    else:
        wanted = {name: data[name] for name in ("search", "after", "limit")}
        found, of = store.candidates_page(*names, **wanted)
    return {
        "sessions": seats,
        "entries": [
            {"entry_id": each.id, "company": each.company, "city": each.city, "seated": each.id in seated}
            for each in found
        ],
        "of": of,
    }


def _prepared(
    command: Asked,
    shares: Mapping[str, Sequence[str]],
    companies: Mapping[str, str],
    seed: int,
    store: JudgingStore,
) -> list[Session]:
    """Return the sessions that are not yet as they are wanted, those that are given up first."""
    data, now = command.data, command.now
    edition_id, stage_id = data["edition_id"], data["stage_id"]
    keys = [session_key(edition_id, id) for id in shares]
    before = {session.session_id: session for session in store.sessions_in(edition_id, stage_id)}
    known = {session.session_id: session for session in store.sessions.load(keys).values()} | before
    for session in (session for id, session in before.items() if id not in shares):
        session.prepare(session.plan, {}, now=now)
    for wish, (id, entry_ids) in zip(data["sessions"], shares.items(), strict=True):
        by_hand = data["by"] == HAND
        order = entry_ids if by_hand else drawn(entry_ids, seed)
        plan = plan_of(wish["name"], None if by_hand else seed, {**data, **wish})
        plan = replace(plan, city=wish["city"], panel=tuple(sorted(wish["judge_ids"])))
        session = known.setdefault(id, Session(edition_id, stage_id, plan, session_id=id))
        session.prepare(plan, {entry_id: companies[entry_id] for entry_id in order}, now=now)
    return [session for session in known.values() if session.facts]


def _seats(data: Mapping[str, Any], tracks: Sequence[Mapping[str, str]]) -> list[Seat]:
    """Return the sessions' ids with what their entries are found by; one alone bears the stage's id.

    A track may be named or given by its id.
    """
    stage_id, wishes = data["stage_id"], data["sessions"]
    ids = {same_name(track["name"]): track["track_id"] for track in tracks}
    return [
        Seat(
            session_id=stage_id if len(wishes) == 1 else f"{stage_id}.{number:02}",
            city=wish["city"],
            track=ids.get(same_name(wish["track"]), wish["track"]),
            entry_ids=tuple(wish["entry_ids"]),
        )
        for number, wish in enumerate(wishes, start=1)
    ]


def _judges(data: Mapping[str, Any]) -> set[str]:
    return {judge_id for wish in data["sessions"] for judge_id in wish["judge_ids"]}


def _check(wishes: Sequence[Mapping[str, Any]], candidates: Sequence[Candidate], judges: Any) -> None:
    """Raise Invalid, with every field that is wrong: entries and judges that are not there, entries twice."""
    competing = {candidate.id for candidate in candidates}
    times = Counter(id for wish in wishes for id in wish["entry_ids"])
    errors: dict[str, Any] = {}
    for number, wish in enumerate(wishes):
        wrong = [id for id in wish["entry_ids"] if id not in competing or times[id] > 1]
        strangers = [id for id in wish["judge_ids"] if id not in judges]
        if wrong:
            allowed = "entries that compete in the stage, each in one session"
            errors[f"sessions.{number}.entry_ids"] = {"came": wrong, "allowed": allowed}
        if strangers:
            errors[f"sessions.{number}.judge_ids"] = {"came": strangers, "allowed": "judges of the edition"}
    if errors:
        raise Invalid("the sessions name entries or judges that cannot be in them", errors=errors)


def _check_size(wishes: Sequence[Mapping[str, Any]], shares: Mapping[str, Sequence[str]]) -> None:
    for wish, entry_ids in zip(wishes, shares.values(), strict=True):
        if not entry_ids:
            raise Invalid(
                "a session has no entry",
                errors={"sessions": {"came": wish["name"], "allowed": "sessions that have an entry each"}},
            )
        if len(entry_ids) > MOST_SLOTS:
            raise TooManySlots(f"{wish['name']} would have {len(entry_ids)} slots; at most {MOST_SLOTS}")
