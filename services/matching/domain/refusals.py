"""Why matching turns a command down."""

from schemas.refusal import Refusal


class TicketRange(Refusal):
    """The smallest ticket is larger than the largest."""

    code = "ticket_range"
    status = 422


class NoInterest(Refusal):
    """The investor has not said that the startup is of interest."""

    code = "no_interest"


class IntroMade(Refusal):
    """The two were introduced, which cannot be taken back."""

    code = "intro_made"


class EntryGone(Refusal):
    """The entry was withdrawn or is not eligible."""

    code = "entry_gone"
