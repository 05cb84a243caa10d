"""Which scorecards count, read from the database, and what they come to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zlib import crc32

from services.scoring.domain.aggregation import tally
from services.scoring.domain.rows import Line
from services.scoring.domain.rule import Stage
from services.scoring.domain.standing import standing_id
from services.scoring.repository import ScoringStore

NOT_COMPETING = ("ineligible", "submitted")  # found so, or back to undecided

Document = dict[str, Any]
Cards = dict[str, list[Document]]

REVISION_BITS = 32


def mark_version(revision: int, aggregate_version: int) -> int:
    """Return the version of a scorecard's marks: the revision first, then the scorecard's own version."""
    return (revision << REVISION_BITS) + aggregate_version


def revision_of(version: int) -> int:
    """Return the revision in a version of marks."""
    return version >> REVISION_BITS


def card_number(scorecard_id: str) -> int:
    """Return a short number that tells apart the few scorecards of one entry."""
    return crc32(scorecard_id.encode())


@dataclass(frozen=True)
class Publication:
    """How far a stage's assignments have arrived.

    Each publication replaces the one before. Until all parts of the newest are here those of
    the newest whole one stand too: `counts_from` is the lowest version that does.
    """

    counts_from: int
    complete: bool


def publication_of(store: ScoringStore, standing: str) -> Publication:
    """Return what has arrived of a stage's assignments. Nothing at all is complete."""
    arrived: dict[int, int] = {}
    parts: dict[int, int] = {}
    for document in store.publications.select({"published.standing": standing}):
        published = document["published"]
        arrived[published["version"]] = arrived.get(published["version"], 0) + 1
        parts[published["version"]] = published["parts"]
    newest = max(arrived, default=0)
    complete = arrived.get(newest, 0) == parts.get(newest, 0)
    return Publication(counts_from=newest if complete else 0, complete=complete)


def assigned_cards(
    store: ScoringStore, standing: str, entry_ids: Collection[str] | None, publication: Publication
) -> Cards:
    """Return the scorecards owed in a stage, whether marked or not, by entry; None asks for all."""
    wanted: Document = {"assigned.standing": standing}
    if entry_ids is not None:
        wanted["assigned.entry_id"] = {"$in": list(entry_ids)}
    cards: Cards = {}
    for card in store.scorecards.select(wanted):
        if "recused" not in card and card["assigned"]["version"] >= publication.counts_from:
            cards.setdefault(card["assigned"]["entry_id"], []).append(card)
    return cards


def competing(store: ScoringStore, standing: str, entry_ids: Collection[str] | None) -> dict[str, Document]:
    """Return what is known of the entries, or of all that go through to the stage."""
    if entry_ids is not None:
        return store.entries.load(entry_ids)
    ways = ("screened.standing", "promoted.standing")
    return {entry["_id"]: entry for way in ways for entry in store.entries.select({way: standing})}


def left(entry: Mapping[str, Any]) -> bool:
    """Return whether an entry was disqualified, or withdrawn and not taken back since."""
    return "disqualified" in entry or ("withdrawn" in entry and not entry["withdrawn"].get("back"))


def belongs(entry: Mapping[str, Any], standing: str, *, assigned: bool) -> bool:
    """Return whether an entry stands in a stage: it competes there or is assigned, and has not left."""
    if left(entry) or entry.get("screened", {}).get("decision") in NOT_COMPETING:
        return False
    ways = (entry.get("screened", {}), entry.get("promoted", {}))
    return assigned or any(way.get("standing") == standing for way in ways)


@dataclass(frozen=True)
class Counted:
    """Lines by entry, None for one that does not stand in the stage, and the cards behind them."""

    lines: dict[str, Line | None]
    cards: Cards
    complete: bool

    @property
    def standing_lines(self) -> dict[str, Line]:
        """The lines of those that stand in the stage."""
        return {id: line for id, line in self.lines.items() if line is not None}

    def seals(self) -> dict[str, dict[int, int]]:
        """Return which scorecards were counted, and in which version, by entry."""
        return {id: seal_of(self.cards.get(id, ())) for id, line in self.lines.items() if line is not None}


def seal_of(cards: Iterable[Document]) -> dict[int, int]:
    """Return the version of each marked scorecard by its number."""
    return {card_number(card["_id"]): card["marked"]["version"] for card in cards if "marked" in card}


def count_entries(store: ScoringStore, stage: Stage, entry_ids: Collection[str] | None = None) -> Counted:
    """Return the lines of the entries, or of all in the stage, as the database has them now."""
    standing = standing_id(stage.edition_id, stage.stage_id)
    publication = publication_of(store, standing)
    cards = assigned_cards(store, standing, entry_ids, publication)
    entries = competing(store, standing, entry_ids)
    entries |= store.entries.load(cards.keys() - entries.keys())
    ids = entry_ids if entry_ids is not None else entries.keys() | cards.keys()
    lines = {id: _line(id, entries.get(id, {}), cards.get(id, []), stage, standing) for id in ids}
    return Counted(lines=lines, cards=cards, complete=publication.complete)


def _line(
    entry_id: str, entry: Mapping[str, Any], cards: list[Document], stage: Stage, standing: str
) -> Line | None:
    if not belongs(entry, standing, assigned=bool(cards)):
        return None
    marks = [_marks(card) for card in cards if "marked" in card]
    company = entry.get("submitted", {}).get("company", entry_id)
    return Line(entry_id, company, tally(marks, rule=stage.rule, owed=len(cards)))


def _marks(card: Document) -> dict[str, Decimal]:
    return {criterion_id: Decimal(mark) for criterion_id, mark in card["marked"]["marks"].items()}
