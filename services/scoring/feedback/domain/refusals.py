"""Why no feedback is given."""

from schemas.refusal import Refusal


class FeedbackChanged(Refusal):
    """Somebody else changed what founders are told since it was read."""

    code = "feedback_changed"


class FeedbackTooEarly(Refusal):
    """The results of the stage are not public, and feedback would tell of them."""

    code = "not_published"
