"""Why judging turns a command down."""

from schemas.refusal import Invalid, Refusal


class StageNotOpen(Refusal):
    """Scorecards of the stage are not taken yet."""

    code = "stage_not_open"


class SlotNotOpen(Refusal):
    """The entry has not been on stage in its session yet."""

    code = "slot_not_open"


class Late(Refusal):
    """The scorecard was received after the stage closed, and not known to be made before."""

    code = "late"


class LateRefused(Refusal):
    """The organiser decided that the scorecard does not count, for it came too late."""

    code = "late_refused"


class AlreadyDecided(Refusal):
    """It was decided otherwise about a late scorecard before; the first decision stands."""

    code = "already_decided"


class PastDeadline(Refusal):
    """The scorecard was received after the deadline it carries."""

    code = "past_deadline"


class ShadowFixed(Refusal):
    """The judge has scorecards, which count or do not as they were assigned; `errors` says how many."""

    code = "shadow_fixed"


class PanelUnknown(Refusal):
    """A judge was to sit in a panel that the stage does not have; `errors` says which there are."""

    code = "panel_unknown"
    status = 422


class PanelFixed(Refusal):
    """The judge sent scorecards by a panel's rubric, or owes some, so the panel stays; `errors` says how many."""

    code = "panel_fixed"


class PanelEmpty(Refusal):
    """A panel of the stage has nobody who could be assigned; `errors` names it."""

    code = "panel_empty"


class NoPanel(Refusal):
    """The judge sits in no panel of a stage that has panels."""

    code = "no_panel"
    status = 403


class NotAssigned(Refusal):
    """The judge does not owe the entry a scorecard in this stage."""

    code = "not_assigned"
    status = 403


class Recused(Refusal):
    """The judge was taken off the entry."""

    code = "recused"
    status = 403


class ScorecardLocked(Refusal):
    """The results are certified: only a correction with a reason changes what counts."""

    code = "scorecard_locked"


class ResultsNotCertified(Refusal):
    """Nothing is corrected before the results are certified."""

    code = "not_certified"


class ScorecardChanged(Refusal):
    """The scorecard is at another revision than the one that was to be corrected."""

    code = "scorecard_changed"


class ScorecardVoid(Refusal):
    """The scorecard does not count any more, so nothing of it can be amended."""

    code = "scorecard_void"


class UnknownCriterion(Refusal):
    """A mark is for a criterion that the rubric does not have."""

    code = "unknown_criterion"
    status = 422


class MarkOutsideScale(Refusal):
    """A mark is outside its criterion's scale, or between its steps."""

    code = "mark_outside_scale"
    status = 422


class TooFewJudges(Refusal):
    """The scorecards that a stage needs cannot all be assigned."""

    code = "too_few_judges"


class ScoringBegan(Refusal):
    """Assignments cannot be replaced once a scorecard was submitted."""

    code = "scoring_began"


class StageOver(Refusal):
    """The stage is closed."""

    code = "stage_closed"


class NotScored(Refusal):
    """The stage is one of decisions, or the audience's votes alone decide it: no judge scores."""

    code = "not_scored"


class NoRunningOrder(Refusal):
    """The stage is judged from table to table, or by votes alone: nobody is on stage in it."""

    code = "no_running_order"


class NothingToAssign(Refusal):
    """No entry competes in the stage."""

    code = "no_entries"


class TooManyAssignments(Refusal):
    """More scorecards would be owed in a stage than can be published at once."""

    code = "too_many_assignments"
    status = 422


class JudgesInvalid(Invalid):
    """Lines of a CSV of judges cannot be taken; `errors` lists line, column and reason of each."""

    code = "import_invalid"


class JudgeChanged(Refusal):
    """Somebody else changed the judge since it was read."""

    code = "judge_changed"


class TermsChanged(Refusal):
    """The terms were changed since they were read."""

    code = "terms_changed"


class NobodyToNudge(Refusal):
    """Nobody of those who were named owes anything, or all were reminded lately."""

    code = "nobody_to_nudge"


class NotYetAssigned(Refusal):
    """Nothing was assigned in the stage yet, so that nothing can be handed over or filled."""

    code = "not_yet_assigned"


class PlanChanged(Refusal):
    """What would be handed over is not what was shown any more."""

    code = "plan_changed"


class StillPublishing(Refusal):
    """The assignments published before have not been told to everybody yet."""

    code = "still_publishing"


class SessionStarted(Refusal):
    """A session's order and times are fixed once its first slot was started."""

    code = "session_started"


class SlotStarted(Refusal):
    """The slot was on stage already, or is absent."""

    code = "slot_started"


class NotOnStage(Refusal):
    """The slot's clock does not run: it is not on stage."""

    code = "not_on_stage"


class TooManySlots(Refusal):
    """More entries than one session can have."""

    code = "too_many_slots"
