"""Where matching holds something on people."""

from services.chassis.storage import Held

HELD = (
    Held(
        "investors",
        told=("state.name", "state.email", "state.firm", "state.thesis", "state.portfolio"),
        texts=("state.firm", "state.name", "state.email"),
        email="state.email",
        ids=("_id",),
    ),
    Held("shortlists", told=("state.lines",), texts=(), ids=("_id",)),
    Held(
        "interests",
        told=(
            "state.entry_id",
            "state.investor_answer",
            "state.startup_answer",
            "state.note",
            "state.introduced_at",
        ),
        texts=("state.note",),
        ids=("state.investor_id",),
    ),
)
