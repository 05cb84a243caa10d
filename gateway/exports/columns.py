"""The columns of tables, in the words of whoever takes them away."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

MARK, MEAN, PANEL = "mark_", "mean_", "panel_"

# By code. What is not here is a heading already, such as a question that founders are asked.
COLUMNS: Mapping[str, Any] = {
    "entry_id": lazy_gettext("Entry id"),
    "state": lazy_gettext("State"),
    "stage_id": lazy_gettext("Stage id"),
    "track": lazy_gettext("Track"),
    "startup_id": lazy_gettext("Startup id"),
    "company": lazy_gettext("Company"),
    "description": lazy_gettext("What it does"),
    "categories": lazy_gettext("Fields of business"),
    "founded_year": lazy_gettext("Year of founding"),
    "city": lazy_gettext("City"),
    "region": lazy_gettext("Region"),
    "country": lazy_gettext("Country"),
    "website": lazy_gettext("Website"),
    "status": lazy_gettext("Company status"),
    "investors": lazy_gettext("Investors"),
    "rounds_usd": lazy_gettext("Rounds, USD"),
    "reason": lazy_gettext("Reason"),
    "submitted_at": lazy_gettext("Submitted at"),
    "receipt": lazy_gettext("Receipt"),
    "by": lazy_gettext("By"),
    "judge_id": lazy_gettext("Judge id"),
    "judge": lazy_gettext("Judge"),
    "name": lazy_gettext("Name"),
    "email": lazy_gettext("Email"),
    "commitment": lazy_gettext("Takes on"),
    "tags": lazy_gettext("Tags"),
    "firm": lazy_gettext("Firm"),
    "languages": lazy_gettext("Languages"),
    "panel": lazy_gettext("Panel"),
    "panels": lazy_gettext("Panels"),
    "left": lazy_gettext("Dropped out"),
    "shadow": lazy_gettext("Shadow"),
    "language": lazy_gettext("Language of the pitch"),
    "version": lazy_gettext("Version"),
    "answer": lazy_gettext("Answer to the terms"),
    "answered_at": lazy_gettext("Answered at"),
    "answer_reason": lazy_gettext("Reason of the answer"),
    "conflicts": lazy_gettext("Conflicts of interest"),
    "scorecard_id": lazy_gettext("Scorecard id"),
    "revision": lazy_gettext("Revision"),
    "comment": lazy_gettext("Feedback to the founders"),
    "made_at": lazy_gettext("Made at"),
    "received_at": lazy_gettext("Received at"),
    "place": lazy_gettext("Place"),
    "shared": lazy_gettext("Shared place"),
    "total": lazy_gettext("Total"),
    "scorecards": lazy_gettext("Scorecards"),
    "judged": lazy_gettext("Judges' total"),
    "votes": lazy_gettext("Votes"),
    "award": lazy_gettext("Award"),
    "certificate": lazy_gettext("Certificate number"),
    "corrected": lazy_gettext("Corrected"),
    "intro_id": lazy_gettext("Intro id"),
    "investor_id": lazy_gettext("Investor id"),
    "investor": lazy_gettext("Investor"),
    "investor_email": lazy_gettext("Investor's email"),
    "meeting_id": lazy_gettext("Meeting id"),
    "starts_at": lazy_gettext("Begins at"),
    "ends_at": lazy_gettext("Ends at"),
    "table": lazy_gettext("Table"),
    "meeting_state": lazy_gettext("How it went"),
    "at": lazy_gettext("When"),
    "kind": lazy_gettext("What was done"),
    "service": lazy_gettext("Service"),
    "outcome": lazy_gettext("Outcome"),
    "on": lazy_gettext("On what"),
    "of": lazy_gettext("Of what"),
    "id": lazy_gettext("Id"),
    "field": lazy_gettext("Field"),
    "before": lazy_gettext("Before"),
    "after": lazy_gettext("After"),
    "more": lazy_gettext("More changes"),
}


def heading(code: str, criteria: Mapping[str, str], panels: Mapping[str, str] | None = None) -> str:
    """Return what a column is called; `criteria` and `panels` are the names of a stage's by their ids."""
    if code.startswith(PANEL) and panels and code.removeprefix(PANEL) in panels:
        return gettext("Panel: %(name)s", name=panels[code.removeprefix(PANEL)])
    for prefix, words in ((MARK, gettext("Mark: %(criterion)s")), (MEAN, gettext("Mean: %(criterion)s"))):
        name = criteria.get(code.removeprefix(prefix)) if code.startswith(prefix) else None
        if name is not None:
            return words % {"criterion": name}
    return str(COLUMNS.get(code, code))
