"""What scoring can be asked to do with feedback."""

from marshmallow import fields, validate

from schemas.commands.scoring import ScoringCommand

COMMENTS = ("none", "anonymous", "named")
SCORES = ("none", "bands", "means")


def seen_field() -> fields.Integer:
    """Return the version as it was read, 0 where nothing was released yet."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


class ReleaseFeedback(ScoringCommand):
    """Tell founders how their entry was judged; refused before the stage's results are public.

    `comments` are the judges', without or with their names; `scores` are bands among all, or the means
    that count; with `place` a founder is told the own place.
    """

    seen = seen_field()
    comments = fields.String(required=True, validate=validate.OneOf(COMMENTS))
    scores = fields.String(required=True, validate=validate.OneOf(SCORES))
    place = fields.Boolean(required=True)


class TakeBackFeedback(ScoringCommand):
    """Tell founders nothing of a stage any more."""

    seen = seen_field()
