"""What registration can be asked to tell about calls for entries and applications."""

from marshmallow import fields, validate

from schemas.fields import id_field, text_field
from schemas.queries.registration import RegistrationQuery

PAGE = 50


class GetCall(RegistrationQuery):
    """Answers the call of an edition, or the one that stands where nobody changed anything.

    {"edition_id", "version", "state": "planned"|"open"|"grace"|"closed", "opens_at"|None,
    "closes_at"|None, "grace_minutes", "open_links", "form": [FormField], "removed": [FormField],
    "now": the server's time}
    """

    edition_id = id_field()


class ListOpenCalls(RegistrationQuery):
    """Answers {"edition_ids": [...]}: where founders may register now."""


class ListExtensions(RegistrationQuery):
    """Answers {"extensions": [{"code", "until", "note", "used_by"|None}]}, newest first."""

    edition_id = id_field()


class GetApplication(RegistrationQuery):
    """Answers an application with its team.

    {"entry_id", "edition_id", "version", "company", "begun_at", "saved_at"|None, "saved_by",
    "extended_until"|None, "submitted": receipt|None, "answers": {field: text}, "files": {digest: file}, "changed": whether the
    draft is not what was submitted last, "problems": {field: {"came", "allowed", "problem", "limit"}},
    "state" and "closes_at" for this entrant, "receipts": [{"number", "submitted_at", "by", "receipt"}],
    "members": [{"person_id", "name", "email", "came"}], "entry": as GetEntry|None, "call": as GetCall}
    """

    edition_id = id_field()
    entry_id = id_field()


class ListSubmissions(RegistrationQuery):
    """Answers {"submissions": [receipt with "answers" and "asked": [{"field_id", "label"}]], "files"}, newest first.

    "answers" are {field: text}, "files" {digest: file}; see schemas/queries/attachments.py for a file.
    """

    edition_id = id_field()
    entry_id = id_field()


class ListApplications(RegistrationQuery):
    """Answers {"applications": [...], "total"}, saved last first, by pages of 50.

    Each as in GetApplication down to "submitted", with "changed" and "members".
    """

    edition_id = id_field()
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class ListAnswers(RegistrationQuery):
    """Answers {"answers": [receipt with "entry_id" and "answers": {field: text}], "next", "files"}, by entry.

    Of each application the newest version. `after` is the `next` of the page before, empty at first.
    """

    edition_id = id_field()
    after = text_field(200)
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=1000))
