"""What registration can be asked to do with the public site of an edition."""

from marshmallow import fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import SHORT, id_field, text_field

PARTS = ("description", "categories", "place", "founded_year", "website", "deck")


def seen_field() -> fields.Integer:
    """Return the version as it was read, 0 where nobody had chosen yet."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(min=0))


class SetSite(RegistrationCommand):
    """Set up an edition's public site. Until it is `public`, search engines are asked to stay away."""

    edition_id = id_field()
    seen = seen_field()
    public = fields.Boolean(required=True)
    about = text_field()
    contact = text_field(SHORT)


class ChooseShown(RegistrationCommand):
    """Choose what of an entry everybody sees: nothing where it is not `listed`, else the parts named."""

    edition_id = id_field()
    entry_id = id_field()
    seen = seen_field()
    listed = fields.Boolean(required=True)
    parts = fields.List(fields.String(validate=validate.OneOf(PARTS)), required=True)
