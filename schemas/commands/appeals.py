"""What registration can be asked to do with appeals."""

from marshmallow import fields, validate

from schemas.commands.feedback import seen_field
from schemas.commands.registration import RegistrationCommand
from schemas.fields import id_field, reason_field

LONGEST_HOURS = 720


class SetAppealRule(RegistrationCommand):
    """Say whether appeals are taken, and for how many hours after a result is public; see GetAppealRule."""

    edition_id = id_field()
    seen = seen_field()
    on = fields.Boolean(required=True)
    hours = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=LONGEST_HOURS))


class FileAppeal(RegistrationCommand):
    """Appeal against the newest public result of an entry in a stage, or change the appeal's words.

    `seen` is its version as it was read, 0 where there is none yet.
    """

    edition_id = id_field()
    stage_id = id_field()
    entry_id = id_field()
    seen = seen_field()
    reason = reason_field()


class WithdrawAppeal(RegistrationCommand):
    """Take back an appeal that was not answered; while there is time it may be filed again."""

    edition_id = id_field()
    entry_id = id_field()
    appeal_id = id_field()
    seen = seen_field()


class DecideAppeal(RegistrationCommand):
    """Uphold or dismiss an appeal; the answer stands, and its founders are told the reason."""

    edition_id = id_field()
    appeal_id = id_field()
    seen = seen_field()
    decision = fields.String(required=True, validate=validate.OneOf(["upheld", "dismissed"]))
    reason = reason_field()
