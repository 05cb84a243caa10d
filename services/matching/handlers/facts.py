"""What registration and scoring told, kept under its own id."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from schemas.envelope import Envelope
from schemas.events import EditionStarted, EntrySubmitted
from services.matching.repository import MatchingStore

Data = Mapping[str, Any]
Change = tuple[str, str, int, Data]

EDITION = EditionStarted()
SUBMITTED = EntrySubmitted()


def keep_edition(event: Envelope, store: MatchingStore) -> None:
    """Keep an edition with the order and names of its stages."""
    started: Data = EDITION.dump(event.data)
    store.editions.put(event.data["edition_id"], "started", version=event.aggregate_version, values=started)


def keep_entries(events: Iterable[Envelope], store: MatchingStore) -> None:
    """Keep a batch of what happened to entries.

    Promotions are heard and not kept: they tell of standings before these are public.
    """
    store.entries.put_all(change for event in events for change in _changes(event))


def keep_results(event: Envelope, store: MatchingStore) -> None:
    """Keep the published places of a stage, without the totals, which nothing here needs."""
    data = event.data
    rows = [{key: row[key] for key in ("entry_id", "place", "shared")} for row in data["rows"]]
    names = {name: data[name] for name in ("edition_id", "stage_id", "certificate")}
    values = {**names, "rows": rows}
    stage = f"{data['edition_id']}.{data['stage_id']}"
    store.results.put(stage, "published", version=event.aggregate_version, values=values)


def _changes(event: Envelope) -> Iterator[Change]:
    for facet, values_of in ENTRY_FACETS.get(event.name, ()):
        yield event.data["entry_id"], facet, event.aggregate_version, values_of(event.data)


def _submitted(data: Data) -> Data:
    values: Data = SUBMITTED.dump(data)
    return values


def _screened(data: Data) -> Data:
    return {"edition_id": data["edition_id"], "decision": data["decision"]}


def _withdrawn(data: Data) -> Data:
    return {"edition_id": data["edition_id"]}


def _restored(data: Data) -> Data:
    return {"edition_id": data["edition_id"], "decision": data["state"]}


def _back(data: Data) -> Data:
    return {"edition_id": data["edition_id"], "back": True}


ENTRY_FACETS: Mapping[str, tuple[tuple[str, Callable[[Data], Data]], ...]] = {
    "EntrySubmitted": (("submitted", _submitted),),
    "EntryScreened": (("screened", _screened),),
    "EntryWithdrawn": (("withdrawn", _withdrawn),),
    "EntryRestored": (("screened", _restored), ("withdrawn", _back)),
    "EntryDisqualified": (("disqualified", _withdrawn),),
}
