"""What registration can be asked to do with what is held on people."""

from marshmallow import fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import address_field, id_field


class ErasePersonalData(RegistrationCommand):
    """Erase what is held on a person in an edition, in all of them when none is named.

    The person is meant by address, or by the judge or investor that they are. Names, addresses and
    texts become a neutral word in every service; scorecards, marks and places stay.
    """

    edition_id = id_field(required=False, load_default=None, allow_none=True)
    email = address_field()
    subject_ids = fields.List(id_field(), load_default=list, validate=validate.Length(max=20))


class SetRetention(RegistrationCommand):
    """Say until when an edition keeps what it holds on people; `seen` is the version that was looked at."""

    edition_id = id_field()
    until = fields.Date(required=True, allow_none=True)
    seen = fields.Integer(load_default=0, validate=validate.Range(min=0))


class EraseEdition(RegistrationCommand):
    """Erase what is held on everybody of an edition but those who run it, after its date."""

    edition_id = id_field()
