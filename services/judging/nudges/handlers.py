"""Reminding judges, and who could be reminded."""

from collections.abc import Mapping
from typing import Any

from services.chassis.messaging import Asked
from services.judging.domain.refusals import StageNotOpen
from services.judging.nudges.domain.nudge import Nudges
from services.judging.progress.domain.coverage import behind
from services.judging.repository import JudgingStore

Answer = dict[str, Any]
Stage = tuple[str, str]


def nudge_judges(command: Asked, store: JudgingStore) -> Answer:
    """Remind judges that they owe scorecards, each at most once in 12 hours. NobodyToNudge for none."""
    stage = (command.data["edition_id"], command.data["stage_id"])
    store.stage(*stage)
    if store.window(*stage).state != "open":
        raise StageNotOpen(f"{stage[1]} is not open; nobody can score in it")
    wanted, owed = command.data["judge_ids"], _owed(store, stage, store.tally(*stage, "judge_id"))
    chosen = {id: pair for id, pair in owed.items() if wanted is None or id in wanted}
    nudges = _nudges(store, stage)
    sent = nudges.send(chosen, note=command.data["note"].strip(), by=command.by or "", now=command.now)
    store.nudges.save(nudges)
    return {"nudged": sent, "passed_over": sorted(set(wanted or chosen) - set(sent))}


def list_nudges(query: Asked, store: JudgingStore) -> Answer:
    """Answer ListNudges."""
    stage = (query.data["edition_id"], query.data["stage_id"])
    store.stage(*stage)
    tally = store.counted(*stage).judges
    nudges, owed, late = _nudges(store, stage), _owed(store, stage, tally), behind(tally)
    judges = store.judges.load({*owed, *(id for each in nudges.rounds for id in each.judge_ids)})
    names = {id: judge.name for id, judge in judges.items()}
    lines: list[Answer] = [
        {
            "judge_id": id,
            "name": names.get(id, id),
            "email": judges[id].email if id in judges else "",
            "open": open_,
            "assigned": assigned,
            "behind": id in late,
            "nudged_at": nudges.last[id].isoformat() if id in nudges.last else None,
            "may": nudges.may(id, now=query.now),
        }
        for id, (open_, assigned) in owed.items()
        if open_
    ]
    return {
        "judges": sorted(lines, key=lambda line: (-line["open"], line["name"].casefold())),
        "rounds": [
            {"at": each.at.isoformat(), "by": each.by, "names": [names.get(id, id) for id in each.judge_ids]}
            for each in reversed(nudges.rounds)
        ],
    }


def _owed(
    store: JudgingStore, stage: Stage, tally: Mapping[str, tuple[int, int]]
) -> Mapping[str, tuple[int, int]]:
    """Return how many scorecards each judge owes yet, and of how many; not of who dropped out."""
    gone = {judge.id for judge in store.judges.select({"state.edition_id": stage[0], "state.left": True})}
    return {id: (all_ - sent, all_) for id, (all_, sent) in tally.items() if id not in gone}


def _nudges(store: JudgingStore, stage: Stage) -> Nudges:
    id = ".".join(stage)
    found: Nudges | None = store.nudges.find(id)
    return found or Nudges(id, *stage)
