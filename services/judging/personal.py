"""Where judging holds something on people."""

from services.chassis.storage import Held

JUDGE = ("state.judge_id",)

HELD = (
    Held(
        "judges",
        told=(
            *("state.name", "state.email", "state.firm", "state.commitment", "state.tags"),
            *("state.languages", "state.conflicts", "state.answer", "state.left"),
        ),
        texts=(
            *("state.conflicts.*.reason", "state.answer.reason"),
            *("state.firm", "state.name", "state.email"),
        ),
        email="state.email",
        ids=("_id",),
    ),
    Held(
        "scorecards",
        told=(
            *("state.stage_id", "state.entry_id", "state.state", "state.reason", "state.latest"),
            "state.corrections",
        ),
        texts=("state.latest.comment", "state.latest.note", "state.reason"),
        ids=JUDGE,
    ),
    Held(
        "late",
        told=("state.stage_id", "state.entry_id", "state.submission", "state.decision", "state.reason"),
        texts=("state.submission.comment", "state.submission.note", "state.reason"),
        ids=JUDGE,
    ),
    # That one was reminded in a stage; what was written is among the letters.
    Held("nudges", told=("state.stage_id",), texts=(), ids=("state.rounds.judge_ids",)),
    Held(
        "hands",
        told=("stage_id", "entry_id", "kind", "note", "raised_at"),
        texts=("note",),
        edition="edition_id",
        ids=("judge_id",),
        versioned=False,
    ),
)
