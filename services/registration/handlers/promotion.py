"""Certified results come in, and entries go on by them."""

from typing import Any

from services.chassis.messaging import Asked, Envelope
from services.registration.domain.decision import decision_id
from services.registration.domain.edition import Edition
from services.registration.domain.entry import Entry, Step
from services.registration.domain.promotion import Placed, going_on
from services.registration.domain.refusals import NotCertified
from services.registration.domain.stage import DECISION
from services.registration.domain.turn import Act
from services.registration.handlers.entries import change_all
from services.registration.repository import RegistrationStore, results_id
from services.registration.selections.handlers import admitted

Answer = dict[str, Any]


def keep_results(event: Envelope, store: RegistrationStore) -> None:
    """Keep the certified results of a stage; a later certificate replaces an earlier one."""
    rows = [
        {"entry_id": row["entry_id"], "company": row["company"], "place": row["place"]}
        for row in event.data["rows"]
    ]
    id = results_id(event.data["edition_id"], event.data["stage_id"])
    values = {"certificate": event.data["certificate"], "rows": rows}
    store.results.put(id, "certified", version=event.aggregate_version, values=values)


def promote_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Send the first of a stage on to the next. Who goes on is decided once, and kept first.

    A repeat carries out what a crash may have left undone, and gives the same list.
    """
    edition, stage_id = store.editions.get(command.data["edition_id"]), command.data["stage_id"]
    if edition.run(stage_id).stage.kind == DECISION:
        return _promote_admitted(command, edition, stage_id, store)
    quota = edition.quota(stage_id, wanted=command.data["quota"])
    if edition.run(stage_id).promoted is None:
        results, certificate = _competing(edition, stage_id, store)
        chosen = going_on(results, quota=quota, include_ties=command.data["include_ties"])
        edition.promote(stage_id, chosen, quota=quota, certificate=certificate)
        store.editions.save(edition)
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


def _competing(edition: Edition, stage_id: str, store: RegistrationStore) -> tuple[list[Placed], int]:
    """Return the certified places of those who have not left since, and the certificate's number."""
    copy = store.results.find(results_id(edition.id, stage_id))
    if copy is None:
        raise NotCertified(f"the results of {edition.run(stage_id).stage.name} are not certified yet")
    rows = copy["certified"]["rows"]
    entries = store.entries.load(row["entry_id"] for row in rows)
    there = [row for row in rows if row["entry_id"] in entries and entries[row["entry_id"]].competes]
    return [Placed(**row) for row in there], copy["certified"]["certificate"]


def _carry_out(
    edition: Edition, stage_id: str, promoted: list[Placed], store: RegistrationStore, *, act: Act
) -> None:
    places = {placed.entry_id: placed.place for placed in promoted}
    following = edition.stage_after(stage_id).stage_id

    def go_on(entry: Entry) -> None:
        entry.promote(Step(stage_id, following, places[entry.id]), act=act)

    change_all(store.entries.load(places).values(), go_on, store)
