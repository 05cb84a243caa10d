"""Letters, as the HTTP interface speaks of them."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, Part, body_of, count, moment, optional, text
from schemas.commands import EditLetter, MoveLetter, SendLetters, SetLetterRules, SetWording
from schemas.commands.letters import KINDS, STATES
from schemas.fields import LANGUAGES

SetLetterRulesBody = body_of(SetLetterRules, "edition_id")
SendLettersBody = body_of(SendLetters, "edition_id")
MoveLetterBody = body_of(MoveLetter, "edition_id", "letter_id")
SetWordingBody = body_of(SetWording, "edition_id", "kind", "language")
EditLetterBody = body_of(EditLetter, "edition_id", "letter_id")


class LetterAnswer(Part):
    """`next_at` is when it is tried next, `why` what the mail server said when it failed."""

    letter_id = text(required=True)
    kind = text(required=True, validate=validate.OneOf(KINDS))
    state = text(required=True, validate=validate.OneOf(STATES))
    to = text(required=True)
    name = text(required=True)
    subject = text(required=True)
    language = text(required=True, validate=validate.OneOf(LANGUAGES))
    created_at = moment(required=True)
    sent_at = moment()
    next_at = moment()
    tries = count(required=True)
    why = text(required=True)


class WholeLetterAnswer(LetterAnswer):
    """`html` is the text's paragraphs; `server` is empty where nothing leaves the machine."""

    text = text(required=True)
    html = fields.String(required=True)
    version = count(required=True)
    server = fields.String(required=True)


class LetterRulesAnswer(Answer):
    language = text(validate=validate.OneOf(LANGUAGES))
    held = fields.List(fields.String(validate=validate.OneOf(KINDS)))
    remind_hours = count()


class LetterCounts(Answer):
    held = count()
    waiting = count()
    sent = count()
    failed = count()
    discarded = count()


class LettersAnswer(Answer):
    letters = fields.List(fields.Nested(LetterAnswer))
    total = count()
    counts = fields.Nested(LetterCounts)
    rules = fields.Nested(LetterRulesAnswer)
    server = text()


class LettersSentAnswer(Answer):
    sent = count()


class LetterParameters(Parameters):
    state = optional(load_default=None, validate=validate.OneOf(STATES))
    kind = optional(load_default=None, validate=validate.OneOf(KINDS))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class WordingAnswer(Answer):
    """`subject` and `text` are templates; `names` may stand in braces in them."""

    edition_id = text()
    kind = text(validate=validate.OneOf(KINDS))
    language = text(validate=validate.OneOf(LANGUAGES))
    own = fields.Boolean()
    subject = text()
    text = fields.String()
    names = fields.List(fields.String())
    version = count()
