"""A judge who asks for the organiser during a stage."""

from dataclasses import dataclass
from datetime import datetime

CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Hand:
    """A judge has one hand in a stage; `entry_id` is None where it is about no entry."""

    edition_id: str
    stage_id: str
    judge_id: str
    kind: str
    entry_id: str | None
    note: str
    raised_at: datetime

    @property
    def id(self) -> str:
        """The id that all hands of the judge in the stage have."""
        return f"{self.edition_id}.{self.stage_id}.{self.judge_id}"

    def says(self, other: "Hand | None") -> bool:
        """Return whether it asks what the other asks, whenever they were raised."""
        return other is not None and (self.kind, self.entry_id, self.note) == (
            other.kind,
            other.entry_id,
            other.note,
        )
