"""Where registration holds something on people."""

from services.chassis.storage import Held
from services.registration.letters.domain.letter import DISCARDED, FAILED, WAITING
from services.registration.letters.domain.letter import HELD as TO_LOOK_AT

LETTER = ("state.person_id",)

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
