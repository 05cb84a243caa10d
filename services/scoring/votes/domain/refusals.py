"""Why an audience vote is turned down."""

from schemas.refusal import Refusal


class VoteNotOpen(Refusal):
    """The vote does not take votes yet."""

    code = "vote_not_open"


class VoteClosed(Refusal):
    """The vote was received after the closing."""

    code = "vote_closed"


class VoteRevealed(Refusal):
    """The totals are public; nothing can change them."""

    code = "vote_revealed"


class VoteStillOpen(Refusal):
    """The vote has to be closed first."""

    code = "vote_still_open"


class VotesArriving(Refusal):
    """Votes that were received in time may not have been counted yet."""

    code = "votes_arriving"


class VoteFixed(Refusal):
    """What is voted on cannot change once the vote was opened."""

    code = "vote_fixed"


class NoChoices(Refusal):
    """Fewer than two entries, or more than fit on a phone, could be voted for."""

    code = "no_choices"
    status = 422


class UnknownTicket(Refusal):
    """There is no such ticket in the edition."""

    code = "ticket_unknown"
    status = 403


class TicketVoid(Refusal):
    """The organiser made the ticket worthless."""

    code = "ticket_void"
    status = 403


class UnknownChoice(Refusal):
    """The entry cannot be voted for."""

    code = "unknown_choice"
    status = 422


class VoteMissing(Refusal):
    """The audience's vote is a part of the result, and there is none, or none of that name."""

    code = "vote_missing"


class ChoicesMissing(Refusal):
    """Entries compete in a stage that the votes alone decide, and nobody could vote for them."""

    code = "choices_missing"


class VoteDecides(Refusal):
    """The votes are the result of a stage, and are revealed with it."""

    code = "vote_decides"


class VoteUnclear(Refusal):
    """Several votes were held in the stage; say which of them is a part of the result."""

    code = "vote_unclear"


class VoteCounted(Refusal):
    """The votes are in standings that are frozen, and are taken no more."""

    code = "vote_counted"


class VoteNotRevealed(Refusal):
    """The results would show how many votes each has, and the vote was not revealed."""

    code = "vote_not_revealed"
