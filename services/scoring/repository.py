"""Documents of scoring, and the store that holds them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection
from pymongo.database import Database

from schemas.events import EVENTS
from schemas.refusal import NotFound
from services.chassis.storage import Copies, PersonalData, Repository
from services.scoring.dirty import Dirty
from services.scoring.domain.aggregation import Tally
from services.scoring.domain.correction import correction_from
from services.scoring.domain.rows import Earlier, Line, Row
from services.scoring.domain.rule import Stage
from services.scoring.domain.standing import Seal, Standing
from services.scoring.feedback.repository import releases_in
from services.scoring.kept import KeptStandings
from services.scoring.log import Log, MongoChunks
from services.scoring.packing import pack, unpack
from services.scoring.personal import HELD
from services.scoring.stages import stage_of
from services.scoring.votes.repository import VoteStore

Document = dict[str, Any]


class Glances:
    """Parts of standings, read without the rest: a large standing is megabytes."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def boards(self, edition_id: str) -> dict[str, Document]:
        """Return the public boards of an edition by stage."""
        return {s["stage_id"]: board_from(s["public"]) for s in self._states(edition_id, "public")}

    def certificates(self, edition_id: str) -> dict[str, int]:
        """Return the number of the certificate by stage, 0 for none."""
        return {s["stage_id"]: s["certificate"] for s in self._states(edition_id, "certificate")}

    def states(self, edition_id: str) -> dict[str, str]:
        """Return how far the results are by stage, `published` for those that are public."""
        return {s["stage_id"]: s["state"] for s in self._states(edition_id, "state")}

    def sealed(self, standing_id: str, entry_ids: Iterable[str]) -> dict[str, Seal] | None:
        """Return what was counted of the entries, by entry; None while the standing moves."""
        wanted = {"state.state": 1, "state.seals": 1}
        found = self._collection.find_one({"_id": standing_id}, wanted)
        if found is None or found["state"]["state"] == "building":
            return None
        return seals_from(found["state"]["seals"], entry_ids)

    def version(self, standing_id: str) -> int | None:
        """Return in which version a standing is, None where there is none."""
        found = self._collection.find_one({"_id": standing_id}, {"version": 1})
        return None if found is None else int(found["version"])

    def waiting(self, standing_id: str) -> int:
        """Return how many facts of a standing wait to be published."""
        found = self._collection.find_one({"_id": standing_id}, {"pending.id": 1}) or {}
        return len(found.get("pending", ()))

    def _states(self, edition_id: str, part: str) -> list[Document]:
        wanted = {"state.stage_id": 1, f"state.{part}": 1}
        return [d["state"] for d in self._collection.find({"state.edition_id": edition_id}, wanted)]


class ScoringStore:
    """What scoring remembers.

    Copies of what others told: `editions` (facet started) by edition; `stages` (closed) by
    standing; `entries` (submitted, screened, promoted, withdrawn, disqualified) by entry;
    `publications` (published) by standing and part; `scorecards` (assigned, marked, recused) by
    scorecard. `certificates` (replaced) has what a correction replaced, by standing and number.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self.editions = Copies(database["editions"])
        self.stages = Copies(database["stages"])
        self.entries = Copies(database["entries"])
        self.publications = Copies(database["publications"])
        self.scorecards = Copies(database["scorecards"])
        self.certificates = Copies(database["certificates"])
        self.standings = Repository(
            database["standings"],
            events=EVENTS,
            to_state=to_state,
            from_state=from_state,
            shown=("state", "revealed", "certificate"),
        )
        self.personal = PersonalData(database, HELD)
        self.glances = Glances(database["standings"])
        self.looked_at = KeptStandings(self.standings, self.glances.version)
        self.dirty = Dirty()
        self._chunks = MongoChunks(database)
        self.log = Log(self._chunks)
        self.audience = VoteStore(database)
        self.feedback = releases_in(database)

    def ensure_indexes(self) -> None:
        """Make the indexes by which a stage's documents are found."""
        self._database["scorecards"].create_index(
            [("assigned.standing", ASCENDING), ("assigned.entry_id", ASCENDING)]
        )
        self._database["entries"].create_index([("screened.standing", ASCENDING)])
        self._database["entries"].create_index([("promoted.standing", ASCENDING)])
        self._database["publications"].create_index([("published.standing", ASCENDING)])
        self._database["standings"].create_index([("state.edition_id", ASCENDING)])
        self._chunks.ensure_indexes()
        self.audience.ensure_indexes()

    def stage(self, edition_id: str, stage_id: str) -> Stage:
        """Return a stage of an edition; NotFound names what is not there."""
        return stage_of(self.edition(edition_id), stage_id)

    def edition(self, edition_id: str) -> Document:
        """Return what is known of an edition; NotFound when it is not."""
        copy = self.editions.find(edition_id)
        if copy is None:
            raise NotFound(f"scoring knows no edition {edition_id!r}")
        started: Document = copy["started"]
        return started


