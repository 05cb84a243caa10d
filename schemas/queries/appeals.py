"""What registration can be asked to tell of appeals.

APPEAL is {"appeal_id", "stage_id", "entry_id", "certificate", "company", "place"|None, "reason",
"state": "filed"|"upheld"|"dismissed"|"withdrawn", "answer", "filed_at", "answered_at"|None, "version"}.
"""

from marshmallow import fields, validate

from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery

STATES = ("filed", "upheld", "dismissed", "withdrawn")


class GetAppealRule(RegistrationQuery):
    """Answers {"edition_id", "on", "hours", "version"}."""

    edition_id = id_field()


class ListAppeals(RegistrationQuery):
    """Answers {"counts": {state: number}, "appeals": [{**APPEAL, "stage"}]}.

    Those that wait for an answer come first, the longest waiting first of all.
    """

    edition_id = id_field()
    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(STATES))


class GetEntryAppeals(RegistrationQuery):
    """Answers the public results of an entry with its appeals, for its founders and organisers.

    {"on", "now", "results": [{"stage_id", "stage", "certificate", "place"|None, "published_at",
    "until"|None, "open", "appeal": APPEAL|None}], "earlier": [APPEAL]}; `earlier` are appeals against
    certificates that were replaced, `place` is None for an entry that was disqualified.
    """

    edition_id = id_field()
    entry_id = id_field()
