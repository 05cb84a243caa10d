"""What the organiser has decided about the entries of one stage."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from services.registration.domain.fact import Fact
from services.registration.selections.domain.refusals import DecisionStands

ADMIT = "admit"
WAIT = "wait"
DECLINE = "decline"
DECISIONS = (ADMIT, WAIT, DECLINE)


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry's, with the reason that its founder is told."""

    decision: str
    reason: str = ""


@dataclass(slots=True)
class Selection:
    """The decisions of a stage by entry. Founders see them once the stage is closed."""

    id: str
    edition_id: str
    stage_id: str
    decisions: dict[str, Decision] = field(default_factory=dict)
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def decide(self, entry_ids: Iterable[str], decision: Decision, *, told: bool) -> int:
        """Decide on entries, on all or none; return how many changed.

        Once founders were `told`, only those who wait may be decided on anew: DecisionStands otherwise.
        """
        changed = [id for id in entry_ids if self.decisions.get(id) != decision]
        standing = [id for id in changed if told and self._of(id) in (ADMIT, DECLINE)]
        if standing:
            raise DecisionStands(
                "founders were told already; only those who wait may be decided on anew",
                errors={"entry_ids": standing},
            )
        self.decisions |= dict.fromkeys(changed, decision)
        return len(changed)

    def admitted(self) -> list[str]:
        """Return the entries that are admitted."""
        return [id for id, made in self.decisions.items() if made.decision == ADMIT]

    def _of(self, entry_id: str) -> str | None:
        made = self.decisions.get(entry_id)
        return None if made is None else made.decision


def selection_id(edition_id: str, stage_id: str) -> str:
    """Return the id of a stage's selection."""
    return f"{edition_id}.{stage_id}"
