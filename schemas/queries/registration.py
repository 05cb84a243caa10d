"""What registration can be asked to tell."""

from marshmallow import fields, validate

from schemas.fields import id_field, text_field
from schemas.message import Query


class RegistrationQuery(Query):
    source = "registration"


class ListBlueprints(RegistrationQuery):
    """Answers {"blueprints": [{"blueprint", "name", "description", "host",
    "stages": [Stage...], "tracks": [...], "awards": [...]}]}; `host` is None for what came along."""


class ListEditions(RegistrationQuery):
    """Answers {"editions": [edition, ...]}, newest first; see GetEdition."""


class GetEdition(RegistrationQuery):
    """Answers the edition.

    {"edition_id", "version", "name", "host", "programme", "zone", "blueprint", "started_at",
    "stages": [Stage fields + {"state": "planned"|"open"|"closed", "opened_at", "closed_at",
    "promoted": bool}], "tracks": [{"track_id", "name"}], "awards": [...],
    "counts": {"submitted", "eligible", "ineligible", "withdrawn", "entries"}}
    """

    edition_id = id_field()


class ListEntries(RegistrationQuery):
    """Answers {"entries": [{"entry_id", "state", "stage_id", "track", "startup", "reason", "receipt", "submitted_at"}], "total", "next"}.

    Ordered by company then id. `after` is the `next` of the page before, empty at first.
    """

    edition_id = id_field()
    state = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(["submitted", "eligible", "ineligible", "withdrawn"]),
    )
    stage_id = id_field(required=False, load_default=None, allow_none=True)
    track = id_field(required=False, load_default=None, allow_none=True)
    search = text_field(200)
    after = text_field(500)
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=1000))


class GetEntry(RegistrationQuery):
    """Answers one entry as in ListEntries."""

    edition_id = id_field()
    entry_id = id_field()


class WhoIs(RegistrationQuery):
    """Answers who holds a session; refused with code `signed_out` when nobody does.

    {"person_id", "name", "email", "expires_at",
    "grants": [{"role", "edition_id"|None, "subject_id"|None}]}
    """

    session_digest = id_field()
