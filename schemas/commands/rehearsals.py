"""What registration can be asked to do with rehearsals."""

from schemas.commands.registration import RegistrationCommand
from schemas.fields import id_field, name_field


class StartRehearsal(RegistrationCommand):
    """Start a rehearsal of an edition that has not begun: its set-up under another name, and nothing else of it."""

    edition_id = id_field()
    name = name_field()


class ThrowRehearsalAway(RegistrationCommand):
    """Take a rehearsal out of every list; `edition_id` is its own."""

    edition_id = id_field()
