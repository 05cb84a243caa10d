"""What matching can be asked to tell about meetings."""

from marshmallow import fields, validate

from schemas.commands.applications import deadline_field
from schemas.commands.meetings import LONGEST_TABLE
from schemas.fields import id_field, text_field
from schemas.queries.matching import MatchingQuery


class GetTimetable(MatchingQuery):
    """Answers how far the timetable of meetings is.

    {"revision", "plan": {"windows": [{"begins_at", "ends_at"}], "slot_minutes", "break_minutes", "tables", "place",
    "most_investor", "most_startup", "wishes"}|None, "slots": [{"starts_at", "ends_at", "meetings"}], "seed"|None,
    "bound", "number", "published_at"|None, "undo", "pairs", "wishes", "placed", "unplaced", "misfits",
    "changes": {"scheduled", "moved", "cancelled", "kept"}, "states": {state: number},
    "people": [{"subject_id", "side": "investor"|"startup", "name", "meetings", "arrives_at", "leaves_at"}]}.
    No timetable has more than `bound` meetings; `undo` is how many changes can be taken back; `misfits` are
    meetings that do not fit any more what was said since; `pairs` and `wishes` could meet.
    """


class ListMeetings(MatchingQuery):
    """Answers {"revision", "meetings": [{"meeting_id", "investor_id", "investor", "firm", "investor_email", "entry_id", "company", "description", "website", "starts_at", "ends_at", "table", "place", "state", "change", "was": {"starts_at", "table"}|None, "by_hand", "wish", "fits", "number"}], "next"}.

    `of` the "draft", with what publishing it would do to each, or of what is "published", those that were
    cancelled as well. By time and table; `after` is the `next` of the page before. What a startup does is
    told where one investor is asked about, an investor's address only where both sides accepted.
    """

    of = fields.String(load_default="published", validate=validate.OneOf(["draft", "published"]))
    investor_id = id_field(required=False, load_default=None, allow_none=True)
    entry_id = id_field(required=False, load_default=None, allow_none=True)
    meeting_id = id_field(required=False, load_default=None, allow_none=True)
    table = text_field(LONGEST_TABLE)
    starts_at = deadline_field(required=False, load_default=None, allow_none=True)
    after = text_field(500)
    limit = fields.Integer(load_default=1000, validate=validate.Range(min=1, max=5000))


class ListUnplaced(MatchingQuery):
    """Answers {"unplaced": [{"meeting_id", "investor_id", "investor", "firm", "entry_id", "company", "wish", "why"}], "total", "next"}.

    Of one meeting where it is named. `why` is "never_together", "no_time_left", "no_common_time", "no_table", "investor_full", "startup_full",
    "called_off", or "not_arranged" for who came since.
    """

    meeting_id = id_field(required=False, load_default=None, allow_none=True)
    after = text_field(500)
    limit = fields.Integer(load_default=1000, validate=validate.Range(min=1, max=5000))
