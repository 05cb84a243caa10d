"""Which panels a judge sits in."""

from collections.abc import Mapping
from typing import Any

from services.judging.domain.judge import Judge
from services.judging.domain.panels import names_of
from services.judging.domain.refusals import PanelFixed, PanelUnknown
from services.judging.repository import JudgingStore

Stages = Mapping[str, Mapping[str, Any]]


def stages_with_panels(edition_id: str, store: JudgingStore) -> dict[str, dict[str, Any]]:
    """Return the stages of an edition that have panels, by id."""
    return {s["stage_id"]: s for s in store.edition(edition_id)["stages"] if s.get("panels")}


def seat(judge: Judge, wanted: Mapping[str, str], store: JudgingStore) -> None:
    """Let a judge sit in these panels, by stage, and in no others.

    Raises PanelUnknown, and PanelFixed where the judge sent scorecards in the stage, or owes some and would
    sit in no panel of it.
    """
    stages = stages_with_panels(judge.edition_id, store)
    wanted = {stage_id: panel for stage_id, panel in wanted.items() if panel}
    _check_known(wanted, stages)
    for stage_id, stage in stages.items():
        if wanted.get(stage_id) != judge.panels.get(stage_id):
            _refuse_fixed(judge, stage, wanted.get(stage_id), store)
    judge.panels = dict(wanted)


def _check_known(wanted: Mapping[str, str], stages: Stages) -> None:
    errors = {
        f"panels.{stage_id}": {"came": panel, "allowed": sorted(names_of(stages.get(stage_id, {})))}
        for stage_id, panel in wanted.items()
        if panel not in names_of(stages.get(stage_id, {}))
    }
    if errors:
        named = ", ".join(f"{panel!r}" for panel in sorted(set(wanted.values())))
        raise PanelUnknown(f"the stage has no such panel: {named}", errors=errors)


def _refuse_fixed(judge: Judge, stage: Mapping[str, Any], wanted: str | None, store: JudgingStore) -> None:
    ids = (judge.edition_id, stage["stage_id"], judge.id)
    sent, owed = store.sent_in(*ids), store.owed_in(*ids)
    errors = {f"panels.{stage['stage_id']}": {"came": wanted or "", "sent": sent, "owed": owed}}
    if sent:
        raise PanelFixed(
            f"{judge.name} has sent {sent} scorecards in {stage['name']}, by the rubric of their panel",
            errors=errors,
        )
    if owed and wanted is None:
        raise PanelFixed(
            f"{judge.name} owes {owed} scorecards in {stage['name']}; hand them over first", errors=errors
        )
