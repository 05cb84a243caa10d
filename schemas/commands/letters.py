"""What registration can be asked to do with the letters of an edition."""

from marshmallow import fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import SHORT, id_field, language_field

KINDS = (
    "sign_in_link",
    "entry_screened",
    "entry_promoted",
    "results_published",
    "judge_assigned",
    "judge_nudge",
    "feedback_released",
    "application_begun",
    "member_invited",
    "submission_received",
    "deadline_near",
    "intro_made",
    "meetings_scheduled",
    "appeal_filed",
    "appeal_decided",
)
STATES = ("held", "waiting", "sent", "failed", "discarded")
ACTS = ("send", "hold", "discard", "restore")
LONGEST_LETTER = 20_000
FURTHEST_REMINDER = 14 * 24


class SetLetterRules(RegistrationCommand):
    """Choose the language of an edition's letters, and the kinds that wait for a look before they go.

    What was written stays as it is. Founders who began and did not submit are reminded `remind_hours`
    before the deadline, never where it is 0; None leaves that as it is.
    """

    edition_id = id_field()
    language = language_field()
    held = fields.List(fields.String(validate=validate.OneOf(KINDS)), required=True)
    remind_hours = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(min=0, max=FURTHEST_REMINDER)
    )


class SendLetters(RegistrationCommand):
    """Let all held letters of an edition go, or those of one kind."""

    edition_id = id_field()
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))


class MoveLetter(RegistrationCommand):
    """Send a letter (again, after it failed), hold it back, discard it, or restore it from there."""

    edition_id = id_field()
    letter_id = id_field()
    act = fields.String(required=True, validate=validate.OneOf(ACTS))


class EditLetter(RegistrationCommand):
    """Change the words of a letter that was not sent. `seen` is its version as it was read."""

    edition_id = id_field()
    letter_id = id_field()
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    subject = fields.String(required=True, validate=validate.Length(min=1, max=SHORT))
    text = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_LETTER))


class SetWording(RegistrationCommand):
    """Take an organiser's own words for a kind of letter; both empty for those of the product.

    Names in braces are filled in; GetWording says which there are. What was written stays as it is.
    """

    edition_id = id_field()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    language = language_field()
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    subject = fields.String(required=True, validate=validate.Length(max=SHORT))
    text = fields.String(required=True, validate=validate.Length(max=LONGEST_LETTER))
