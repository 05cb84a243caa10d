"""Organisers say when and where meetings can be, make a timetable of them, change it by hand and publish it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from schemas.refusal import Invalid, NotFound
from services.chassis.messaging import Asked
from services.matching.handlers.investors import breathe
from services.matching.meetings.domain.arranging import Place, arrange
from services.matching.meetings.domain.pair import Pair
from services.matching.meetings.domain.plan import ALWAYS, Plan, Presence
from services.matching.meetings.domain.refusals import NothingToArrange, NoWindows, TooManyPairs
from services.matching.meetings.domain.timetable import Timetable
from services.matching.meetings.finding import Sides, pairs_of, timetable_to_change
from services.matching.meetings.repository import plan_from
from services.matching.repository import MatchingStore

Answer = dict[str, Any]

# What one document holds, as planned, as published and as it was before.
MOST_PAIRS = 6_000


def set_meeting_plan(command: Asked, store: MatchingStore) -> Answer:
    """Take on when and where meetings can be; what was arranged stays until it is arranged again."""
    timetable = timetable_to_change(store, command.data["edition_id"])
    windows = [{name: _minute(at) for name, at in each.items()} for each in command.data["windows"]]
    tables = [" ".join(name.split()) for name in command.data["tables"]]
    plan = plan_from({**command.data, "windows": windows, "tables": tables}).checked()
    presences = timetable.plan.presences if timetable.plan else {}
    return _saved(
        timetable,
        store,
        changed=timetable.set_plan(replace(plan, presences=presences), seen=command.data["seen"]),
    )


def set_presence(command: Asked, store: MatchingStore) -> Answer:
    """Note from when and until when an investor or a startup is there."""
    data = command.data
    timetable = timetable_to_change(store, data["edition_id"])
    plan = _plan(timetable)
    if data["subject_id"] not in {side for pair in pairs_of(store, timetable.id) for side in pair.sides}:
        raise NotFound(f"{data['subject_id']!r} is in no intro of the edition")
    came, left = (data[name] and _minute(data[name]) for name in ("arrives_at", "leaves_at"))
    if came and left and left <= came:
        allowed = "a time after the arrival"
        raise Invalid(
            "one leaves after one arrives",
            errors={"leaves_at": {"came": left.isoformat(), "allowed": allowed}},
        )
    presences = {**plan.presences, data["subject_id"]: Presence(came, left)}
    presences = {id: each for id, each in presences.items() if each != ALWAYS}
    return _saved(
        timetable, store, changed=timetable.set_plan(replace(plan, presences=presences), seen=data["seen"])
    )


def arrange_meetings(
    command: Asked, store: MatchingStore, *, between: Callable[[], None] = breathe
) -> Answer:
    """Make a timetable of those who were introduced, for the organiser to look at."""
    data = command.data
    timetable = timetable_to_change(store, data["edition_id"])
    plan, known = _plan(timetable), pairs_of(store, timetable.id)
    pairs = [p for p in known if p.id not in timetable.called_off and (plan.wishes or not p.wish)]
    if not pairs and not timetable.published:
        raise NothingToArrange("no investor and startup were introduced yet")
    if len(pairs) > MOST_PAIRS:
        raise TooManyPairs(f"{len(pairs)} pairs could meet; a timetable holds {MOST_PAIRS}")
    seed = seed_of(command.id) if data["seed"] is None else data["seed"]
    found = arrange(
        plan, pairs, kept=timetable.kept(now=command.now), seed=seed, now=command.now, between=between
    )
    timetable.arrange(found, pairs, seed=seed, seen=data["seen"])
    store.timetables.save(timetable)
    return {
        **_told(timetable),
        "seed": seed,
        "placed": len(found.places),
        "unplaced": len(found.why),
        "bound": found.bound,
    }


def move_meeting(command: Asked, store: MatchingStore) -> Answer:
    """Put a meeting to another time or table, or to its first one."""
    data = command.data
    timetable = timetable_to_change(store, data["edition_id"])
    plan, pair = _plan(timetable), _pair(timetable, store, data["meeting_id"])
    place = _place(plan, pair, data)
    return _saved(timetable, store, changed=timetable.move(pair, place, seen=data["seen"]))


def swap_meetings(command: Asked, store: MatchingStore) -> Answer:
    """Let two meetings exchange their places."""
    data = command.data
    timetable = timetable_to_change(store, data["edition_id"])
    timetable.swap(data["meeting_id"], data["other_id"], seen=data["seen"])
    return _saved(timetable, store, changed=True)


def call_off_meeting(command: Asked, store: MatchingStore) -> Answer:
    """Take a meeting out of the timetable."""
    data = command.data
    timetable = timetable_to_change(store, data["edition_id"])
    return _saved(timetable, store, changed=timetable.call_off(data["meeting_id"], seen=data["seen"]))


def undo_meetings(command: Asked, store: MatchingStore) -> Answer:
    """Take back the last change that was not published."""
    timetable = timetable_to_change(store, command.data["edition_id"])
    timetable.undo(seen=command.data["seen"])
    return _saved(timetable, store, changed=True)


def publish_meetings(command: Asked, store: MatchingStore) -> Answer:
    """Show the timetable to both sides; what is told says what is new for whom."""
    timetable = timetable_to_change(store, command.data["edition_id"])
    meetings = (*timetable.draft.values(), *timetable.published.values())
    sides = Sides.of(store, (meeting.pair for meeting in meetings))
    changes = list(timetable.changes().values())
    timetable.publish(seen=command.data["seen"], now=command.now, names=sides.names)
    store.timetables.save(timetable)
    told = {change: changes.count(change) for change in ("scheduled", "moved", "cancelled", "kept")}
    return {**_told(timetable), "number": timetable.number, **told}


def mark_meeting(command: Asked, store: MatchingStore) -> Answer:
    """Note that a meeting was held, or that somebody did not come."""
    timetable = timetable_to_change(store, command.data["edition_id"])
    id, state = command.data["meeting_id"], command.data["state"]
    if timetable.mark(id, state):
        store.timetables.save(timetable)
    return {"meeting_id": id, "state": state}


def seed_of(command_id: str) -> int:
    """Return the seed of a timetable for which none was named, the same for the same command."""
    return int.from_bytes(sha256(command_id.encode()).digest()[:4], "big") % 1_000_000


def _plan(timetable: Timetable) -> Plan:
    if timetable.plan is None:
        raise NoWindows("say first when and where meetings can be")
    return timetable.plan


def _pair(timetable: Timetable, store: MatchingStore, id: str) -> Pair:
    known = timetable.draft.get(id)
    if known is not None:
        return known.pair
    found = next((pair for pair in pairs_of(store, timetable.id) if pair.id == id), None)
    if found is None:
        raise NotFound(f"no investor and startup of the edition have a meeting {id!r}")
    return found


def _place(plan: Plan, pair: Pair, data: Mapping[str, Any]) -> Place:
    """Return the place that is wanted; Invalid, with all that is wrong, where there is no such one."""
    slot, table = plan.slot_at(data["starts_at"].astimezone(UTC)), " ".join(data["table"].split())
    errors: dict[str, Any] = {}
    if slot is None:
        came = data["starts_at"].isoformat()
        errors["starts_at"] = {"came": came, "allowed": "the beginning of a slot"}
    elif not all(plan.presence(side).covers(slot) for side in pair.sides):
        came = data["starts_at"].isoformat()
        errors["starts_at"] = {"came": came, "allowed": "a time at which both are there"}
    if table not in plan.tables:
        errors["table"] = {"came": table, "allowed": ", ".join(plan.tables[:40])}
    if errors or slot is None:
        raise Invalid("no meeting can be there", errors=errors)
    return Place(slot.starts_at, slot.ends_at, table)


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _saved(timetable: Timetable, store: MatchingStore, *, changed: bool) -> Answer:
    if changed:
        store.timetables.save(timetable)
    return _told(timetable)


def _told(timetable: Timetable) -> Answer:
    return {"revision": timetable.revision, "placed": len(timetable.draft)}
