"""What registration can be asked to tell of accounts."""

from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery


class ListOrganisers(RegistrationQuery):
    """Answers {"organisers": [...], "hosts": [{"host_id", "name"}]}, both by name.

    An organiser is {"person_id", "name", "email", "of": "edition"|"host"|"everything", "host",
    "signed_in": bool, "invited": bool}. Of an edition, those of its host and of everything are among
    them; without one all who organise a host or everything.
    """

    edition_id = id_field(required=False, load_default=None, allow_none=True)


class GetAccount(RegistrationQuery):
    """Answers what a person sees of their own account; refused with code `signed_out` when nobody is.

    {"person_id", "name", "email", "password": {"set_at"}|None, "may_have_password": bool,
    "asks_current": bool, "sessions": [{"session_id", "started_at", "expires_at",
    "way": "link"|"password", "device", "current": bool}]}; sessions newest first.
    """

    session_digest = id_field()
