"""Which judges of a stage were reminded, and when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.judging.domain.refusals import NobodyToNudge

PAUSE = timedelta(hours=12)
REMEMBERED = 50

Owed = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Round:
    """One act of reminding."""

    at: datetime
    by: str
    judge_ids: tuple[str, ...]


@dataclass
class Nudges:
    """The reminders of one stage, whose id they have: when each judge got the last, and the last 50 rounds.

    Nobody is reminded twice within 12 hours.
    """

    id: str
    edition_id: str
    stage_id: str
    last: dict[str, datetime] = field(default_factory=dict)
    rounds: list[Round] = field(default_factory=list)
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def may(self, judge_id: str, *, now: datetime) -> bool:
        """Return whether the judge may be reminded."""
        last = self.last.get(judge_id)
        return last is None or now - last >= PAUSE

    def send(self, owed: Owed, *, note: str, by: str, now: datetime) -> list[str]:
        """Remind those who may be, and return who they are. `owed` says what each owes, and of how many.

        Raises NobodyToNudge where none of them owes anything, or all were reminded lately.
        """
        chosen = sorted(id for id, (open_, _) in owed.items() if open_ and self.may(id, now=now))
        if not chosen:
            raise NobodyToNudge("none of them owes a scorecard, or each was reminded in the last 12 hours")
        self.last |= dict.fromkeys(chosen, now)
        self.rounds = [*self.rounds, Round(now, by, tuple(chosen))][-REMEMBERED:]
        told = [{"judge_id": id, "open": owed[id][0], "assigned": owed[id][1]} for id in chosen]
        names = {"edition_id": self.edition_id, "stage_id": self.stage_id}
        self.facts.append(("JudgesNudged", {**names, "judges": told, "note": note}))
        return chosen
