"""What registration can be asked to do with entries that look alike."""

from marshmallow import fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import id_field

PAIR_STATES = ("open", "kept", "merged")
PAIR_DECISIONS = ("merge", "keep", "reopen")


class LookForDuplicates(RegistrationCommand):
    """Compare all entries of an edition again. What was decided on pairs stands."""

    edition_id = id_field()


class DecidePair(RegistrationCommand):
    """Decide on two entries that look alike. `seen` is the pair's version as it was read.

    merge: `stays` is the entry that stays; the other is withdrawn as merged into it. keep: both stay,
    and are not asked about again. reopen: what was decided is taken back.
    """

    edition_id = id_field()
    pair_id = id_field()
    decision = fields.String(required=True, validate=validate.OneOf(PAIR_DECISIONS))
    stays = id_field(required=False, load_default=None, allow_none=True)
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
