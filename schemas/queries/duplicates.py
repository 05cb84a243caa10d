"""What registration can be asked to tell about entries that look alike."""

from marshmallow import fields, validate

from schemas.commands.duplicates import PAIR_STATES
from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery

PAGE = 20


class ListDuplicates(RegistrationQuery):
    """Answers the pairs of a state by pages of 20: open ones by likeness, decided ones newest first.

    {"pairs": [{"pair_id", "state", "score": of 100, "reasons": [{"field": "name"|"site"|"description",
    "likeness": of 100}], "entries": [entry, entry], "stays"|None, "by"|None, "decided_at"|None,
    "version"}], "total", "counts": {state: number}, "waiting": entries that are not compared yet}
    """

    edition_id = id_field()
    state = fields.String(load_default="open", validate=validate.OneOf(PAIR_STATES))
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
