"""The standing of a stage: building, frozen, certified, revealing, published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from services.scoring.domain.correction import Correction, moves
from services.scoring.domain.refusals import (
    AlreadyCertified,
    NotCertified,
    NotFrozen,
    StepOutOfOrder,
)
from services.scoring.domain.rows import (
    Earlier,
    Line,
    Row,
    awarded,
    board_rows,
    certified_rows,
    places_from_last,
    rows_of,
)
from services.scoring.domain.rule import Stage
from services.scoring.domain.sealing import seal, spoken

BUILDING = "building"
FROZEN = "frozen"
CERTIFIED = "certified"
REVEALING = "revealing"
PUBLISHED = "published"

Seal = Mapping[int, int]
"""Which scorecards of an entry were counted, by a number for each, and in which version."""


def standing_id(edition_id: str, stage_id: str) -> str:
    """Return the id of a stage's standing."""
    return f"{edition_id}.{stage_id}"


@dataclass
class Standing:
    """Where everybody stands in a stage, and how much of it the public has seen.

    While building it has `lines`; freezing makes them `rows` that never move again, and `seals`
    that say which scorecards are in them; only `corrections` replace them. `late` counts, by entry, the scorecards that came
    after. `heads` are those of the proof log, one for each freeze, and `left_out` what the
    log has of the stage that the rows have not. `audience` are the votes that are in the rows: {"vote_id",
    "votes": by entry}, None where none weigh. `public` is the body of the last
    BoardChanged, `reveal_key` what certified steps are sealed under. A step that was taken before
    changes nothing when it is asked for again.
    """

    edition_id: str
    stage_id: str
    version: int = 0
    state: str = BUILDING
    lines: dict[str, Line] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    seals: dict[str, Seal] = field(default_factory=dict)
    late: dict[str, int] = field(default_factory=dict)
    certificate: int = 0
    revealed: int = 0
    reveal_key: bytes = b""
    earlier: Earlier | None = None
    heads: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    audience: dict[str, Any] | None = None
    public: dict[str, Any] = field(default_factory=dict)
    facts: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.id = standing_id(self.edition_id, self.stage_id)

    @property
    def building(self) -> bool:
        """Whether scorecards still move it."""
        return self.state == BUILDING

    @property
    def proof(self) -> dict[str, Any] | None:
        """The head of the proof log that the rows follow from, None while scorecards move it.

        It is that of the freeze, or with the last correction in it.
        """
        if not self.heads or self.building:
            return None
        return self.corrections[-1].head if self.corrections else self.heads[-1]

    @property
    def votes(self) -> Mapping[str, int] | None:
        """The audience's votes that are in the rows, by entry; None where none weigh."""
        return None if self.audience is None else self.audience["votes"]

    @property
    def corrected(self) -> bool:
        """Whether the results were certified anew after a correction."""
        return self.certificate > 1

    @property
    def counted(self) -> int:
        """How many scorecards are in it."""
        return sum(line.tally.scorecards for line in self.lines.values()) + sum(
            r.scorecards for r in self.rows
        )

    @property
    def expected(self) -> int:
        """How many scorecards are owed by those assigned."""
        return sum(line.tally.owed for line in self.lines.values()) + sum(row.owed for row in self.rows)

    @property
    def salt(self) -> str:
        """What the keys of steps are derived with besides the reveal key; no secret."""
        return f"{self.id}.{self.certificate}"

    def sealed_steps(self) -> list[dict[str, Any]]:
        """Return what each reveal shows, in turn and sealed; NotCertified before."""
        self._refuse_uncertified()
        shown = [self._shown([place]) for place in places_from_last(self.rows)]
        return seal(shown, key=self.reveal_key, salt=self.salt)

    def spoken_key(self) -> str:
        """Return the reveal key as people type it; NotCertified before."""
        self._refuse_uncertified()
        return spoken(self.reveal_key)

    @property
    def steps(self) -> int:
        """How many reveals there are: one for each place that was given."""
        return len(places_from_last(self.rows))

    def count(self, changes: Mapping[str, Line | None], *, stage: Stage, show: bool = True) -> bool:
        """Put in the changed lines, None for an entry that left; return whether anything moved.

        Without `show` the public is told nothing now; the next time that shows tells it all.
        """
        changes = {id: line for id, line in changes.items() if self.lines.get(id) != line}
        for entry_id, line in changes.items():
            if line is None:
                del self.lines[entry_id]
            else:
                self.lines[entry_id] = line
        shown = show and self._show(stage)
        return shown or bool(changes)

    def recount(self, lines: Mapping[str, Line], *, stage: Stage, show: bool = True) -> bool:
        """Make these all the lines there are; return whether anything moved."""
        gone: dict[str, Line | None] = {id: None for id in self.lines if id not in lines}
        return self.count({**gone, **lines}, stage=stage, show=show)

    def freeze(
        self,
        lines: Mapping[str, Line],
        *,
        seals: Mapping[str, Seal],
        head: Mapping[str, Any],
        left_out: Iterable[Mapping[str, str]],
        stage: Stage,
        audience: Mapping[str, Any] | None = None,
    ) -> None:
        """Stop at these lines, which follow from the log up to `head`; once stopped nothing changes."""
        if not self.building:
            return
        self.audience = None if audience is None else dict(audience)
        self.rows = rows_of(lines, rule=stage.rule, votes=self.votes)
        self.lines = {}
        self.seals = dict(seals)
        self.heads.append(dict(head))
        self.left_out = [dict(each) for each in left_out]
        self._advance(FROZEN, stage)

    def thaw(self, lines: Mapping[str, Line], *, stage: Stage) -> None:
        """Let it move again from these lines; AlreadyCertified once its results stand."""
        if self.building:
            return
        if self.state != FROZEN:
            raise AlreadyCertified(f"the results of {self.stage_id} are certified; they stand")
        self.rows, self.seals, self.late, self.left_out, self.corrections = [], {}, {}, [], []
        self.audience = None
        self.lines = dict(lines)
        self._advance(BUILDING, stage)

    def hear_late(self, entry_id: str, cards: Seal) -> bool:
        """Count what came in for an entry after the freeze; return whether it is news."""
        sealed = self.seals.get(entry_id, {})
        late = sum(version > sealed.get(card, 0) for card, version in cards.items())
        if late == self.late.get(entry_id, 0):
            return False
        self.late[entry_id] = late
        return True

    def certify(self, stage: Stage, *, reveal_key: bytes, earlier: Earlier | None = None) -> None:
        """Make the rows the certified results, with the awards that the places earn.

        `reveal_key` is what their steps are sealed under until they are revealed, `earlier` the
        stage that everybody compares them with.
        """
        if self.building:
            raise NotFrozen(f"the standings of {self.stage_id} still move; freeze them first")
        if self.state != FROZEN:
            return
        self.certificate += 1
        self.reveal_key, self.earlier = reveal_key, earlier
        self.rows = awarded(self.rows, stage.awards)
        self._note_results("ResultsCertified")
        self._advance(CERTIFIED, stage)

    def knows(self, fact_id: str) -> bool:
        """Return whether the correction of this fact was made."""
        return any(correction.fact_id == fact_id for correction in self.corrections)

    def correct(self, correction: Correction, rows: Iterable[Row], *, stage: Stage) -> None:
        """Put rows in the place of those before; certified results are certified anew with them.

        Places stay revealed as far as they were: as many entries as were hidden stay so, but for those
        that left. NotFrozen while scorecards move it.
        """
        if self.building:
            raise NotFrozen(f"the standings of {self.stage_id} still move; there is nothing to correct")
        before, hidden = self.rows, self._hidden()
        certified = self.state != FROZEN
        self.rows = awarded(rows, stage.awards) if certified else list(rows)
        self.corrections.append(replace(correction, certificate=self.certificate + 1))
        if certified:
            self.certificate += 1
            still = len(hidden & {row.entry_id for row in self.rows})
            self.revealed = sum(place > still for place in places_from_last(self.rows))
            moved = [each["entry_id"] for each in moves(before, self.rows)]
            self._note_results("ResultsCertified", moved=moved)
            if self.state == PUBLISHED:
                self._note_results("ResultsPublished", moved=moved)
        self._show(stage)

    def reseal(self, entry_id: str, cards: Seal | None) -> None:
        """Keep which scorecards of an entry are counted from now on, None for none of them."""
        self.seals.pop(entry_id, None)
        if cards is not None:
            self.seals[entry_id] = cards

    def _hidden(self) -> set[str]:
        """Return the entries whose places were not revealed."""
        if self.state == PUBLISHED:
            return set()
        shown = set(places_from_last(self.rows)[: self.revealed])
        return {row.entry_id for row in self.rows if row.place is not None and row.place not in shown}

    def reveal(self, step: int, stage: Stage) -> None:
        """Show one more place, from the last to the first."""
        self._refuse_uncertified()
        if step <= self.revealed:
            return
        following = self.revealed + 1
        if step != following or following > self.steps:
            left = f"step {following} is next" if following <= self.steps else "every place was revealed"
            raise StepOutOfOrder(
                f"step {step} cannot be taken now: {left}",
                errors={"step": {"came": step, "expected": following if following <= self.steps else None}},
            )
        self.revealed = step
        self._advance(REVEALING, stage)

    def publish(self, stage: Stage) -> None:
        """Make all of the certified results public."""
        self._refuse_uncertified()
        if self.state == PUBLISHED:
            return
        self.revealed = self.steps
        self._note_results("ResultsPublished")
        self._advance(PUBLISHED, stage)

    def _refuse_uncertified(self) -> None:
        if self.state in (BUILDING, FROZEN):
            raise NotCertified(f"the results of {self.stage_id} are not certified; certify them first")

    def _note_results(self, fact: str, *, moved: list[str] | None = None) -> None:
        rows = certified_rows(self.rows)
        told = {"certificate": self.certificate, "rows": rows, "proof": self.proof, "moved": moved}
        self.facts.append((fact, {**self._ids(), **told}))

    def _advance(self, state: str, stage: Stage) -> None:
        self.state = state
        self._show(stage)

    def _show(self, stage: Stage) -> bool:
        """Note the public board where it is no longer what was shown last; return whether so."""
        number = self.public.get("number", 0)
        board = {
            **self._ids(),
            "number": number,
            "state": self.state,
            "certificate": self.certificate,
            "corrected": self.corrected,
            "counted": self.counted,
            "expected": self.expected,
            "rows": self._visible(stage),
            "proof": self.proof,
        }
        if board == self.public:
            return False
        self.public = {**board, "number": number + 1}
        self.facts.append(("BoardChanged", self.public))
        return True

    def _visible(self, stage: Stage) -> list[dict[str, Any]]:
        if self.state == BUILDING and stage.open_board:
            return board_rows(rows_of(self.lines, rule=stage.rule))
        if self.state == PUBLISHED:
            return board_rows(self.rows, earlier=self.earlier, parts=True)
        if self.state == REVEALING:
            return self._shown(places_from_last(self.rows)[: self.revealed])
        return []

    def _shown(self, places: Sequence[int]) -> list[dict[str, Any]]:
        return board_rows(self.rows, places=places, earlier=self.earlier)

    def _ids(self) -> dict[str, str]:
        return {"edition_id": self.edition_id, "stage_id": self.stage_id}
