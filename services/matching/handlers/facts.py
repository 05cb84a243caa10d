"""What registration and scoring told, kept under its own id."""

from collections.abc import Iterable

from schemas.envelope import Envelope
from schemas.events import EditionStarted, ResultsPublished
from services.matching.repository import MatchingStore

FACETS = {
    "EntrySubmitted": "submitted",
    "EntryScreened": "screened",
    "EntryPromoted": "promoted",
    "EntryWithdrawn": "withdrawn",
}
EDITION = EditionStarted()
RESULTS = ResultsPublished()


def keep_edition(event: Envelope, store: MatchingStore) -> None:
    """Keep an edition's stages."""
    started = EDITION.dump(event.data)
    store.editions.put(event.data["edition_id"], "started", version=event.aggregate_version, values=started)


def keep_entries(events: Iterable[Envelope], store: MatchingStore) -> None:
    """Keep a batch of what happened to entries."""
    store.entries.put_all(
        (event.data["entry_id"], FACETS[event.name], event.aggregate_version, event.raw) for event in events
    )


def keep_results(event: Envelope, store: MatchingStore) -> None:
    """Keep the published results of a stage."""
    rows = RESULTS.dump(event.data)["rows"]
    stage = f"{event.data['edition_id']}.{event.data['stage_id']}"
    store.results.put(stage, "published", version=event.aggregate_version, values={"rows": rows})
