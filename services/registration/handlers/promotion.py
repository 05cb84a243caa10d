"""Certified results come in, and entries go on by them."""

from collections.abc import Mapping
from typing import Any

from services.chassis.messaging import Asked, Envelope
from services.registration.domain.decision import decision_id
from services.registration.domain.edition import Edition
from services.registration.domain.entry import Entry, Step
from services.registration.domain.promotion import ALL, Choice, Placed, PromotionRule, going_on, seed_of
from services.registration.domain.refusals import NotCertified
from services.registration.domain.stage import AUDIENCE_VOTE, DECISION
from services.registration.domain.turn import Act
from services.registration.handlers.entries import change_all
from services.registration.repository import RegistrationStore, results_id
from services.registration.selections.handlers import admitted

Answer = dict[str, Any]

SESSION = "session"


def keep_results(event: Envelope, store: RegistrationStore) -> None:
    """Keep the certified results of a stage; a later certificate replaces an earlier one."""
    rows = [
        {
            "entry_id": row["entry_id"],
            "company": row["company"],
            "place": row["place"],
            "total": str(row["total"]),
        }
        for row in event.data["rows"]
    ]
    id = results_id(event.data["edition_id"], event.data["stage_id"])
    values = {"certificate": event.data["certificate"], "rows": rows}
    store.results.put(id, "certified", version=event.aggregate_version, values=values)


def keep_session(event: Envelope, store: RegistrationStore) -> None:
    """Keep who sits in a session; a later version replaces an earlier one."""
    names = ("edition_id", "stage_id", "session_id", "name", "entry_ids")
    values = {name: event.data[name] for name in names}
    store.sessions.put(event.subject, "prepared", version=event.aggregate_version, values=values)


def promote_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Send entries of a stage on to the next by its rule. Who goes on is decided once, and kept first.

    A repeat carries out what a crash may have left undone, and gives the same list. `again` decides anew
    by a later certificate: who would go on now joins those who did.
    """
    edition, stage_id = store.editions.get(command.data["edition_id"]), command.data["stage_id"]
    if edition.run(stage_id).stage.kind == DECISION:
        return _promote_admitted(command, edition, stage_id, store)
    run = edition.run(stage_id)
    if run.promoted is None or (
        command.data["again"] and _certificate(edition, stage_id, store) > run.certificate
    ):
        _decide(command, edition, store)
    else:
        edition.check_promoted(stage_id, command.data)
    return _gone_on(command, edition, stage_id, store)


def _promote_admitted(command: Asked, edition: Edition, stage_id: str, store: RegistrationStore) -> Answer:
    edition.stage_after(stage_id)
    if edition.run(stage_id).promoted is None:
        chosen = admitted(edition, stage_id, store)
        edition.promote(stage_id, chosen, quota=len(chosen), certificate=0)
        store.editions.save(edition)
    return _gone_on(command, edition, stage_id, store)


def _gone_on(command: Asked, edition: Edition, stage_id: str, store: RegistrationStore) -> Answer:
    promoted = edition.run(stage_id).promoted or []
    act = Act(decision_id(command.id), command.by, command.now)
    _carry_out(edition, stage_id, promoted, store, act=act)
    return {"promoted": [{"entry_id": p.entry_id, "company": p.company, "place": p.place} for p in promoted]}


def competing(
    edition: Edition, stage_id: str, rule: PromotionRule, store: RegistrationStore
) -> tuple[list[Placed], int]:
    """Return the certified places of those who have not left since, in their groups, and the certificate."""
    copy = store.results.find(results_id(edition.id, stage_id))
    if copy is None:
        raise NotCertified(f"the results of {edition.run(stage_id).stage.name} are not certified yet")
    rows = copy["certified"]["rows"]
    entries = store.entries.load(row["entry_id"] for row in rows)
    there = [row for row in rows if row["entry_id"] in entries and entries[row["entry_id"]].competes]
    seats = _seats(edition.id, stage_id, store) if rule.group_by == SESSION else {}
    by_votes = edition.run(stage_id).stage.kind == AUDIENCE_VOTE
    votes = sum(int(row["total"]) for row in rows) if by_votes else 0
    placed = [
        Placed(**row, group=_group(entries[row["entry_id"]], rule.group_by, seats), of=votes) for row in there
    ]
    return placed, copy["certified"]["certificate"]


def sessions_of(edition_id: str, stage_id: str, store: RegistrationStore) -> list[Mapping[str, Any]]:
    """Return the sessions of a stage that were not given up, by their ids."""
    wanted = {"prepared.edition_id": edition_id, "prepared.stage_id": stage_id}
    found = [document["prepared"] for document in store.sessions.select(wanted)]
    return sorted((each for each in found if each["entry_ids"]), key=lambda each: str(each["session_id"]))


def choice_of(command: Asked) -> Choice:
    """Return what a command says of ties and of who goes on besides."""
    data = command.data
    return Choice(
        ties=ALL if data["include_ties"] else data["ties"],
        by_hand=tuple(data["by_hand"]),
        chosen=tuple(data["chosen"]),
        seed=seed_of(command.id) if data["seed"] is None else data["seed"],
        reason=data["reason"].strip(),
    )


def _decide(command: Asked, edition: Edition, store: RegistrationStore) -> None:
    data, stage_id = command.data, command.data["stage_id"]
    rule, choice = edition.promotion_rule(stage_id, data), choice_of(command)
    results, certificate = competing(edition, stage_id, rule, store)
    placed, why = going_on(results, rule=rule, choice=choice)
    decision = {
        "rule": rule.as_dict(),
        "ties": choice.ties,
        "seed": choice.seed,
        "reason": choice.reason,
        "why": why,
        "at": command.now.isoformat(),
    }
    edition.promote(stage_id, placed, quota=rule.quota, certificate=certificate, decision=decision)
    store.editions.save(edition)


def _certificate(edition: Edition, stage_id: str, store: RegistrationStore) -> int:
    copy = store.results.find(results_id(edition.id, stage_id))
    return int(copy["certified"]["certificate"]) if copy else 0


def _seats(edition_id: str, stage_id: str, store: RegistrationStore) -> dict[str, str]:
    """Return the session in which each entry sits."""
    sessions = sessions_of(edition_id, stage_id, store)
    return {entry_id: each["session_id"] for each in sessions for entry_id in each["entry_ids"]}


def _group(entry: Entry, group_by: str, seats: Mapping[str, str]) -> str:
    if group_by == SESSION:
        return seats.get(entry.id, "")
    if group_by == "track":
        return entry.track
    return entry.startup.city.strip() if group_by == "city" else ""


def _carry_out(
    edition: Edition, stage_id: str, promoted: list[Placed], store: RegistrationStore, *, act: Act
) -> None:
    places = {placed.entry_id: placed.place for placed in promoted}
    following = edition.stage_after(stage_id).stage_id

    def go_on(entry: Entry) -> None:
        entry.promote(Step(stage_id, following, places[entry.id]), act=act)

    change_all(store.entries.load(places).values(), go_on, store)
