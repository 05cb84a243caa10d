"""What registration can be asked to tell about the public site of an edition."""

from marshmallow import fields, validate

from schemas.fields import id_field, text_field
from schemas.queries.registration import RegistrationQuery


class GetSite(RegistrationQuery):
    """Answers {"edition_id", "public", "about", "contact", "version"}; public."""

    edition_id = id_field()


class GetShowing(RegistrationQuery):
    """Answers {"entry_id", "listed", "parts", "version"}, for the founder and organisers."""

    edition_id = id_field()
    entry_id = id_field()


class ListShown(RegistrationQuery):
    """Answers the entries that compete and are listed, by company; public.

    {"entries": [{"entry_id", "company", "description", "categories", "city", "country",
    "founded_year"|None, "website", "deck": {"version", "pictures"}|None}], "total", "next"|None}.
    What a founder does not show is empty.
    """

    edition_id = id_field()
    search = text_field(200)
    after = text_field(500)
    limit = fields.Integer(load_default=48, validate=validate.Range(min=1, max=200))


class GetShown(RegistrationQuery):
    """Answers one entry as in ListShown; public. NotFound where it is not listed or does not compete."""

    edition_id = id_field()
    entry_id = id_field()
