"""What scoring can be asked to do about audience votes, and the vote itself."""

from marshmallow import fields, validate

from schemas.fields import id_field, moment_field, name_field
from schemas.message import Command

MOST_CHOICES = 100
MOST_TICKETS = 1_000


def ticket_field() -> fields.String:
    """Return a ticket as it travels and is kept: the SHA-256 of its secret, in hex."""
    digest = validate.Regexp(r"^[0-9a-f]{64}$(?!\n)", error="the SHA-256 of a ticket's secret, in hex")
    return fields.String(required=True, validate=digest)


class VoteCommand(Command):
    source = "scoring"

    edition_id = id_field()
    vote_id = id_field()


class OpenVote(VoteCommand):
    """Take votes from now on, or again after closing; what is chosen from never changes.

    `name` is the award that the most votes win. All who compete in the stage can be chosen when
    `entry_ids` is None.
    """

    name = name_field()
    stage_id = id_field()
    entry_ids = fields.List(
        id_field(), load_default=None, allow_none=True, validate=validate.Length(min=2, max=MOST_CHOICES)
    )


class CloseVote(VoteCommand):
    """Take no more votes than were received until now."""


class RevealVote(VoteCommand):
    """Show everyone how many votes each choice got; refused while votes are still being counted."""


class SettleVote(VoteCommand):
    """Told after a vote closed, through the queue of the votes: those before it are counted then."""


class IssueTickets(Command):
    """Make tickets of these digests. The secrets stay with whoever asks."""

    source = "scoring"

    edition_id = id_field()
    tickets = fields.List(ticket_field(), required=True, validate=validate.Length(min=1, max=MOST_TICKETS))


class VoidTicket(Command):
    """Make a ticket worthless by its number; votes by it stop counting where none was revealed yet."""

    source = "scoring"

    edition_id = id_field()
    number = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=10_000_000))


class CastVote(VoteCommand):
    """One ticket's vote; until the vote closes the one made last counts. `made_at` is the phone's time."""

    ticket = ticket_field()
    entry_id = id_field()
    made_at = moment_field()
