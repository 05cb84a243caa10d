"""What scoring turns down, each with the word a client may branch on."""

from schemas.refusal import Refusal


class RuleRefused(Refusal):
    """The stage's rule of aggregation cannot be carried out."""

    code = "rule_refused"
    status = 422


class StageNotClosed(Refusal):
    """Scorecards are still taken, so the standings cannot be frozen."""

    code = "stage_not_closed"


class AssignmentsIncomplete(Refusal):
    """Part of the assignments has not arrived; the same will work in a moment."""

    code = "assignments_incomplete"


class ScorecardsMissing(Refusal):
    """Scorecards are owed, and the organiser has not said that they are done without."""

    code = "scorecards_missing"


class LogBehind(Refusal):
    """The proof log and what is counted differ; the same will work in a moment."""

    code = "log_behind"


class GraceRunning(ScorecardsMissing):
    """Scorecards are missing that may still come in time; the same may work in a moment."""

    code = "grace_running"


class AlreadyCertified(Refusal):
    """The results stand, so the standings cannot move again."""

    code = "already_certified"


class NotFrozen(Refusal):
    """The standings still move, so nothing can be certified."""

    code = "not_frozen"


class NotCertified(Refusal):
    """There are no certified results to show."""

    code = "not_certified"


class StepOutOfOrder(Refusal):
    """Places are revealed one step after the other."""

    code = "step_out_of_order"


class NoLog(Refusal):
    """The results are older than the proof log, so nothing of them can be worked out again."""

    code = "no_log"


class EntriesDisqualified(Refusal):
    """Entries were disqualified while the standings were being frozen; freeze them again."""

    code = "entries_disqualified"


class NotPublished(Refusal):
    """The results are not public yet."""

    code = "not_published"


class SetUpBehind(Refusal):
    """A changed set-up of the edition has not arrived yet."""

    code = "set_up_behind"
