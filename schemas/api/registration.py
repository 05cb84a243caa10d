"""Editions, entries and people, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, decimal, moment, optional, text
from schemas.commands import (
    CreateHost,
    CreateProgramme,
    DisqualifyEntry,
    ImportEntries,
    InvitePeople,
    PromoteEntries,
    PutInTrack,
    ScreenEntries,
    SignIn,
    StartEdition,
    SubmitEntry,
    WithdrawEntries,
    WithdrawEntry,
)
from schemas.fields import PROMOTION_GROUPS, id_field, mark_field, text_field
from schemas.queries.registration import ENTRY_SORTS

SignInBody = body_of(SignIn, "device")
CreateHostBody = body_of(CreateHost)
CreateProgrammeBody = body_of(CreateProgramme, "host_id")
StartEditionBody = body_of(StartEdition, "programme_id")
ImportEntriesBody = body_of(ImportEntries, "edition_id")
SubmitEntryBody = body_of(SubmitEntry, "edition_id")
ScreenEntriesBody = body_of(ScreenEntries, "edition_id")
PutInTrackBody = body_of(PutInTrack, "edition_id")
WithdrawEntriesBody = body_of(WithdrawEntries, "edition_id")
WithdrawEntryBody = body_of(WithdrawEntry, "edition_id", "entry_id")
DisqualifyEntryBody = body_of(DisqualifyEntry, "edition_id", "entry_id")
InvitePeopleBody = body_of(InvitePeople, "edition_id", "host_id")
InviteEverywhereBody = body_of(InvitePeople, "edition_id", "send_letters", name="InviteEverywhereBody")
PromoteEntriesBody = body_of(PromoteEntries, "edition_id", "stage_id")


class GrantAnswer(Answer):
    role = text()
    edition_id = optional()
    subject_id = optional()


class PersonAnswer(Part):
    person_id = text(required=True)
    name = text()
    email = text()
    expires_at = moment()
    grants = fields.List(fields.Nested(GrantAnswer), required=True)


class SignInAnswer(Answer):
    person = fields.Nested(PersonAnswer)
    session_token = text()


class HostAnswer(Part):
    host_id = text(required=True)
    name = text()


class ProgrammeAnswer(Part):
    programme_id = text(required=True)
    host_id = text()
    name = text()


class AnchorAnswer(Answer):
    mark = decimal()
    text = text()


class CriterionAnswer(Answer):
    criterion_id = text()
    name = text()
    weight = decimal()
    lowest = decimal()
    highest = decimal()
    step = decimal()
    anchors = fields.List(fields.Nested(AnchorAnswer))
    panel = text()


class PanelAnswer(Part):
    panel_id = text(required=True)
    name = text(required=True)
    weight = decimal(required=True)


class PromotionPlanAnswer(Part):
    per_group = count()
    group_by = text()
    threshold = decimal()
    share = decimal()
    choice = count()


class RuleAnswer(Part):
    method = text(required=True)
    drop_highest = count()
    drop_lowest = count()
    digits = count()
    tie_breaks = fields.List(fields.String())
    audience_percent = count()


class BlueprintStageAnswer(Part):
    stage_id = text(required=True)
    name = text(required=True)
    kind = text(required=True)
    judges_per_entry = count(required=True)
    assignment = text(required=True)
    criteria = fields.List(fields.Nested(CriterionAnswer), required=True)
    rule = fields.Nested(RuleAnswer, required=True)
    promote = count()
    board = text()
    grace_seconds = count()
    promotion = fields.Nested(PromotionPlanAnswer, allow_none=True)
    panels = fields.List(fields.Nested(PanelAnswer))


class StageAnswer(BlueprintStageAnswer):
    state = fields.String(required=True, validate=validate.OneOf(["planned", "open", "closed"]))
    opened_at = moment()
    closed_at = moment()
    promoted = fields.Boolean()
    promoted_by = count(allow_none=True)
    certificate = count(allow_none=True)


class AwardAnswer(Part):
    award_id = text(required=True)
    name = text(required=True)
    stage_id = text(required=True)
    place = count(required=True)
    kind = text()
    money = decimal()
    currency = text()
    value = text()
    sponsor = text()


class TrackAnswer(Answer):
    track_id = text()
    name = text()


class BlueprintAnswer(Answer):
    blueprint = text()
    host = optional()
    name = text()
    description = text()
    stages = fields.List(fields.Nested(BlueprintStageAnswer))
    tracks = fields.List(fields.Nested(TrackAnswer))
    cities = fields.List(fields.String())
    awards = fields.List(fields.Nested(AwardAnswer))


class BlueprintsAnswer(Answer):
    blueprints = fields.List(fields.Nested(BlueprintAnswer))


class CountsAnswer(Part):
    submitted = count()
    eligible = count()
    ineligible = count()
    withdrawn = count()
    disqualified = count()
    entries = count()


class EditionAnswer(Answer):
    edition_id = text()
    version = count()
    name = text()
    host = text()
    programme = text()
    zone = text()
    blueprint = text()
    started_at = moment()
    stages = fields.List(fields.Nested(StageAnswer))
    tracks = fields.List(fields.Nested(TrackAnswer))
    cities = fields.List(fields.String())
    awards = fields.List(fields.Nested(AwardAnswer))
    counts = fields.Nested(CountsAnswer)
    rehearses = optional()


class EditionsAnswer(Answer):
    editions = fields.List(fields.Nested(EditionAnswer))


class StartupAnswer(Part):
    startup_id = text(required=True)
    company = text(required=True)
    description = text()
    categories = fields.List(fields.String())
    founded_year = fields.Integer(allow_none=True)
    city = text()
    state = text()
    country = text()
    website = text()
    status = text()
    investors = fields.List(fields.String())
    rounds_usd = fields.List(decimal())
    language = text()


class EntryAnswer(Part):
    entry_id = text(required=True)
    state = text(required=True)
    stage_id = optional()
    track = text()
    startup = fields.Nested(StartupAnswer, required=True)
    reason = optional()
    receipt = optional()
    merged_into = optional()
    submitted_at = moment()


class EntriesAnswer(Answer):
    entries = fields.List(fields.Nested(EntryAnswer))
    total = count()
    next = optional()


ENTRY_STATES = ["submitted", "eligible", "ineligible", "withdrawn", "disqualified"]


class EntriesParameters(Parameters):
    state = fields.String(validate=validate.OneOf(ENTRY_STATES))
    stage_id = id_field(required=False)
    track = id_field(required=False)
    search = text_field(200)
    sort = fields.String(load_default="company", validate=validate.OneOf(ENTRY_SORTS))
    after = text_field(500)
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=1000))


class SkippedLine(Part):
    line = count()
    column = optional()
    reason = text()


class ImportAnswer(Part):
    imported = count(required=True)
    already = count()
    skipped = fields.List(fields.Nested(SkippedLine))


class ScreeningAnswer(Part):
    """`decision_id` is what is undone by."""

    screened = count(required=True)
    unchanged = count()
    decision_id = text()


class WithdrawalAnswer(Part):
    """`decision_id` is what is undone by."""

    withdrawn = count(required=True)
    unchanged = count()
    decision_id = text()


class LeftAnswer(Part):
    """An entry that stays as it is, and why."""

    entry_id = text(required=True)
    company = text()
    code = text()
    detail = text()


class UndoAnswer(Part):
    """`left` are the first 20 of those that had gone on since."""

    restored = count(required=True)
    left = fields.List(fields.Nested(LeftAnswer))
    left_count = count()


class DecisionAnswer(Part):
    """`entries` is on how many it stands; `until` is when it can last be undone."""

    decision_id = text(required=True)
    outcome = text()
    reason = text()
    by = optional()
    at = moment()
    until = moment()
    entries = count()


class DecisionsAnswer(Answer):
    decisions = fields.List(fields.Nested(DecisionAnswer))


class TurnAnswer(Part):
    """`was` and `state` are before and after."""

    kind = text(required=True)
    act_id = text()
    by = optional()
    at = moment()
    was = text()
    state = text()
    stage_id = optional()
    reason = text()
    merged_into = optional()
    undoable = fields.Boolean()


class EntryHistoryAnswer(Answer):
    """`stays` is the entry that it was merged into, `merged` are those that were merged into it."""

    entry = fields.Nested(EntryAnswer)
    turns = fields.List(fields.Nested(TurnAnswer))
    stays = fields.Nested(EntryAnswer, allow_none=True)
    merged = fields.List(fields.Nested(EntryAnswer))


class MovedAnswer(Part):
    moved = count(required=True)
    unchanged = count()


class PromotedAnswer(Part):
    entry_id = text(required=True)
    company = text()
    place = count(required=True)


class PromotionAnswer(Answer):
    promoted = fields.List(fields.Nested(PromotedAnswer))


class PromotionRuleAnswer(PromotionPlanAnswer):
    quota = count()


class PromotionDecisionAnswer(Part):
    rule = fields.Nested(PromotionRuleAnswer)
    ties = text()
    seed = fields.Integer()
    reason = text()
    why = fields.Dict(keys=fields.String(), values=fields.String())
    at = text()


class PromotionLineAnswer(Part):
    entry_id = text(required=True)
    company = text(required=True)
    place = count(required=True)
    total = decimal()
    group = text()
    goes_on = fields.Boolean(required=True)
    why = text(required=True)
    went = fields.Boolean()
    went_why = optional()


class SharingAnswer(Part):
    entry_id = text(required=True)
    company = text(required=True)


class GroupAnswer(Part):
    group = text()
    name = text()


class TieAnswer(Part):
    group = text()
    place = count(required=True)
    seats = count(required=True)
    sharing = fields.List(fields.Nested(SharingAnswer), required=True)


class FollowingAnswer(Part):
    stage_id = text(required=True)
    name = text(required=True)


class PromotionPreviewAnswer(Answer):
    """Who would go on, and why; `ties` are open until the organiser says what is done."""

    edition_id = text()
    stage_id = text()
    following = fields.Nested(FollowingAnswer)
    certificate = count()
    promoted_by = count(allow_none=True)
    stale = fields.Boolean()
    rule = fields.Nested(PromotionRuleAnswer)
    decision = fields.Nested(PromotionDecisionAnswer, allow_none=True)
    groups = fields.List(fields.Nested(GroupAnswer))
    lines = fields.List(fields.Nested(PromotionLineAnswer))
    ties = fields.List(fields.Nested(TieAnswer))


class PromotionParameters(Parameters):
    quota = fields.Integer(load_default=None, validate=validate.Range(min=0))
    per_group = fields.Integer(load_default=None, validate=validate.Range(min=0))
    group_by = fields.String(load_default=None, validate=validate.OneOf(PROMOTION_GROUPS))
    threshold = mark_field(load_default=None)
    share = mark_field(load_default=None)


class LinkAnswer(Part):
    person_id = text(required=True)
    role = text()
    subject_id = optional()
    email = text()
    url = text(required=True)
    expires_at = moment()
    code = text()
    code_expires_at = moment()


class LinksAnswer(Answer):
    links = fields.List(fields.Nested(LinkAnswer))
