"""What registration can be asked to tell of accounts."""

from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery


class GetAccount(RegistrationQuery):
    """Answers what a person sees of their own account; refused with code `signed_out` when nobody is.

    {"person_id", "name", "email", "password": {"set_at"}|None, "may_have_password": bool,
    "asks_current": bool, "sessions": [{"session_id", "started_at", "expires_at",
    "way": "link"|"password", "device", "current": bool}]}; sessions newest first.
    """

    session_digest = id_field()
