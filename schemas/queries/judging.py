"""What judging can be asked to tell."""

from marshmallow import fields, validate

from schemas.fields import id_field, text_field
from schemas.message import Query


class JudgingQuery(Query):
    source = "judging"


class ListJudges(JudgingQuery):
    """Answers {"judges": [{"judge_id", "name", "email", "tags", "languages", "commitment", "firm", "left", "shadow", "panels": {stage_id: panel_id}, "version", "answer", "answered_at", "answer_reason", "conflicts": [{"entry_id", "kind", "reason"}]}], "total"}.

    By name, those in whose name, address or firm all words of a `search` are, or the one with the
    `judge_id`; with a `limit` so many of these `total`, behind the first `after`.
    """

    edition_id = id_field()
    judge_id = id_field(required=False, load_default=None, allow_none=True)
    search = text_field(200)
    after = fields.Integer(load_default=0, validate=validate.Range(min=0))
    limit = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=1, max=1000))


class GetJudgeList(JudgingQuery):
    """Answers what a judge has to score, open stages first.

    {"judge": {...}, "asked": whether an answer to the terms is due, "stages": [{"stage_id", "name", "kind", "board", "grace_seconds", "state",
    "hand": {"kind", "entry_id"|None, "note", "raised_at"}|None,
    "panel": the name of the judge's own|None, "criteria": [Criterion...] of that panel, "assignments": [{"scorecard_id", "entry_id", "company",
    "description", "categories", "website", "country", "city", "founded": year|None,
    "state": "draft"|"submitted"|"locked"|"amended"|"void", "reason", "revision", "marks", "comment", "note",
    "made_at"|None, "received_at"|None, "receipt"|None}]}]}
    """

    edition_id = id_field()
    judge_id = id_field()


class GetCoverage(JudgingQuery):
    """Answers how far a stage is.

    {"stage_id", "state", "entries", "assigned", "submitted", "coverage": "0.873",
    "by_entry": [{"entry_id", "company", "assigned", "submitted"}],
    "by_judge": [{"judge_id", "name", "assigned", "submitted"}], "lacking": how many entries lack some,
    "panels": [{"panel_id", "name", "judges", "entries", "assigned", "submitted", "lacking"}]}
    With `lacking`, `by_entry` holds at most so many of those that lack some, else every entry.
    """

    edition_id = id_field()
    stage_id = id_field()
    lacking = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0))


class ListScorecards(JudgingQuery):
    """Answers {"scorecards": [{"scorecard_id", "entry_id", "judge_id", "state", "reason", "revision", "marks", "comment", "made_at", "received_at", "command_ids", "corrections": [{"kind": "amended"|"void", "revision", "before": marks|None, "reason", "at"}]}], "next"}.

    A scorecard is "locked" once the results that it counts in are certified, "amended" or "void" by
    a correction since; "void" is also that of a judge who was recused, with the reason for either.

    Ordered by scorecard id, those of one entry when it is named; `after` is the `next` of the page before, empty at first.
    """

    edition_id = id_field()
    stage_id = id_field()
    entry_id = id_field(required=False, load_default=None, allow_none=True)
    after = text_field(500)
    limit = fields.Integer(load_default=1000, validate=validate.Range(min=1, max=5000))


class ListEntryCards(JudgingQuery):
    """Answers who judges an entry, without marks, and who must not.

    {"scorecards": [{"scorecard_id", "stage_id", "judge_id", "judge", "state", "revision", "reason",
    "received_at"|None}], "conflicts": [{"judge_id", "judge", "kind", "reason"}]}, by judge.
    """

    edition_id = id_field()
    entry_id = id_field()


class ListLate(JudgingQuery):
    """Answers the scorecards of a stage that came too late and may have been made in time.

    {"late": [{"receipt", "entry_id", "company", "judge_id", "judge", "revision", "made_at",
    "phone_at"|None, "contact_at"|None, "basis", "received_at", "closed_at", "grace_seconds",
    "decision": None|"accepted"|"refused", "reason"}]}, in the order they came.
    """

    edition_id = id_field()
    stage_id = id_field()


class GetReceipts(JudgingQuery):
    """Answers what became of told commands.

    {"receipts": [{"receipt", "state": "waiting"|"recorded"|"practised"|"held"|"refused", "scorecard_id"|None,
    "revision"|None, "judge_id"|None, "refusal": {code, status, detail, errors}|None}]}. "waiting" is
    also the answer for a receipt never heard of; "held" waits for the organiser's decision, "practised"
    is a shadow judge's and is never counted.
    """

    receipts = fields.List(id_field(), required=True, validate=validate.Length(min=1, max=500))
