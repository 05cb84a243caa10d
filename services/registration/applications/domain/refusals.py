"""Why an application does not go on, each with the word a client may branch on."""

from schemas.refusal import Invalid, Refusal


class CallNotOpen(Refusal):
    """Registration has not begun; `errors` may have when it does."""

    code = "call_not_open"


class CallClosed(Refusal):
    """The deadline has passed; `errors` has when it was."""

    code = "call_closed"


class CallChanged(Refusal):
    """Somebody else changed the form or the deadlines since they were read."""

    code = "call_changed"


class FormWrong(Invalid):
    """The form cannot be like this; `errors` says of each field what is wrong."""

    code = "form_wrong"


class DraftChanged(Refusal):
    """Somebody else changed the same answers; `errors` has theirs by field, and `version`."""

    code = "draft_changed"


class AnswersWrong(Invalid):
    """Answers are missing or do not fit; `errors` says of each what is allowed."""

    code = "answers_wrong"


class ExtensionUnknown(Refusal):
    """No extension of the edition has this code."""

    code = "extension_unknown"


class ExtensionUsed(Refusal):
    """Another entrant used the code."""

    code = "extension_used"


class LastMember(Refusal):
    """Somebody has to stay in the team."""

    code = "last_member"


class TeamFull(Refusal):
    """The team has as many members as one may have."""

    code = "team_full"
