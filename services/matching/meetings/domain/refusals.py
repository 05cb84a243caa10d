"""Why what is asked of a timetable is turned down."""

from schemas.refusal import Refusal


class TimetableChanged(Refusal):
    """Somebody else changed the timetable since it was looked at."""

    code = "timetable_changed"


class NoWindows(Refusal):
    """Nobody said when and where meetings can be."""

    code = "no_windows"


class NothingToArrange(Refusal):
    """No investor and startup were introduced yet."""

    code = "nothing_to_arrange"


class MeetingClash(Refusal):
    """Somebody would be in two places at once, or a table be taken twice."""

    code = "meeting_clash"


class MeetingOver(Refusal):
    """The meeting was held, or somebody did not come: it stays where it was."""

    code = "meeting_over"


class MeetingGone(Refusal):
    """The meeting is not on the timetable that was published."""

    code = "meeting_gone"


class NothingToUndo(Refusal):
    """Nothing was changed since the timetable was published."""

    code = "no_change_to_undo"


class NothingToPublish(Refusal):
    """There is no timetable yet, or nothing of it changed since it was published."""

    code = "nothing_to_publish"


class TooManyPairs(Refusal):
    """More investors and startups were introduced than one timetable can hold."""

    code = "too_many_pairs"
