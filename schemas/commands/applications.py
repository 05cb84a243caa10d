"""What registration can be asked to do with calls for entries and what founders answer to them."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import SHORT, id_field, moment_field, name_field, text_field

KINDS = ("text", "long_text", "number", "choice", "yes_no", "money", "date", "link", "file")
MOST_FIELDS = 60
# Of them, questions that are answered with a file.
MOST_FILES = 8
MOST_CHOICES = 50
LONGEST_ANSWER = 5_000
LONGEST_GRACE = 24 * 60
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def field_id_field() -> fields.String:
    """Return a required id of a form's field: small letters, digits, dash and underscore, at most 40."""
    return fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9_\-]{1,40}$(?!\n)"))


def version_field() -> fields.Integer:
    """Return a required version as it was read."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


def deadline_field(**options: Any) -> fields.AwareDateTime:
    """Return a point in time within what a contest may plan and a database can keep: from 2000 to 2199."""
    return moment_field(validate=_within_reach, **options)


def _within_reach(moment: datetime) -> None:
    # Not validate.Range: it would describe the text on the wire as a number.
    if not EARLIEST <= moment < LATEST:
        raise ValidationError(
            f"Came as {moment.isoformat()}; from {EARLIEST:%Y} to before {LATEST:%Y} is allowed."
        )


def _choices() -> fields.List[Any]:
    text = fields.String(validate=validate.Length(min=1, max=SHORT))
    return fields.List(text, load_default=list, validate=validate.Length(max=MOST_CHOICES))


class FormField(Schema):
    """One question; see services/registration/applications/domain/form.py for what each part means."""

    field_id = field_id_field()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    label = text_field(SHORT)
    help = text_field(1_000)
    required = fields.Boolean(load_default=False)
    lowest = text_field(40)
    highest = text_field(40)
    choices = _choices()
    barred = _choices()
    barred_reason = text_field(1_000)


class SetCall(RegistrationCommand):
    """Say from when until when founders may submit. Without `opens_at` they cannot.

    `seen` is the call's version as it was read. With `open_links` whoever registers gets a sign-in link
    on the page at once, otherwise by letter alone.
    """

    edition_id = id_field()
    seen = version_field()
    opens_at = deadline_field(required=False, load_default=None, allow_none=True)
    closes_at = deadline_field(required=False, load_default=None, allow_none=True)
    grace_minutes = fields.Integer(
        load_default=0, strict=True, validate=validate.Range(min=0, max=LONGEST_GRACE)
    )
    open_links = fields.Boolean(load_default=False)


class SetForm(RegistrationCommand):
    """Ask founders these fields, in this order. What was answered and is asked no more stays readable."""

    edition_id = id_field()
    seen = version_field()
    form = fields.List(
        fields.Nested(FormField), required=True, validate=validate.Length(min=1, max=MOST_FIELDS)
    )


class AddExtension(RegistrationCommand):
    """Make a code by which one entrant may submit until a later moment."""

    edition_id = id_field()
    until = deadline_field()
    note = text_field(SHORT)


class BeginApplication(RegistrationCommand):
    """Begin a draft for an address, or send another link to the one there is.

    `code` is that of an extension, for who begins after the deadline; `client` where it comes from.
    """

    edition_id = id_field()
    name = name_field()
    email = fields.Email(required=True, validate=validate.Length(max=SHORT))
    code = text_field(40)
    client = text_field(SHORT)


class SaveDraft(RegistrationCommand):
    """Keep answers that were changed since version `seen` of the draft."""

    audited = False  # as one types; what is submitted is kept in versions

    edition_id = id_field()
    entry_id = id_field()
    seen = version_field()
    answers = fields.Dict(
        keys=field_id_field(),
        values=fields.String(validate=validate.Length(max=LONGEST_ANSWER)),
        required=True,
    )


class SubmitApplication(RegistrationCommand):
    """Make the draft, as it was at version `seen`, the entry's newest version."""

    edition_id = id_field()
    entry_id = id_field()
    seen = version_field()


class UseExtension(RegistrationCommand):
    """Give an entrant the later deadline of a code."""

    edition_id = id_field()
    entry_id = id_field()
    code = fields.String(required=True, validate=validate.Length(min=1, max=40))


class InviteMember(RegistrationCommand):
    """Make somebody a founder of the same entry, with a sign-in link."""

    edition_id = id_field()
    entry_id = id_field()
    name = name_field()
    email = fields.Email(required=True, validate=validate.Length(max=SHORT))


class RemoveMember(RegistrationCommand):
    """Let somebody act for the entry no more."""

    edition_id = id_field()
    entry_id = id_field()
    person_id = id_field()
