"""Read model: who would go on from a stage, and why, before it is done and after."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.registration.domain.edition import Edition, StageRun
from services.registration.domain.promotion import Choice, Placed, Selection, select
from services.registration.handlers.promotion import SESSION, competing, sessions_of
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


def get_promotion(store: RegistrationStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetPromotion by the rule that is asked for, where None by the stage's own."""
    edition, stage_id = store.editions.get(query["edition_id"]), query["stage_id"]
    run = edition.run(stage_id)
    rule, following = edition.promotion_rule(stage_id, query), edition.stage_after(stage_id)
    results, certificate = competing(edition, stage_id, rule, store)
    selection = select(results, rule, Choice())
    return {
        "edition_id": edition.id,
        "stage_id": stage_id,
        "following": {"stage_id": following.stage_id, "name": following.name},
        "certificate": certificate,
        "promoted_by": run.certificate or None,
        "stale": run.promoted is not None and run.certificate < certificate,
        "rule": rule.as_dict(),
        "decision": run.decision or None,
        "groups": _groups(edition, stage_id, rule.group_by, results, store),
        "lines": [_line(placed, selection, run) for placed in sorted(results, key=_order)],
        "ties": [
            {
                "group": tie.group,
                "place": tie.place,
                "seats": tie.seats,
                "sharing": [{"entry_id": p.entry_id, "company": p.company} for p in tie.sharing],
            }
            for tie in selection.ties
        ],
    }


def _groups(
    edition: Edition, stage_id: str, group_by: str, results: Iterable[Placed], store: RegistrationStore
) -> list[Answer]:
    names = {track.track_id: track.name for track in edition.tracks} if group_by == "track" else {}
    if group_by == SESSION:
        names = {each["session_id"]: each["name"] for each in sessions_of(edition.id, stage_id, store)}
    found = sorted({placed.group for placed in results} - {""})
    return [{"group": group, "name": names.get(group, group)} for group in found]


def _order(placed: Placed) -> tuple[int, str, str]:
    return placed.place, placed.company, placed.entry_id


def _line(placed: Placed, selection: Selection, run: StageRun) -> Answer:
    id = placed.entry_id
    why = selection.goes.get(id) or selection.stays.get(id, "cut")
    return {
        "entry_id": id,
        "company": placed.company,
        "place": placed.place,
        "total": placed.total or None,
        "group": placed.group,
        "goes_on": id in selection.goes,
        "why": why,
        "went": any(each.entry_id == id for each in run.promoted or ()),
        "went_why": run.decision.get("why", {}).get(id),
    }
