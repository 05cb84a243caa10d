"""What judging can be asked to tell about sessions."""

from schemas.fields import id_field
from schemas.message import Query


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
    """Answers {"sessions": [as of GetSession], "now"}, in the order they were made; public."""

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()


class GetAllotment(Query):
    """Answers who sits in which session of a stage, for organisers.

    {"sessions": [{"session_id", "name", "judge_ids", "entry_ids"}], "entries": [{"entry_id", "company",
    "city", "seated"}]}: `judge_ids` are a session's own panel, empty where it has none; `entries` are
    all who compete, by company, `seated` those who have a slot.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()


class GetDesk(Query):
    """Answers what whoever runs a stage looks at, for organisers.

    {"judges": [{"judge_id", "name", "owed": [entry_id], "sent": [entry_id]}], "hands": [{"judge_id",
    "name", "kind", "entry_id"|None, "company"|None, "note", "raised_at", "recusable": [{"entry_id",
    "company"}]}], "held"}: judges by name, `owed` without what was sent; hands by how long they have
    been up, `recusable` what a hand for a conflict may be about of the judge's entries; `held` is how many late scorecards wait for a decision.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()


class GetSpread(Query):
    """Answers how far judges are apart about each entry, for organisers.

    {"lowest", "highest", "entries": [{"entry_id", "company", "assigned", "submitted", "totals": [...],
    "judges": [...], "mean"|None, "deviation"|None}]}. A total is the weighted mean of the marks of one scorecard, from
    `lowest` to `highest`; an entry's totals ascend, so that their order tells nobody's. `judges` names
    whose they are, in the same order, where the entry's session names judges; else it is empty.
    `deviation` is their standard deviation, None for fewer than two; the widest comes first.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
