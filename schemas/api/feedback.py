"""Feedback, as the HTTP interface speaks of it."""

from marshmallow import fields, validate

from schemas.api.base import Answer, body_of, count, decimal, optional, text
from schemas.commands import ReleaseFeedback, TakeBackFeedback
from schemas.commands.feedback import COMMENTS, SCORES

ReleaseFeedbackBody = body_of(ReleaseFeedback, "edition_id", "stage_id")
TakeBackFeedbackBody = body_of(TakeBackFeedback, "edition_id", "stage_id")


class FeedbackRuleAnswer(Answer):
    edition_id = text()
    stage_id = text()
    released = fields.Boolean()
    comments = text(validate=validate.OneOf(COMMENTS))
    scores = text(validate=validate.OneOf(SCORES))
    place = fields.Boolean()
    version = count()


class ScoreAnswer(Answer):
    band = optional()
    mean = decimal()


class CriterionFeedbackAnswer(ScoreAnswer):
    criterion_id = text()
    name = text()


class CommentAnswer(Answer):
    """`judge` is null where comments are told without names."""

    judge = optional()
    text = text()


class StageFeedbackAnswer(Answer):
    stage_id = text()
    name = text()
    place = count(allow_none=True)
    shared = fields.Boolean(allow_none=True)
    among = count()
    total = fields.Nested(ScoreAnswer)
    criteria = fields.List(fields.Nested(CriterionFeedbackAnswer))
    comments = fields.List(fields.Nested(CommentAnswer))


class FeedbackAnswer(Answer):
    stages = fields.List(fields.Nested(StageFeedbackAnswer))
