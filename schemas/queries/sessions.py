"""What judging can be asked to tell about sessions."""

from marshmallow import fields, validate

from schemas.fields import id_field, text_field
from schemas.message import Query

OWING = 50


class GetSession(Query):
    """Answers the body of SessionChanged with "now", the server's time; public.

    NotFound where the stage has no session. Of several, without a `session_id`, it is the one that
    runs, or the next.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
    session_id = id_field(required=False, load_default=None, allow_none=True)


class ListSessions(Query):
    """Answers {"sessions": [as of GetSession], "now"}, in the order they were made; public.

    With `brief`, slots are told only of sessions that run, and of the one with the `session_id`, else of the
    one that comes next; those of the others are empty.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
    session_id = id_field(required=False, load_default=None, allow_none=True)
    brief = fields.Boolean(load_default=False)


class GetAllotment(Query):
    """Answers who sits in which session of a stage, for organisers.

    {"sessions": [{"session_id", "name", "judge_ids", "entry_ids"}], "entries": [{"entry_id", "company",
    "city", "seated"}], "of"}: `judge_ids` are a session's own panel, empty where it has none; `entries` are
    all who compete, by company, `seated` those who have a slot. With a `limit` they are so many of those
    `of` them in whose company all words of a `search` are, behind the first `after`.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
    search = text_field(200)
    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=1000))


class GetDesk(Query):
    """Answers what whoever runs a stage looks at, for organisers.

    {"judges": [{"judge_id", "name", "owed": [entry_id], "sent": [entry_id]}], "hands": [{"judge_id",
    "name", "kind", "entry_id"|None, "company"|None, "note", "raised_at", "recusable": [{"entry_id",
    "company"}]}], "held"}: judges by name, `owed` without what was sent; hands by how long they have
    been up, `recusable` what a hand for a conflict may be about of the judge's entries; `held` is how many late scorecards wait for a decision.
    With `entry_ids`, `judges` are those of these entries, and nothing is said of the others.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
    entry_ids = fields.List(
        id_field(), load_default=None, allow_none=True, validate=validate.Length(max=1000)
    )


class ListOwing(Query):
    """Answers the judges who owe scorecards of a stage, by pages of 50, for organisers.

    {"total", "assigned": scorecards of the stage, sent or not, "judges": [{"judge_id", "name", "owed",
    "sent", "now", "companies"}]}: first who owes the entry that is on stage, which is `now`, then who owes
    most. `owed` are all of a judge's scorecards; `companies` names at most 12 of the entries that they
    have not sent.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
    page = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))


class GetSpread(Query):
    """Answers how far judges are apart about each entry, for organisers.

    {"lowest", "highest", "entries": [{"entry_id", "company", "assigned", "submitted", "totals": [...],
    "judges": [...], "mean"|None, "deviation"|None}], "of"}. A total is the weighted mean of the marks of one scorecard, from
    `lowest` to `highest`; an entry's totals ascend, so that their order tells nobody's. `judges` names
    whose they are, in the same order, where the entry's session names judges; else it is empty.
    `deviation` is their standard deviation, None for fewer than two; the widest comes first. `of` is how
    many entries there are. With a `limit` it is so many of them, those behind the first `after`; a
    scorecard that was revised may then move its entry after 20 seconds only.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=1000))
