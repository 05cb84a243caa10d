"""A judge: who they are, how much they take on, and whom they must not score."""

from dataclasses import dataclass, field
from datetime import datetime

HARD = "hard"
SOFT = "soft"
ORGANISER, OWN = "organiser", "judge"


@dataclass
class Conflict:
    """A declared conflict of interest with one entry; `kind` is hard or soft, `by` is who declared it."""

    kind: str
    reason: str
    by: str = ORGANISER


@dataclass(frozen=True)
class TermsAnswer:
    """What a judge said to the terms of a number, and why where they declined."""

    accepted: bool
    terms: int
    at: datetime
    reason: str = ""


@dataclass
class Judge:
    """`commitment` is how many entries the judge takes on in one stage.

    Who has `left` dropped out: they get no more work, and what they sent stays. A `shadow` scores for
    practice, and counts nowhere. `panels` are those that the judge sits in, by stages that have panels.
    """

    id: str
    edition_id: str
    name: str
    email: str
    commitment: int
    tags: list[str] = field(default_factory=list)
    firm: str = ""
    conflicts: dict[str, Conflict] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    left: bool = False
    answer: TermsAnswer | None = None
    shadow: bool = False
    panels: dict[str, str] = field(default_factory=dict)
    version: int = 0
    facts: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def declare(self, entry_id: str, *, kind: str, reason: str, by: str = ORGANISER) -> None:
        """Note a conflict; a later one for the same entry replaces the earlier."""
        self.conflicts[entry_id] = Conflict(kind, reason, by)

    def leave(self) -> bool:
        """Note that the judge dropped out; return whether that is new."""
        before, self.left = self.left, True
        return not before

    def change(
        self,
        *,
        name: str,
        commitment: int,
        tags: list[str],
        firm: str,
        languages: list[str] | None = None,
    ) -> None:
        """Take on what the organiser says now; conflicts stay, and so does what is None."""
        self.name, self.commitment, self.tags, self.firm = name, commitment, tags, firm
        self.languages = self.languages if languages is None else languages
