"""What scoring can be asked to do."""

from marshmallow import fields, validate

from schemas.fields import id_field
from schemas.message import Command


class ScoringCommand(Command):
    source = "scoring"

    edition_id = id_field()
    stage_id = id_field()


class FreezeStage(ScoringCommand):
    """Stop the standings. Refused while scorecards are missing unless `accept_missing`.

    While they may still come in time, within the stage's grace, the refusal is `grace_running`. Where the
    audience's vote weighs it has to be closed; `vote_id` says which it is where the stage had several.
    """

    accept_missing = fields.Boolean(load_default=False)
    vote_id = id_field(required=False, load_default=None, allow_none=True)


class ThawStage(ScoringCommand):
    """Let frozen standings move again, until they are certified."""


class CertifyResults(ScoringCommand):
    """Make the frozen standings the certified results."""


class RevealPlace(ScoringCommand):
    """Show one more place to everyone, from last to first.

    `step` counts from 1 for the last place; a step that was taken changes nothing, one out of
    order is refused. A shared place is revealed at once, in one step.
    """

    step = fields.Integer(required=True, validate=validate.Range(min=1))


class PublishResults(ScoringCommand):
    """Make the certified results public, whatever was revealed."""
