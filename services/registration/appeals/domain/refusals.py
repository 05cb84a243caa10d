"""What is turned down about appeals, each with the word a client may branch on."""

from schemas.refusal import Refusal


class AppealsClosed(Refusal):
    """The organiser takes no appeals, or the time for them is over."""

    code = "appeals_closed"


class NothingToAppeal(Refusal):
    """No result of the entry in this stage is public."""

    code = "not_published"


class AppealAnswered(Refusal):
    """The organiser has answered; the answer stands."""

    code = "appeal_answered"


class AppealTakenBack(Refusal):
    """The founders withdrew the appeal before it was answered."""

    code = "appeal_withdrawn"


class AppealChanged(Refusal):
    """Somebody else changed the appeal, or the rule for appeals, since it was read."""

    code = "appeal_changed"
