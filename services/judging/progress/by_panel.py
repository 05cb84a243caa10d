"""Scorecards of a stage counted for each of its panels."""

from collections.abc import Mapping

from services.judging.domain.panels import seated
from services.judging.progress.counted import Counted, Stage, Tally
from services.judging.repository import JudgingStore


def by_panel(store: JudgingStore, stage: Stage, counted: Counted) -> Mapping[str, Mapping[str, Tally]]:
    """Return by panel how many scorecards are owed and how many sent, by entry; nothing without panels."""
    told = store.stage(*stage)
    if not told.get("panels"):
        return {}
    judges = store.judges.select({"state.edition_id": stage[0]})
    seats = {panel: tuple(sorted(judge.id for judge in own)) for panel, own in seated(judges, told).items()}

    def work() -> dict[str, dict[str, Tally]]:
        return {panel: store.tally(*stage, "entry_id", judge_ids=ids) for panel, ids in seats.items()}

    return counted.once(("by panel", *seats.items()), work)
