"""What registration can be asked to do with files of entries."""

from marshmallow import fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import id_field, text_field

IMPORT_STATES = ("waiting", "running", "done", "refused")
LONGEST_CSV = 20_000_000


class StartImport(RegistrationCommand):
    """Take a CSV of startups, to be entered behind that; see GetImport. `name` is the file's.

    As with ImportEntries a bad line keeps all of them out, unless bad lines are skipped.
    """

    edition_id = id_field()
    csv = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_CSV))
    name = text_field(200)
    skip_bad_lines = fields.Boolean(load_default=False)


class GoOnWithImport(RegistrationCommand):
    """Enter the good lines of a file that was refused for its bad ones, within a day."""

    edition_id = id_field()
    import_id = id_field()
