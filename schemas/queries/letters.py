"""What registration can be asked to tell about letters."""

from marshmallow import fields, validate

from schemas.commands.letters import KINDS, LONGEST_LETTER, STATES
from schemas.fields import SHORT, id_field, language_field, name_field, text_field
from schemas.queries.registration import RegistrationQuery

PAGE = 50


class ListLetters(RegistrationQuery):
    """Answers the letters of an edition, newest first, by pages of 50.

    {"letters": [{"letter_id", "kind", "state", "to", "name", "subject", "language", "created_at",
    "sent_at"|None, "next_at"|None, "tries", "why"}], "total", "counts": {state: number},
    "rules": {"language", "held": [kind], "remind_hours"}, "server": the mail server's name, empty for none}
    """

    edition_id = id_field()
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))
    kind = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(KINDS))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class GetNudgeLetter(RegistrationQuery):
    """Answers {"subject", "text", "language", "held"}: a reminder as it would be written to a judge."""

    edition_id = id_field()
    stage_id = id_field()
    name = name_field()
    open = fields.Integer(required=True, validate=validate.Range(min=1))
    assigned = fields.Integer(required=True, validate=validate.Range(min=1))
    note = text_field(1_000)


class GetLetter(RegistrationQuery):
    """Answers one letter as in ListLetters, with "text", "html", "version" and "server"."""

    edition_id = id_field()
    letter_id = id_field()


class GetWording(RegistrationQuery):
    """Answers the words of a kind of letter in a language, as templates.

    {"edition_id", "kind", "language", "own": whether they are the organiser's, "subject", "text",
    "names": [those that may stand in braces], "version"}
    """

    edition_id = id_field()
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    language = language_field()


class PreviewWording(GetWording):
    """Answers {"subject", "text", "html"}: how words would read; refused as SetWording would refuse them."""

    subject = fields.String(required=True, validate=validate.Length(max=SHORT))
    text = fields.String(required=True, validate=validate.Length(max=LONGEST_LETTER))
