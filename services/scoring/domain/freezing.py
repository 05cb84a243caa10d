"""When a standing may stop."""

from collections.abc import Iterable
from datetime import datetime

from services.scoring.domain.refusals import (
    AssignmentsIncomplete,
    GraceRunning,
    ScorecardsMissing,
    StageNotClosed,
)
from services.scoring.domain.rows import Line

NAMED_MISSING = 10


def check_freeze(
    lines: Iterable[Line],
    *,
    stage_id: str,
    closed: bool,
    complete: bool,
    accept_missing: bool,
    grace_until: datetime | None = None,
) -> None:
    """Return when a standing may stop at these lines.

    Refused while the stage takes scorecards, while assignments are `complete` only in part,
    and, unless `accept_missing`, while an entry lacks a scorecard or has nobody to give one.
    GraceRunning where what lacks may come in time yet, until `grace_until`.
    """
    if not closed:
        raise StageNotClosed(f"stage {stage_id} is still open; close it first")
    if not complete:
        raise AssignmentsIncomplete("some of the assignments are still on their way; try again")
    if not accept_missing:
        refuse_missing(lines, grace_until=grace_until)


def refuse_missing(lines: Iterable[Line], *, grace_until: datetime | None = None) -> None:
    """Raise ScorecardsMissing, naming a few of the entries, when a scorecard is owed.

    An entry that competes and that nobody has to score lacks one as well, and so does one that a panel has
    not marked. It is GraceRunning where
    scorecards are owed that may come until `grace_until`.
    """
    short = [line for line in lines if line.tally.total is None or line.tally.scorecards < line.tally.owed]
    if not short:
        return
    missing = sum(line.tally.owed - line.tally.scorecards for line in short)
    unassigned = sum(line.tally.scorecards >= line.tally.owed for line in short)
    short.sort(key=lambda line: (line.company, line.entry_id))
    named = [{"entry_id": line.entry_id, "company": line.company} for line in short[:NAMED_MISSING]]
    errors = {"missing": missing, "unassigned": unassigned, "entries": named}
    if missing and grace_until is not None:
        raise GraceRunning(
            f"{missing} scorecards are missing that may come until {grace_until.isoformat()}",
            errors={**errors, "until": grace_until.isoformat()},
        )
    raise ScorecardsMissing(
        f"{missing} scorecards are missing, and {unassigned} entries have no judge: "
        f"{len(short)} entries are concerned, such as {', '.join(line.company for line in short[:3])}",
        errors=errors,
    )
