"""What scoring tells the other services of feedback; never for a public page."""

from marshmallow import fields, validate

from schemas.events.scoring import ScoringEvent
from schemas.fields import id_field


class FeedbackReleased(ScoringEvent):
    """Founders are told how their entries were judged; a later version replaces it."""

    comments = fields.String(required=True, validate=validate.OneOf(["none", "anonymous", "named"]))
    entry_ids = fields.List(id_field(), required=True)


class FeedbackTakenBack(ScoringEvent):
    """Founders are told nothing of the stage any more."""
