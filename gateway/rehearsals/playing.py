"""A rehearsal is started with who and what is made up, and its judges score, by ordinary commands."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from time import sleep
from typing import Any
from uuid import uuid4

from gateway.access.guard import identity
from gateway.rehearsals.audience import rehearse_voting
from gateway.rehearsals.judges import judges_of
from gateway.rehearsals.marks import Taste
from gateway.rehearsals.startups import startups_csv
from gateway.resources.doors import command, doors, query
from schemas.commands import AddJudges, ImportEntries, StartRehearsal, SubmitScorecard
from schemas.envelope import wrap
from schemas.queries import GetEdition, GetJudgeList, ListJudges, ListSessions
from schemas.refusal import NotFound, Refusal
from schemas.rehearsals import rehearsed
from services.chassis.telemetry import current

Card = dict[str, Any]

TRIES, PAUSE_SECONDS = 10, 0.3
SEED = 2013
AUDIENCE_VOTE = "audience_vote"
SENT = ("submitted", "locked", "amended", "void")
NOT_YET = ("planned", "postponed", "absent")
COMMENTED = 0.3
COMMENT = "Made up for the rehearsal: clear problem, and numbers to back it."


class NoRehearsal(Refusal):
    """The edition is a real one: nothing is made up in it."""

    code = "no_rehearsal"


class StageNotOpen(Refusal):
    """The stage takes no scorecards now."""

    code = "stage_not_open"


def start_rehearsal(edition_id: str, *, name: str, entries: int, judges: int) -> dict[str, Any]:
    """Start a rehearsal with so many entries and judges; the same again makes nothing twice."""
    started = command(StartRehearsal, part="start", edition_id=edition_id, name=name)
    rehearsal_id, seed = started["edition_id"], f"{SEED} {started['edition_id']}"
    csv = startups_csv(entries, seed=seed, cities=started["cities"])
    command(ImportEntries, part="entries", edition_id=rehearsal_id, csv=csv)
    edition = query(GetEdition, edition_id=rehearsal_id)
    panels = judges_of(judges, entries=entries, seed=seed, stages=edition["stages"])
    add_once_heard(rehearsal_id, panels)
    return query(GetEdition, edition_id=rehearsal_id)


def add_once_heard(edition_id: str, judges: list[dict[str, Any]]) -> None:
    """Add judges; judging hears of a new edition a moment after it was started."""
    for _ in range(TRIES):
        try:
            command(AddJudges, part="judges", edition_id=edition_id, judges=judges)
        except Refusal as refusal:
            if refusal.code != NotFound.code:
                raise
            sleep(PAUSE_SECONDS)
        else:
            return
    command(AddJudges, part="judges", edition_id=edition_id, judges=judges)


def rehearse_scoring(edition_id: str, stage_id: str, *, share: int) -> dict[str, int]:
    """Tell judging `share` percent of the scorecards that are owed, as phones would; return how many.

    In a stage that votes alone decide an audience votes in their stead; see rehearsals/audience.py.
    Entries whose slot has not begun are not scored yet. NoRehearsal in a real edition, and
    StageNotOpen before and after.
    """
    if rehearsed(edition_id) is None:
        raise NoRehearsal("this edition is no rehearsal; only its judges score in it")
    stages = {stage["stage_id"]: stage for stage in query(GetEdition, edition_id=edition_id)["stages"]}
    if stage_id not in stages:
        raise NotFound(f"the edition has no stage {stage_id!r}", errors={"stage_id": {"known": [*stages]}})
    if stages[stage_id]["state"] != "open":
        raise StageNotOpen(f"{stages[stage_id]['name']} is not open; open it first")
    if stages[stage_id]["kind"] == AUDIENCE_VOTE:
        return rehearse_voting(edition_id, stages[stage_id], share=share)
    owed = list(_owed(edition_id, stage_id))
    wanted = -(-len(owed) * share // 100)
    for card in Random(SEED).sample(owed, wanted):
        _tell(card)
    return {"told": wanted, "owed": len(owed)}


def _owed(edition_id: str, stage_id: str) -> Iterator[Card]:
    """Return the scorecards that can be sent now, filled in."""
    closed = _not_begun(edition_id, stage_id)
    for judge in query(ListJudges, edition_id=edition_id)["judges"]:
        taste = Taste(SEED, judge["email"])
        found = query(GetJudgeList, edition_id=edition_id, judge_id=judge["judge_id"])
        for stage in found["stages"]:
            for owes in stage["assignments"] if stage["stage_id"] == stage_id else ():
                if owes["state"] in SENT or owes["entry_id"] in closed:
                    continue
                marks = taste.marks(owes["company"], stage["criteria"])
                chance = Random(f"{judge['email']} comments {owes['company']}")
                yield {
                    "edition_id": edition_id,
                    "stage_id": stage_id,
                    "entry_id": owes["entry_id"],
                    "judge_id": judge["judge_id"],
                    "revision": owes["revision"] + 1,
                    "marks": dict(marks),
                    "comment": COMMENT if chance.random() < COMMENTED else "",
                    "made_at": datetime.now(UTC).isoformat(),
                }


def _not_begun(edition_id: str, stage_id: str) -> set[str]:
    sessions = query(ListSessions, edition_id=edition_id, stage_id=stage_id)["sessions"]
    return {slot["entry_id"] for s in sessions for slot in s["slots"] if slot["state"] in NOT_YET}


def _tell(card: Card) -> None:
    doors().tell.tell(
        wrap(
            SubmitScorecard,
            card,
            subject=f"{card['stage_id']}.{card['entry_id']}.{card['judge_id']}",
            id=str(uuid4()),
            time=datetime.now(UTC),
            traceparent=current(),
            by=identity().person_id,
        )
    )
