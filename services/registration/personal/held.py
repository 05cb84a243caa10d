"""Where registration holds something on people.

What a startup says of itself is the company's: it is told to whoever acts for it, and erased only with
everybody of the edition, or where it was never submitted. Rows without ids are for everybody alone.
"""

from services.chassis.storage import Held
from services.registration.letters.domain.letter import DISCARDED, FAILED, WAITING
from services.registration.letters.domain.letter import HELD as TO_LOOK_AT
from services.registration.webhooks.domain.delivery import FAILED as GIVEN_UP
from services.registration.webhooks.domain.delivery import WAITING as TO_DELIVER

LETTER = ("state.person_id",)
ANSWERS = ("state.answers.*.text",)

HELD = (
    # First, so that none is sent to nobody.
    Held(
        "letters",
        told=(),
        texts=(),
        email="state.to",
        ids=LETTER,
        only={"state.state": {"$in": [TO_LOOK_AT, WAITING, FAILED]}},
        sets={"state.next_at": None, "state.state": DISCARDED},
    ),
    Held(
        "letters",
        told=(
            *("state.kind", "state.state", "state.to", "state.name", "state.subject", "state.text"),
            *("state.created_at", "state.sent_at"),
        ),
        texts=("state.why", "state.subject", "state.text", "state.name", "state.to"),
        email="state.to",
        ids=LETTER,
    ),
    Held(
        "entries",
        told=("state.startup", "state.state", "state.stage_id", "state.reason", "state.submitted_at"),
        texts=(),
        ids=("_id",),
    ),
    # Its bytes go with the name.
    Held(
        "attachments.files",
        told=("metadata.name", "metadata.media", "metadata.size", "metadata.entry_id", "uploadDate"),
        texts=("metadata.name",),
        edition="metadata.edition_id",
        ids=("metadata.by",),
        sets={"metadata.erased": True},
        versioned=False,
    ),
    Held(
        "applications",
        told=(
            *("state.applicant", "state.begun_at", "state.saved_at", "state.answers"),
            *("state.extended_until", "state.receipts.submitted_at"),
        ),
        texts=(),
        ids=("_id",),
    ),
    # The address by which one comes back to it; an empty one may be there more than once.
    Held("applications", told=(), texts=(), email="state.applicant", sets={"state.applicant": None}),
    Held("applications", told=(), texts=ANSWERS, ids=("_id",), only={"state.receipts": []}),
    Held("applications", told=(), texts=ANSWERS),
    Held("submissions", told=("state.number", "state.answers"), texts=(), ids=("state.application_id",)),
    Held("submissions", told=(), texts=(), sets={"state.answers": {}}),
    Held(
        "deliveries",
        told=("state.kind", "state.state", "state.created_at", "state.body"),
        texts=(),
        ids=("state.about",),
    ),
    Held(
        "deliveries",
        told=(),
        texts=(),
        only={"state.state": TO_DELIVER},
        sets={"state.next_at": None, "state.state": GIVEN_UP},
    ),
    Held("deliveries", told=(), texts=("state.body",), sets={"state.attempts": []}),
    Held(
        "appeals",
        told=("state.reason", "state.filed_at", "state.state", "state.answer", "state.answered_at"),
        texts=("state.reason",),
        ids=("state.filed_by",),
    ),
    Held(
        "people",
        told=(
            *("state.name", "state.email", "state.grants", "state.password.set_at"),
            *("state.sessions.device", "state.sessions.started_at", "state.links.expires_at"),
        ),
        texts=("state.name", "state.email"),
        edition="state.grants.edition_id",
        email="state.email",
        ids=("_id", "state.grants.subject_id"),
        # Who runs the edition goes on running it.
        kept={"state.grants.role": "organiser"},
        sets={
            "state.password": None,
            "state.password_address": None,
            "state.links": [],
            "state.link_digests": [],
            "state.sessions": [],
            "state.session_digests": [],
            "state.organises_all": False,
            # Last: by them they are found.
            "state.grants": [],
        },
    ),
)
