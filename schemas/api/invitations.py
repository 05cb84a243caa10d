"""Judges who are invited, as the HTTP interface speaks of them."""

from marshmallow import fields

from schemas.api.base import Answer, Part, body_of, count, text
from schemas.api.judging import JudgeAnswer
from schemas.commands import AnswerTerms, EditJudge, ImportJudges, SetTerms

ImportJudgesBody = body_of(ImportJudges, "edition_id")
EditJudgeBody = body_of(EditJudge, "edition_id", "judge_id")
SetTermsBody = body_of(SetTerms, "edition_id")
AnswerTermsBody = body_of(AnswerTerms, "edition_id", "judge_id")


class FlawAnswer(Part):
    line = count(required=True)
    column = text(required=True)
    reason = text(required=True)


class ImportedJudgesAnswer(Answer):
    added = count()
    known = count()
    skipped = fields.List(fields.Nested(FlawAnswer))


class EditedJudgeAnswer(Answer):
    judge_id = text()
    version = count()


class SetTermsAnswer(Answer):
    number = count()
    version = count()


class TermsAnswer(Answer):
    """The terms of an edition; `number` counts its texts, `answers` says how many judges said what."""

    number = count()
    text = text()
    version = count()
    accept_first = fields.Boolean()
    answers = fields.Dict(keys=fields.String(), values=fields.Integer())


class AnsweredTermsAnswer(Answer):
    judge_id = text()
    answer = text()


class PartTerms(Part):
    number = count(required=True)
    text = text()
    version = count()


class JudgePartAnswer(Answer):
    judge = fields.Nested(JudgeAnswer)
    terms = fields.Nested(PartTerms)
    asked = fields.Boolean()
    assigned = count()
