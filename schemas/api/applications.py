"""Registration by founders, as the HTTP interface speaks of it."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, moment, optional, text
from schemas.api.registration import EntryAnswer
from schemas.commands import (
    AddExtension,
    BeginApplication,
    InviteMember,
    SaveDraft,
    SetCall,
    SetForm,
    SubmitApplication,
    UseExtension,
)
from schemas.commands.applications import KINDS
from schemas.fields import id_field

STATES = ("planned", "open", "grace", "closed")

SetCallBody = body_of(SetCall, "edition_id")
SetFormBody = body_of(SetForm, "edition_id")
AddExtensionBody = body_of(AddExtension, "edition_id")
BeginApplicationBody = body_of(BeginApplication, "edition_id", "client")
SaveDraftBody = body_of(SaveDraft, "edition_id", "entry_id")
SubmitApplicationBody = body_of(SubmitApplication, "edition_id", "entry_id")
UseExtensionBody = body_of(UseExtension, "edition_id", "entry_id")
InviteMemberBody = body_of(InviteMember, "edition_id", "entry_id")


class FileAnswer(Answer):
    """`file` is its SHA-256. Of one that was erased only that it was there is known."""

    file = text()
    name = text()
    media = text()
    size = count()
    erased = fields.Boolean()


class FormFieldAnswer(Answer):
    """A `label` that is empty is the known one of the field's id."""

    field_id = text()
    kind = text(validate=validate.OneOf(KINDS))
    label = text()
    help = text()
    required = fields.Boolean()
    lowest = text()
    highest = text()
    choices = fields.List(fields.String())
    barred = fields.List(fields.String())
    barred_reason = text()


class CallAnswer(Answer):
    edition_id = text()
    version = count()
    state = text(validate=validate.OneOf(STATES))
    opens_at = moment()
    closes_at = moment()
    grace_minutes = count()
    open_links = fields.Boolean()
    form = fields.List(fields.Nested(FormFieldAnswer))
    removed = fields.List(fields.Nested(FormFieldAnswer))
    now = moment()


class ExtensionAnswer(Answer):
    code = text()
    until = moment()
    note = text()
    used_by = optional()


class ExtensionsAnswer(Answer):
    extensions = fields.List(fields.Nested(ExtensionAnswer))


class PageLinkAnswer(Answer):
    url = text()
    expires_at = moment()


class BegunAnswer(Answer):
    """`link` is null where it comes by letter alone."""

    email = text()
    link = fields.Nested(PageLinkAnswer, allow_none=True)


class SavedAnswer(Answer):
    entry_id = text()
    version = count()
    saved_at = moment()
    extended_until = moment()


class VersionReceipt(Part):
    number = count(required=True)
    submitted_at = moment(required=True)
    by = text(required=True)
    receipt = text(required=True)


class SubmittedAnswer(VersionReceipt):
    entry_id = text(required=True)


class MemberAnswer(Answer):
    """`came` says whether the person has signed in."""

    person_id = text()
    name = text()
    email = text()
    came = fields.Boolean()


class InvitedAnswer(Answer):
    person_id = text()
    name = text()
    email = text()
    url = text()
    expires_at = moment()


class ProblemOfAnswer(Part):
    allowed = text(required=True)
    problem = text(required=True)
    limit = text(required=True)


class ApplicationLine(Part):
    entry_id = text(required=True)
    edition_id = text(required=True)
    version = count(required=True)
    company = text(required=True)
    begun_at = moment(required=True)
    saved_at = moment(required=True)
    saved_by = text(required=True)
    extended_until = moment(required=True)
    submitted = fields.Nested(VersionReceipt, required=True, allow_none=True)
    changed = fields.Boolean(required=True)
    members = fields.List(fields.Nested(MemberAnswer), required=True)


class ApplicationAnswer(ApplicationLine):
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    files = fields.Dict(keys=fields.String(), values=fields.Nested(FileAnswer), required=True)
    problems = fields.Dict(keys=fields.String(), values=fields.Nested(ProblemOfAnswer), required=True)
    state = text(required=True, validate=validate.OneOf(STATES))
    closes_at = moment(required=True)
    receipts = fields.List(fields.Nested(VersionReceipt), required=True)
    entry = fields.Nested(EntryAnswer, required=True, allow_none=True)
    call = fields.Nested(CallAnswer, required=True)


class ApplicationsAnswer(Answer):
    applications = fields.List(fields.Nested(ApplicationLine))
    total = count()


class AskedAnswer(Answer):
    field_id = text()
    label = text()


class SubmissionAnswer(VersionReceipt):
    answers = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    asked = fields.List(fields.Nested(AskedAnswer), required=True)


class SubmissionsAnswer(Answer):
    submissions = fields.List(fields.Nested(SubmissionAnswer))
    files = fields.Dict(keys=fields.String(), values=fields.Nested(FileAnswer))


class WithdrawOwnBody(Parameters):
    reason = fields.String(load_default="", validate=validate.Length(max=5_000))


class PageParameters(Parameters):
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class RemoveMemberBody(Parameters):
    person_id = id_field()
