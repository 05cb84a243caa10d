"""Where judging holds something on people."""

from services.chassis.storage import Held

JUDGE = ("state.judge_id",)

HELD = (
    Held(
        "judges",
        told=("state.name", "state.email", "state.firm", "state.commitment", "state.tags", "state.conflicts"),
        texts=("state.conflicts.*.reason", "state.firm", "state.name", "state.email"),
        email="state.email",
        ids=("_id",),
    ),
    Held(
        "scorecards",
        told=("state.stage_id", "state.entry_id", "state.state", "state.reason", "state.latest"),
        texts=("state.latest.comment", "state.latest.note", "state.reason"),
        ids=JUDGE,
    ),
    Held(
        "late",
        told=("state.stage_id", "state.entry_id", "state.submission", "state.decision", "state.reason"),
        texts=("state.submission.comment", "state.submission.note", "state.reason"),
        ids=JUDGE,
    ),
    Held(
        "hands",
        told=("stage_id", "entry_id", "kind", "note", "raised_at"),
        texts=("note",),
        edition="edition_id",
        ids=("judge_id",),
        versioned=False,
    ),
)
