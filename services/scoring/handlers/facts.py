"""What the other services told, kept under its own id, and what it makes stale."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from schemas.envelope import Envelope
from schemas.events import EditionStarted
from services.scoring.counting import mark_version, publication_of
from services.scoring.dirty import EVERY_STAGE
from services.scoring.domain.leaves import Leaf, scorecard_leaf, void_leaf
from services.scoring.domain.standing import standing_id
from services.scoring.handlers.corrections import disqualify
from services.scoring.repository import ScoringStore
from services.scoring.stages import scored_stages

Data = Mapping[str, Any]
Change = tuple[str, str, int, Data]

DISQUALIFIED = "EntryDisqualified"
EDITION = EditionStarted()


def keep_edition(event: Envelope, store: ScoringStore) -> None:
    """Keep an edition's stages, rules and awards, and count whatever came before them."""
    values: Data = EDITION.dump(event.data)
    edition_id = event.data["edition_id"]
    store.editions.put(edition_id, "started", version=event.aggregate_version, values=values)
    for stage in scored_stages(event.data):
        store.dirty.touch_all(edition_id, stage["stage_id"])


def keep_closing(event: Envelope, store: ScoringStore) -> None:
    """Keep that a stage takes no more scorecards."""
    closed = {name: event.data[name] for name in ("closed_at", "set_up_version")}
    store.stages.put(_standing(event.data), "closed", version=event.aggregate_version, values=closed)


def keep_assignments(event: Envelope, store: ScoringStore) -> None:
    """Keep one part of who scores what. Once all parts are here they replace what was before."""
    data, version = event.data, event.aggregate_version
    standing = _standing(data)
    store.scorecards.put_all(
        (pair["scorecard_id"], "assigned", version, _assigned(pair, standing)) for pair in data["assignments"]
    )
    published = {"standing": standing, "parts": data["parts"]}
    store.publications.put(f"{standing}.{data['part']}", "published", version=version, values=published)
    if publication_of(store, standing).complete:
        store.dirty.touch_all(data["edition_id"], data["stage_id"])
    else:
        store.dirty.touch(
            data["edition_id"], data["stage_id"], (pair["entry_id"] for pair in data["assignments"])
        )


def keep_recusal(event: Envelope, store: ScoringStore) -> None:
    """Keep that a scorecard does not count, in the log first."""
    data = event.data
    store.log.append(data["edition_id"], {event.id: void_leaf(data, version=event.aggregate_version)})
    store.scorecards.put(data["scorecard_id"], "recused", version=event.aggregate_version, values={})
    store.dirty.touch(data["edition_id"], data["stage_id"], [data["entry_id"]])


def keep_entries(events: Iterable[Envelope], store: ScoringStore) -> None:
    """Keep a batch of what happened to entries; who is disqualified leaves results that stand, too."""
    batch = list(events)
    store.entries.put_all(change for event in batch for change in _entry_changes(event))
    for event in batch:
        store.dirty.touch(event.data["edition_id"], EVERY_STAGE, [event.data["entry_id"]])
        if event.name == DISQUALIFIED:
            disqualify(event, store)


def keep_scorecards(events: Iterable[Envelope], store: ScoringStore) -> None:
    """Keep a batch of marks in one write. The latest revision wins, in whatever order they come.

    Every one of them is in the log before any mark is written: whatever counts is in the log.
    """
    batch = list(events)
    _log_scorecards(batch, store)
    newest: dict[str, tuple[int, Data]] = {}
    for event in batch:
        data = event.data
        version = mark_version(data["revision"], event.aggregate_version)
        if version > newest.get(data["scorecard_id"], (0,))[0]:
            newest[data["scorecard_id"]] = (version, data)
    store.scorecards.put_all(
        (id, "marked", version, {"marks": _marks(data["marks"])}) for id, (version, data) in newest.items()
    )
    for _, told in newest.values():
        store.dirty.touch(told["edition_id"], told["stage_id"], [told["entry_id"]])


def _log_scorecards(events: Iterable[Envelope], store: ScoringStore) -> None:
    editions: dict[str, dict[str, Leaf]] = {}
    for event in events:
        leaf = scorecard_leaf(event.data, version=event.aggregate_version)
        editions.setdefault(event.data["edition_id"], {})[event.id] = leaf
    for edition_id, leaves in editions.items():
        store.log.append(edition_id, leaves)


def _entry_changes(event: Envelope) -> Iterator[Change]:
    for facet, values_of in ENTRY_FACETS[event.name]:
        yield event.data["entry_id"], facet, event.aggregate_version, values_of(event.data)


def _submitted(data: Data) -> dict[str, Any]:
    return {"company": data["startup"]["company"], "track": data["track"]}


def _screened(data: Data) -> dict[str, Any]:
    return {"standing": _standing(data), "decision": data["decision"]}


def _promoted(data: Data) -> dict[str, Any]:
    return {"standing": _standing(data)}


def _withdrawn(data: Data) -> dict[str, Any]:
    return {}


def _restored(data: Data) -> dict[str, Any]:
    return {"standing": _standing(data), "decision": data["state"]}


def _back(data: Data) -> dict[str, Any]:
    return {"back": True}


def _disqualified(data: Data) -> dict[str, Any]:
    return {"reason": data["reason"]}


ENTRY_FACETS: Mapping[str, tuple[tuple[str, Callable[[Data], dict[str, Any]]], ...]] = {
    "EntrySubmitted": (("submitted", _submitted),),
    "EntryScreened": (("screened", _screened),),
    "EntryPromoted": (("promoted", _promoted),),
    "EntryWithdrawn": (("withdrawn", _withdrawn),),
    "EntryRestored": (("screened", _restored), ("withdrawn", _back)),
    DISQUALIFIED: (("disqualified", _disqualified),),
}


def _standing(data: Data) -> str:
    return standing_id(data["edition_id"], data["stage_id"])


def _assigned(pair: Data, standing: str) -> dict[str, Any]:
    return {"standing": standing, "entry_id": pair["entry_id"], "judge_id": pair["judge_id"]}


def _marks(marks: Data) -> dict[str, str]:
    return {criterion_id: str(mark) for criterion_id, mark in marks.items() if mark is not None}
