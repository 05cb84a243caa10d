"""What registration can be asked to tell about calendars."""

from marshmallow import fields, validate

from schemas.queries.registration import RegistrationQuery


class GetCalendar(RegistrationQuery):
    """Answers {"made_at"|None}: since when whoever asks has an address for their calendar."""


class WhoseCalendar(RegistrationQuery):
    """Answers {"person_id", "name", "grants": [{"role", "edition_id"|None, "subject_id"|None}]}.

    NotFound where the address was never one, was replaced or revoked.
    """

    token = fields.String(required=True, validate=validate.Length(min=16, max=100))
