"""Appeals, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, body_of, count, moment, text
from schemas.commands import DecideAppeal, FileAppeal, SetAppealRule, WithdrawAppeal
from schemas.queries.appeals import STATES

SetAppealRuleBody = body_of(SetAppealRule, "edition_id")
FileAppealBody = body_of(FileAppeal, "edition_id", "entry_id")
WithdrawAppealBody = body_of(WithdrawAppeal, "edition_id", "entry_id", "appeal_id")
DecideAppealBody = body_of(DecideAppeal, "edition_id", "appeal_id")


class AppealParameters(Parameters):
    state = fields.String(load_default=None, validate=validate.OneOf(STATES))


class AppealRuleAnswer(Answer):
    edition_id = text()
    on = fields.Boolean()
    hours = count()
    version = count()


class AppealAnswer(Answer):
    """`place` is null for an entry that was disqualified; `version` is the `seen` of the next change."""

    appeal_id = text()
    stage_id = text()
    entry_id = text()
    certificate = count()
    company = text()
    place = count(allow_none=True)
    reason = text()
    state = text(validate=validate.OneOf(STATES))
    answer = text()
    filed_at = moment()
    answered_at = moment()
    version = count()


class AppealCounts(Answer):
    filed = count()
    upheld = count()
    dismissed = count()
    withdrawn = count()


class ListedAppealAnswer(AppealAnswer):
    stage = text()


class AppealsAnswer(Answer):
    counts = fields.Nested(AppealCounts)
    appeals = fields.List(fields.Nested(ListedAppealAnswer))


class AppealedResultAnswer(Answer):
    """`until` is null where the edition takes no appeals; `open` says whether one may be filed now."""

    stage_id = text()
    stage = text()
    certificate = count()
    place = count(allow_none=True)
    published_at = moment()
    until = moment()
    open = fields.Boolean()
    appeal = fields.Nested(AppealAnswer, allow_none=True)


class EntryAppealsAnswer(Answer):
    """`earlier` are appeals against certificates that were replaced."""

    on = fields.Boolean()
    now = moment()
    results = fields.List(fields.Nested(AppealedResultAnswer))
    earlier = fields.List(fields.Nested(AppealAnswer))
