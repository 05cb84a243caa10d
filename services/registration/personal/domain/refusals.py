"""Why personal data is not erased, in the words of the contest."""

from schemas.refusal import Invalid, Refusal


class KeptUntil(Refusal):
    """The day until which it is kept is not over, or was never set."""

    code = "kept_until"
    status = 409


class RetentionChanged(Refusal):
    """Somebody else changed the date since it was seen."""

    code = "retention_changed"
    status = 409


class NobodyNamed(Invalid):
    """Neither an address nor a role says who is meant."""

    code = "nobody_named"
