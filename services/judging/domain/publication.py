"""The assignments of a stage as they were published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

PART = 1_000


@dataclass
class Publication:
    """Each publication replaces the one before it; its parts carry the same version."""

    id: str
    edition_id: str
    stage_id: str
    summary: dict[str, Any] = field(default_factory=dict)
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(self, pairs: Sequence[dict[str, str]]) -> None:
        """Publish who scores what; `pairs` name scorecard, entry and judge."""
        loads = Counter(pair["judge_id"] for pair in pairs)
        self.summary = {
            "assignments": len(pairs),
            "entries": len({pair["entry_id"] for pair in pairs}),
            "judges": len(loads),
            "loads": dict(sorted(loads.items())),
        }
        parts = [pairs[start : start + PART] for start in range(0, len(pairs), PART)]
        for number, part in enumerate(parts, start=1):
            self.facts.append(("AssignmentsPublished", self._part(number, len(parts), part)))

    def _part(self, number: int, parts: int, assignments: Sequence[dict[str, str]]) -> dict[str, Any]:
        return {
            "edition_id": self.edition_id,
            "stage_id": self.stage_id,
            "part": number,
            "parts": parts,
            "assignments": list(assignments),
        }


def publication_id(edition_id: str, stage_id: str) -> str:
    """Return the id of a stage's publication, which is the stage's own."""
    return f"{edition_id}.{stage_id}"
