"""Where scoring holds something on people: marks under a judge's id, and nothing to be erased."""

from services.chassis.storage import Held

HELD = (
    Held(
        "scorecards",
        told=("assigned.standing", "assigned.entry_id", "marked", "recused"),
        texts=(),
        edition="assigned.standing",
        within=True,
        ids=("assigned.judge_id",),
    ),
)
