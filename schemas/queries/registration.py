"""What registration can be asked to tell."""

from marshmallow import fields, validate

from schemas.commands.registration import ENTRY_STATES
from schemas.fields import ENGLISH, PROMOTION_GROUPS, id_field, language_field, mark_field, text_field
from schemas.message import Query

ENTRY_SORTS = ("company", "newest", "oldest")


class RegistrationQuery(Query):
    source = "registration"


class ListBlueprints(RegistrationQuery):
    """Answers {"blueprints": [{"blueprint", "name", "description", "host",
    "stages": [Stage...], "tracks": [...], "cities": [...], "awards": [...]}]}; `host` is None for what came along,
    which is told in `language`."""

    language = language_field(load_default=ENGLISH)


class ListEditions(RegistrationQuery):
    """Answers {"editions": [edition, ...]}, newest first, without rehearsals; see GetEdition."""


class GetEdition(RegistrationQuery):
    """Answers the edition.

    {"edition_id", "version", "name", "host", "programme", "zone", "blueprint", "started_at",
    "stages": [Stage fields + {"state": "planned"|"open"|"closed", "opened_at", "closed_at",
    "promoted": bool}], "tracks": [{"track_id", "name"}], "cities": [name], "awards": [...],
    "counts": {"submitted", "eligible", "ineligible", "withdrawn", "entries"},
    "rehearses": the id of the edition that this one is a rehearsal of|None}
    """

    edition_id = id_field()


class GetPromotion(RegistrationQuery):
    """Answers who would go on from a certified stage by a rule, and why; what is None is as planned.

    {"edition_id", "stage_id", "following": {"stage_id", "name"}, "certificate", "promoted_by"|None,
    "stale", "rule": {"quota", "per_group", "group_by", "threshold"|None, "share"|None, "choice"},
    "decision": {"rule", "ties", "seed", "reason", "why": {entry_id: WHY}, "at"}|None,
    "groups": [{"group", "name"}], "lines": [{"entry_id", "company", "place", "total"|None, "group", "goes_on", "why": WHY,
    "went", "went_why": WHY|None}], "ties": [{"group", "place", "seats",
    "sharing": [{"entry_id", "company"}]}]}. `stale` says that entries went on by results that were
    certified anew since. WHY is "group", "quota" or "reached" of who goes on by the rule, "tie_all",
    "tie_hand", "tie_lots" or "choice" by the organiser's word; "tie" where that is open, "tie_lost",
    "threshold", "share" or "cut" of who does not. Refused with `not_certified` or `last_stage`.
    """

    edition_id = id_field()
    stage_id = id_field()
    quota = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0))
    per_group = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0))
    group_by = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(PROMOTION_GROUPS))
    threshold = mark_field(load_default=None)
    share = mark_field(load_default=None)


class ListEntries(RegistrationQuery):
    """Answers {"entries": [{"entry_id", "state", "stage_id", "track", "startup", "reason", "receipt", "merged_into"|None, "submitted_at"}], "total", "next"}.

    Ordered by company, or by when they came. `search` is words, each of which is part of what is said
    of a company, or of its receipt. `after` is the `next` of the page before, empty at first.
    """

    edition_id = id_field()
    state = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf(ENTRY_STATES),
    )
    stage_id = id_field(required=False, load_default=None, allow_none=True)
    track = id_field(required=False, load_default=None, allow_none=True)
    search = text_field(200)
    sort = fields.String(load_default="company", validate=validate.OneOf(ENTRY_SORTS))
    after = text_field(500)
    limit = fields.Integer(load_default=100, validate=validate.Range(min=1, max=1000))


class GetEntry(RegistrationQuery):
    """Answers one entry as in ListEntries."""

    edition_id = id_field()
    entry_id = id_field()


class GetEntryHistory(RegistrationQuery):
    """Answers what was done with an entry, newest first, and which entries were merged.

    {"entry": as in ListEntries, "turns": [{"kind": "screened"|"promoted"|"withdrawn"|"merged"|"undone",
    "act_id", "by", "at", "was", "state", "stage_id", "reason", "merged_into", "undoable": bool}],
    "stays": entry|None, "merged": [entry, ...]}
    """

    edition_id = id_field()
    entry_id = id_field()


class ListDecisions(RegistrationQuery):
    """Answers the decisions of the last day that stand on entries, newest first, at most ten.

    {"decisions": [{"decision_id", "outcome", "reason", "by", "at", "until", "entries": number}]}
    """

    edition_id = id_field()


class WhoIs(RegistrationQuery):
    """Answers who holds a session; refused with code `signed_out` when nobody does.

    {"person_id", "name", "email", "expires_at",
    "grants": [{"role", "edition_id"|None, "subject_id"|None}]}
    """

    session_digest = id_field()
