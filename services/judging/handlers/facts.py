"""What registration told, kept under its own id."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from schemas.envelope import Envelope
from schemas.events import EVENTS, EditionStarted
from services.judging.repository import JudgingStore

Change = tuple[str, str, int, Mapping[str, Any]]

BACK = {"back": True}  # it left, and was taken back

FACETS = {
    "EntrySubmitted": "submitted",
    "EntryScreened": "screened",
    "EntryPromoted": "promoted",
    "EntryWithdrawn": "withdrawn",
    "EntryDisqualified": "disqualified",
}
EDITION = EditionStarted()
SCHEMAS = {name: EVENTS[name]() for name in (*FACETS, "EntryRestored")}


def keep_edition(event: Envelope, store: JudgingStore) -> None:
    """Keep an edition's stages and rules; the newest set-up stands."""
    started = EDITION.dump(event.data)
    store.editions.put(event.data["edition_id"], "started", version=event.aggregate_version, values=started)


def keep_opening(event: Envelope, store: JudgingStore) -> None:
    """Keep that scorecards of a stage are taken."""
    # As text: the database keeps milliseconds only, and a scorecard may be late by less.
    values = {"at": event.data["opened_at"].isoformat(), "set_up_version": event.data["set_up_version"]}
    store.stages.put(_stage(event.data), "opened", version=event.aggregate_version, values=values)


def keep_closing(event: Envelope, store: JudgingStore) -> None:
    """Keep that scorecards of a stage are no longer taken."""
    values = {"at": event.data["closed_at"].isoformat()}
    store.stages.put(_stage(event.data), "closed", version=event.aggregate_version, values=values)


def keep_certifying(event: Envelope, store: JudgingStore) -> None:
    """Keep that the results of a stage are certified, so that its scorecards are locked."""
    values = {"certificate": event.data["certificate"]}
    store.stages.put(_stage(event.data), "certified", version=event.aggregate_version, values=values)


def keep_entries(events: Iterable[Envelope], store: JudgingStore) -> None:
    """Keep a batch of what happened to entries."""
    store.entries.put_all(change for event in events for change in _changes(event))


def _changes(event: Envelope) -> Iterator[Change]:
    told = SCHEMAS[event.name].dump(event.data)
    id, version = event.data["entry_id"], event.aggregate_version
    if event.name == "EntryRestored":
        yield id, "screened", version, {**told, "decision": told["state"], "restored": True}
        yield id, "withdrawn", version, BACK
    else:
        yield id, FACETS[event.name], version, told


def _stage(data: Mapping[str, Any]) -> str:
    return f"{data['edition_id']}.{data['stage_id']}"