def to_state(standing: Standing) -> Document:
    """Return a standing as it is stored, its long lists packed."""
    return {
        "edition_id": standing.edition_id,
        "stage_id": standing.stage_id,
        "state": standing.state,
        "lines": pack([_line_to(line) for line in standing.lines.values()]),
        "rows": pack([_row_to(row) for row in standing.rows]),
        "seals": pack([_seal_to(entry_id, seal) for entry_id, seal in standing.seals.items()]),
        "late": pack(list(standing.late.items())),
        "certificate": standing.certificate,
        "revealed": standing.revealed,
        "reveal_key": standing.reveal_key,
        "earlier": _earlier_to(standing.earlier),
        "heads": standing.heads,
        "left_out": pack(standing.left_out),
        "corrections": pack([correction.as_dict() for correction in standing.corrections]),
        "audience": standing.audience,
        "public": {**standing.public, "rows": pack(standing.public["rows"])},
    }


def from_state(id: str, version: int, state: Document) -> Standing:
    """Return the standing that was stored."""
    return Standing(
        edition_id=state["edition_id"],
        stage_id=state["stage_id"],
        version=version,
        state=state["state"],
        lines={line[0]: _line_from(line) for line in unpack(state["lines"])},
        rows=[_row_from(row) for row in unpack(state["rows"])],
        seals=seals_from(state["seals"]),
        late=dict(unpack(state["late"])),
        certificate=state["certificate"],
        revealed=state["revealed"],
        reveal_key=state["reveal_key"],
        earlier=_earlier_from(state.get("earlier")),
        heads=state.get("heads", []),
        left_out=unpack(state["left_out"]) if "left_out" in state else [],
        corrections=[correction_from(c) for c in unpack(state["corrections"])]
        if "corrections" in state
        else [],
        audience=state.get("audience"),
        public=board_from(state["public"]),
    )


def replaced_to(standing: Standing) -> Document:
    """Return a standing's certificate as it is kept once a correction replaces it."""
    return {"number": standing.certificate, "rows": pack([_row_to(row) for row in standing.rows])}


def replaced_rows(document: Document) -> list[Row]:
    """Return the rows of a certificate that was replaced."""
    return [_row_from(row) for row in unpack(document["rows"])]


def seals_from(packed: bytes, entry_ids: Iterable[str] | None = None) -> dict[str, Seal]:
    """Return the seals of the entries, None for all, by entry."""
    wanted = None if entry_ids is None else set(entry_ids)
    return {
        entry_id: dict(zip(cards[::2], cards[1::2], strict=True))
        for entry_id, *cards in unpack(packed)
        if wanted is None or entry_id in wanted
    }


def board_from(public: Document) -> Document:
    """Return a public board from its document."""
    return {**public, "rows": unpack(public["rows"])}


def _seal_to(entry_id: str, seal: Seal) -> list[Any]:
    """Return the entry's id, then card and version in turn."""
    return [entry_id, *(number for pair in seal.items() for number in pair)]


def _line_to(line: Line) -> list[Any]:
    t = line.tally
    return [line.entry_id, line.company, t.scorecards, t.owed, t.total, _text(t.highest_mark), *t.means]


def _line_from(line: list[Any]) -> Line:
    entry_id, company, scorecards, owed, total, highest, *means = line
    return Line(entry_id, company, Tally(scorecards, owed, total, tuple(means), _number(highest)))


def _earlier_to(earlier: Earlier | None) -> Document | None:
    if earlier is None:
        return None
    places = [[entry_id, *place] for entry_id, place in earlier.places.items()]
    return {"stage_id": earlier.stage_id, "name": earlier.name, "places": pack(places)}


def _earlier_from(earlier: Document | None) -> Earlier | None:
    if earlier is None:
        return None
    places = {entry_id: (place, shared) for entry_id, place, shared in unpack(earlier["places"])}
    return Earlier(earlier["stage_id"], earlier["name"], places)


def _row_to(row: Row) -> list[Any]:
    means = [_text(mean) for mean in row.means]
    total = _text(row.total)
    fixed = [row.entry_id, row.company, row.place, row.shared, total, row.scorecards, row.owed, row.award]
    return [*fixed, *means, *([] if row.votes is None else [[_text(row.judged), row.votes]])]


def _row_from(row: list[Any]) -> Row:
    entry_id, company, place, shared, total, scorecards, owed, award, *means = row
    # Last, where the audience's votes weigh: what judges gave, and the votes.
    judged, votes = means.pop() if means and isinstance(means[-1], list | tuple) else (None, None)
    return Row(
        entry_id=entry_id,
        company=company,
        place=place,
        shared=shared,
        total=_number(total),
        means=tuple(_number(mean) for mean in means),
        scorecards=scorecards,
        owed=owed,
        award=award,
        judged=_number(judged),
        votes=votes,
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
