"""The assignments of a stage as they were published."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.judging.domain.refusals import TooManyAssignments
from services.judging.domain.scorecard import DRAFT, SHADOW, Scorecard, scorecard_id

PART = 1_000
MOST = 100_000  # what one document can hold, with its facts

Pair = tuple[str, str]


@dataclass
class Publication:
    """Who scores what in a stage: pairs (entry id, judge id).

    Each publication replaces the one before it; its parts carry the same version. `basis` names
    all that the pairs follow from. `shadows` are pairs whose judges score for practice: they are told
    to nobody. With `speaks` only who lists the language of an entry scores it. It is `carried_out` once the stage's scorecards are those of
    the pairs; until then a repeat completes it.
    """

    id: str
    edition_id: str
    stage_id: str
    basis: str = ""
    pairs: list[Pair] = field(default_factory=list)
    shadows: list[Pair] = field(default_factory=list)
    carried_out: bool = True
    speaks: bool = False
    summary: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(
        self,
        pairs: Sequence[Pair],
        *,
        basis: str,
        news: Iterable[str] | None = None,
        shadows: Sequence[Pair] | None = None,
    ) -> None:
        """Let these pairs replace those before; TooManyAssignments for more than 100,000.

        `shadows` of None leaves those there are. `news` are the judges who are given something by it, None for all of them.
        """
        if len(pairs) > MOST:
            raise TooManyAssignments(
                f"{len(pairs)} scorecards would be owed; at most {MOST} are allowed in one stage",
                errors={"assignments": len(pairs), "allowed": MOST},
            )
        self.pairs, self.basis, self.carried_out = sorted(pairs), basis, False
        self.shadows = self.shadows if shadows is None else sorted(shadows)
        self._summarise()
        self._note_parts(None if news is None else sorted(set(news)))

    def finish(self, meanwhile: Iterable[Pair]) -> None:
        """Note that the scorecards are there. What was submitted `meanwhile` stays owed, and is told."""
        more = set(meanwhile) - set(self.pairs)
        if more:
            self.publish([*self.pairs, *more], basis=self.basis, news=())
        self.carried_out = True

    def drafts(self) -> list[Scorecard]:
        """Return an empty scorecard for each pair."""
        return [self._draft(entry_id, judge_id) for entry_id, judge_id in self.pairs]

    def shadow_drafts(self) -> list[Scorecard]:
        """Return an empty scorecard for each pair of a shadow."""
        return [self._draft(entry_id, judge_id, state=SHADOW) for entry_id, judge_id in self.shadows]

    def _draft(self, entry_id: str, judge_id: str, *, state: str = DRAFT) -> Scorecard:
        id = scorecard_id(self.edition_id, self.stage_id, entry_id, judge_id)
        return Scorecard(id, self.edition_id, self.stage_id, entry_id, judge_id, state)

    def _summarise(self) -> None:
        loads = Counter(judge_id for _, judge_id in self.pairs)
        self.summary = {
            "assignments": len(self.pairs),
            "entries": len({entry_id for entry_id, _ in self.pairs}),
            "judges": len(loads),
            "loads": dict(sorted(loads.items())),
        }

    def _note_parts(self, news: list[str] | None) -> None:
        told = [
            {"scorecard_id": card.id, "entry_id": card.entry_id, "judge_id": card.judge_id}
            for card in self.drafts()
        ]
        parts = [told[start : start + PART] for start in range(0, len(told), PART)]
        for number, part in enumerate(parts, start=1):
            self.facts.append(("AssignmentsPublished", self._part(number, len(parts), part, news)))

    def _part(
        self, number: int, parts: int, assignments: Sequence[dict[str, str]], news: list[str] | None
    ) -> dict[str, Any]:
        return {
            "edition_id": self.edition_id,
            "stage_id": self.stage_id,
            "part": number,
            "parts": parts,
            "assignments": list(assignments),
            "news": news,
        }


def publication_id(edition_id: str, stage_id: str) -> str:
    """Return the id of a stage's publication, which is the stage's own."""
    return f"{edition_id}.{stage_id}"
