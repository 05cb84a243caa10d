"""What is turned down about decisions, each with the word a client may branch on."""

from schemas.refusal import Refusal


class NotForDecisions(Refusal):
    """The stage is scored, so that nobody is admitted in it by hand."""

    code = "not_for_decisions"


class DecisionStands(Refusal):
    """The founder was told, or entries went on by it."""

    code = "decision_stands"


class NotInStage(Refusal):
    """The entry does not compete in the stage."""

    code = "not_in_stage"


class DecisionsOpen(Refusal):
    """The stage of decisions is not closed yet, so that nobody goes on."""

    code = "decisions_open"
