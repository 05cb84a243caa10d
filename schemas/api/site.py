"""The public site of an edition, as the HTTP interface speaks of it."""

from marshmallow import fields, validate

from schemas.api.base import Answer, Parameters, body_of, count, optional, text
from schemas.commands import ChooseShown, SetSite
from schemas.commands.site import PARTS
from schemas.fields import text_field

SetSiteBody = body_of(SetSite, "edition_id")
ChooseShownBody = body_of(ChooseShown, "edition_id", "entry_id")


class SiteAnswer(Answer):
    edition_id = text()
    public = fields.Boolean()
    about = text()
    contact = text()
    version = count()


class ShowingAnswer(Answer):
    entry_id = text()
    listed = fields.Boolean()
    parts = fields.List(fields.String(validate=validate.OneOf(PARTS)))
    version = count()


class ShownDeckAnswer(Answer):
    version = count()
    pictures = count()


class ShownEntryAnswer(Answer):
    """What the founder does not show is empty."""

    entry_id = text()
    company = text()
    description = text()
    categories = fields.List(fields.String())
    city = text()
    country = text()
    founded_year = count(allow_none=True)
    website = text()
    deck = fields.Nested(ShownDeckAnswer, allow_none=True)


class ShownEntriesAnswer(Answer):
    entries = fields.List(fields.Nested(ShownEntryAnswer))
    total = count()
    next = optional()


class ShownParameters(Parameters):
    search = text_field(200)
    after = text_field(500)
    limit = fields.Integer(load_default=48, validate=validate.Range(min=1, max=200))
