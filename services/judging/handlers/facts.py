"""What registration told, kept under its own id."""

from collections.abc import Iterable, Mapping
from typing import Any

from schemas.envelope import Envelope
from schemas.events import EVENTS, EditionStarted
from services.judging.repository import JudgingStore

FACETS = {
    "EntrySubmitted": "submitted",
    "EntryScreened": "screened",
    "EntryPromoted": "promoted",
    "EntryWithdrawn": "withdrawn",
}
EDITION = EditionStarted()
SCHEMAS = {name: EVENTS[name]() for name in FACETS}


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


def keep_entries(events: Iterable[Envelope], store: JudgingStore) -> None:
    """Keep a batch of what happened to entries."""
    store.entries.put_all(
        (
            event.data["entry_id"],
            FACETS[event.name],
            event.aggregate_version,
            SCHEMAS[event.name].dump(event.data),
        )
        for event in events
    )


def _stage(data: Mapping[str, Any]) -> str:
    return f"{data['edition_id']}.{data['stage_id']}"
