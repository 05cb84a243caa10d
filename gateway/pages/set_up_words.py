"""The words of a set-up, as the form shows them."""

from typing import Any

from flask_babel import gettext, lazy_gettext

from gateway.pages.allowed import allowed_words

KINDS = {
    "desk_review": lazy_gettext("Desk review"),
    "live_panel": lazy_gettext("Live panel"),
    "table": lazy_gettext("Tables: judges walk from one to the next"),
    "audience_vote": lazy_gettext("Audience vote: the votes alone decide"),
    "decision": lazy_gettext("Decision: admit, wait or decline"),
}
ASSIGNMENTS = {
    "balanced": lazy_gettext("Balanced: each entry is read by so many judges"),
    "panel": lazy_gettext("Panel: all judges score all entries"),
}
METHODS = {
    "weighted_mean": lazy_gettext("Weighted mean"),
    "trimmed_mean": lazy_gettext("Trimmed mean: drop the extremes"),
}
BOARDS = {
    "sealed": lazy_gettext("Sealed until the reveal"),
    "open": lazy_gettext("Open: everybody sees the standings move"),
}
AWARD_KINDS = {
    "money": lazy_gettext("Money"),
    "grant": lazy_gettext("Grant"),
    "in_kind": lazy_gettext("In kind"),
    "title": lazy_gettext("Title alone"),
}
GROUPS = {
    "track": lazy_gettext("Track"),
    "city": lazy_gettext("City"),
    "session": lazy_gettext("Session"),
}
TIE_BREAKS = {
    "highest_mark": lazy_gettext("The highest single mark"),
    "scorecards": lazy_gettext("More scorecards"),
}
WHY = {
    "stage_opened": lazy_gettext("%(name)s was opened: judges score by it, so that this stays."),
    "stage_closed": lazy_gettext("%(name)s is closed: what came late was judged by this."),
    "entries_went_on": lazy_gettext("Entries went on from %(name)s by this number."),
    "holds_entries": lazy_gettext("Entries are in %(name)s, so that it stays where it is."),
    "results_certified": lazy_gettext("The results of %(name)s are certified, and their awards with them."),
    "track_in_use": lazy_gettext("Entries are in the track %(name)s; put them in another first."),
}
ALLOWED = "; allowed: "


def why(error: Any) -> str:
    """Return what is said beside a field: why it stays, or what is allowed there."""
    if isinstance(error, dict) and error.get("why") in WHY:
        return str(WHY[error["why"]]) % {"name": error.get("name", "")}
    if isinstance(error, dict) and "allowed" in error:
        return gettext("Allowed: %(what)s", what=allowed_words(str(error["allowed"])))
    text = str(error)
    if ALLOWED not in text:
        return text
    return gettext("Allowed: %(what)s", what=allowed_words(text.partition(ALLOWED)[2]))


def choices() -> dict[str, Any]:
    """Return what may be chosen where, each with its words."""
    return {
        "kinds": KINDS,
        "assignments": ASSIGNMENTS,
        "methods": METHODS,
        "boards": BOARDS,
        "award_kinds": AWARD_KINDS,
        "tie_breaks": TIE_BREAKS,
        "groups": GROUPS,
    }
