"""What pages are told of meetings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from services.chassis.storage import Whose
from services.matching.meetings.domain.pair import Pair
from services.matching.meetings.domain.plan import Plan
from services.matching.meetings.domain.timetable import (
    CANCELLED,
    KEPT,
    MOVED,
    SCHEDULED,
    Meeting,
    Timetable,
)
from services.matching.meetings.finding import Sides, pairs_of, published_to, timetable_of
from services.matching.meetings.repository import plan_to
from services.matching.repository import MatchingStore

Answer = dict[str, Any]
Wanted = Mapping[str, Any]

CALLED_OFF, NOT_ARRANGED = "called_off", "not_arranged"


def get_timetable(store: MatchingStore, query: Wanted) -> Answer:
    """Answer GetTimetable."""
    timetable = timetable_of(store, query["edition_id"])
    pairs = pairs_of(store, timetable.id)
    changes, wishes = Counter(timetable.changes().values()), sum(pair.wish for pair in pairs)
    states = Counter(meeting.state for meeting in timetable.published.values())
    return {
        **{name: getattr(timetable, name) for name in ("revision", "seed", "bound", "number")},
        "published_at": _text(timetable.published_at),
        "plan": timetable.plan and _plan(timetable.plan),
        "slots": list(_slots(timetable)),
        "undo": len(timetable.steps),
        "pairs": len(pairs) - wishes,
        "wishes": wishes,
        "placed": len(timetable.draft),
        "unplaced": len(_unplaced(timetable, pairs)),
        "misfits": sum(not fits for fits in _fitting(timetable, pairs).values()),
        "changes": {change: changes[change] for change in (SCHEDULED, MOVED, CANCELLED, KEPT)},
        "states": dict(states),
        "people": _people(timetable, pairs, store),
    }


def list_meetings(store: MatchingStore, query: Wanted) -> Answer:
    """Answer ListMeetings."""
    draft = query["of"] == "draft"
    find = timetable_of if draft else partial(published_to, query=query)
    timetable = find(store, query["edition_id"])
    found = _drafted(timetable) if draft else list(timetable.published.values())
    wanted = sorted((each for each in found if _asked_for(each, query)), key=_when(timetable.plan))
    page, more = _page(wanted, [each.pair.id for each in wanted], query)
    sides = Sides.of(store, (meeting.pair for meeting in page))
    fitting = _fitting(timetable, pairs_of(store, timetable.id)) if draft else {}
    return {
        "revision": timetable.revision,
        "meetings": [
            {
                **_row(timetable, meeting, sides),
                **_of_draft(timetable, meeting, draft=draft),
                **_startup(meeting.pair, sides, told=query["investor_id"] is not None),
                "fits": fitting.get(meeting.pair.id, True),
            }
            for meeting in page
        ],
        "next": more,
    }


def list_unplaced(store: MatchingStore, query: Wanted) -> Answer:
    """Answer ListUnplaced: those both sides of whom accepted first, then by why and name."""
    timetable = timetable_of(store, query["edition_id"])
    one = query["meeting_id"]
    pairs = [p for p in _unplaced(timetable, pairs_of(store, timetable.id)) if one in (None, p.id)]
    sides = Sides.of(store, pairs)
    rows = [
        {
            **{"meeting_id": pair.id, "investor_id": pair.investor_id, "entry_id": pair.entry_id},
            **sides.names(pair),
            "wish": pair.wish,
            "why": _why(timetable, pair),
        }
        for pair in pairs
    ]
    rows.sort(key=lambda row: (row["wish"], row["why"], str(row["company"]).casefold(), row["meeting_id"]))
    page, more = _page(rows, [str(row["meeting_id"]) for row in rows], query)
    return {"unplaced": page, "total": len(rows), "next": more}


def records(store: MatchingStore, whose: Whose) -> list[Answer]:
    """Return what timetables hold on a person: meetings, and from when until when somebody is there."""
    wanted = {} if whose.edition_id is None else {"state.edition_id": whose.edition_id}
    return [
        {"of": "meetings", "id": id, "edition_id": timetable.id, "values": values}
        for timetable in store.timetables.select(wanted)
        for id, values in _held(timetable, whose.ids)
    ]


def _held(timetable: Timetable, ids: frozenset[str]) -> Iterator[tuple[str, Answer]]:
    for id, meeting in timetable.published.items():
        if ids.intersection(meeting.pair.sides):
            sides = {"investor_id": meeting.pair.investor_id, "entry_id": meeting.pair.entry_id}
            yield id, {**sides, **_where(meeting), "state": meeting.state}
    for subject_id, presence in (timetable.plan.presences if timetable.plan else {}).items():
        if subject_id in ids:
            times = {"arrives_at": _text(presence.arrives_at), "leaves_at": _text(presence.leaves_at)}
            yield subject_id, {name: time for name, time in times.items() if time}


def _slots(timetable: Timetable) -> Iterator[Answer]:
    meetings = Counter(meeting.place.starts_at for meeting in timetable.draft.values())
    for slot in timetable.plan.slots if timetable.plan else ():
        times = {"starts_at": _text(slot.starts_at), "ends_at": _text(slot.ends_at)}
        yield {**times, "meetings": meetings[slot.starts_at]}


def _people(timetable: Timetable, pairs: Iterable[Pair], store: MatchingStore) -> list[Answer]:
    known = {pair.id: pair for pair in pairs}
    known.update((id, meeting.pair) for id, meeting in timetable.draft.items())
    sides, meetings = Sides.of(store, known.values()), Counter[str]()
    for meeting in timetable.draft.values():
        meetings.update(meeting.pair.sides)
    found: dict[str, Answer] = {}
    for pair in known.values():
        names = sides.names(pair)
        investor = ", ".join(part for part in (names["investor"], names["firm"]) if part)
        for id, side, name in (
            (pair.investor_id, "investor", investor),
            (pair.entry_id, "startup", names["company"]),
        ):
            if id not in found:
                found[id] = _person(timetable, id, side=side, name=name, meetings=meetings[id])
    return sorted(
        found.values(), key=lambda each: (each["side"], each["name"].casefold(), each["subject_id"])
    )


def _person(timetable: Timetable, id: str, **told: Any) -> Answer:
    presence = timetable.plan.presence(id) if timetable.plan else None
    times = {name: _text(getattr(presence, name, None)) for name in ("arrives_at", "leaves_at")}
    return {"subject_id": id, **told, **times}


def _unplaced(timetable: Timetable, pairs: Iterable[Pair]) -> list[Pair]:
    wishes = timetable.plan is not None and timetable.plan.wishes
    return [p for p in pairs if p.id not in timetable.draft and (wishes or not p.wish)]


def _why(timetable: Timetable, pair: Pair) -> str:
    if pair.id in timetable.called_off:
        return CALLED_OFF
    return timetable.why.get(pair.id, NOT_ARRANGED)


def _fitting(timetable: Timetable, pairs: Iterable[Pair]) -> dict[str, bool]:
    """Return of each meeting whether it could be placed there today; what is over stays as it was."""
    plan, known = timetable.plan, {pair.id for pair in pairs}
    fitting: dict[str, bool] = {}
    for id, meeting in timetable.draft.items():
        before = timetable.published.get(id)
        over = before is not None and before.over
        fitting[id] = over or (id in known and plan is not None and _fits(plan, meeting))
    return fitting


def _fits(plan: Plan, meeting: Meeting) -> bool:
    slot = plan.slot_at(meeting.place.starts_at)
    there = slot is not None and all(plan.presence(side).covers(slot) for side in meeting.pair.sides)
    return there and slot.ends_at == meeting.place.ends_at and meeting.place.table in plan.tables  # type: ignore[union-attr]


def _drafted(timetable: Timetable) -> list[Meeting]:
    """Return the draft, and what publishing it would cancel."""
    gone = [
        meeting
        for id, meeting in timetable.published.items()
        if id not in timetable.draft and meeting.state != CANCELLED
    ]
    return [*timetable.draft.values(), *gone]


def _asked_for(meeting: Meeting, query: Wanted) -> bool:
    pair, place = meeting.pair, meeting.place
    sides = {"investor_id": pair.investor_id, "entry_id": pair.entry_id, "meeting_id": pair.id}
    named = all(query[name] in (None, id) for name, id in sides.items())
    at = query["starts_at"] is None or place.starts_at == query["starts_at"]
    return named and at and query["table"] in ("", place.table)


def _when(plan: Plan | None) -> Any:
    """Return what meetings are sorted by: time, then tables in the order in which they were named."""
    tables = {table: number for number, table in enumerate(plan.tables if plan else ())}

    def key(meeting: Meeting) -> tuple[datetime, int, str, str]:
        place = meeting.place
        return place.starts_at, tables.get(place.table, len(tables)), place.table, meeting.pair.id

    return key


def _page(rows: Sequence[Any], ids: Sequence[str], query: Wanted) -> tuple[Sequence[Any], str | None]:
    """Return the rows after the one that is named, and the id of the last where more follow."""
    first = ids.index(query["after"]) + 1 if query["after"] in ids else 0
    last = first + query["limit"]
    return rows[first:last], ids[last - 1] if last < len(ids) else None


def _row(timetable: Timetable, meeting: Meeting, sides: Sides) -> Answer:
    pair = meeting.pair
    return {
        **{"meeting_id": pair.id, "investor_id": pair.investor_id, "entry_id": pair.entry_id},
        **sides.names(pair),
        "investor_email": sides.email(pair),
        **_where(meeting),
        "place": timetable.plan.place if timetable.plan else "",
        "state": meeting.state,
        **{"by_hand": meeting.by_hand, "wish": pair.wish, "number": meeting.number},
    }


def _of_draft(timetable: Timetable, meeting: Meeting, *, draft: bool) -> Answer:
    """Return what publishing the draft does to a meeting; nothing for one that is looked at as published."""
    if not draft:
        return {"change": KEPT, "was": None}
    id = meeting.pair.id
    before = timetable.published.get(id)
    if id not in timetable.draft:
        return {"change": CANCELLED, "was": None}
    if before is None or before.state == CANCELLED:
        return {"change": SCHEDULED, "was": None}
    told = {"state": before.state, "number": before.number}
    if before.place == meeting.place:
        return {**told, "change": KEPT, "was": None}
    where = _where(before)
    return {**told, "change": MOVED, "was": {name: where[name] for name in ("starts_at", "table")}}


def _startup(pair: Pair, sides: Sides, *, told: bool) -> Answer:
    startup = sides.startup(pair) if told else {}
    return {name: str(startup.get(name, "")) for name in ("description", "website")}


def _where(meeting: Meeting) -> Answer:
    place = meeting.place
    return {"starts_at": _text(place.starts_at), "ends_at": _text(place.ends_at), "table": place.table}


def _plan(plan: Plan) -> Answer:
    told = plan_to(plan)
    del told["presences"]
    windows = [{name: _text(at) for name, at in window.items()} for window in told["windows"]]
    return {**told, "windows": windows}


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
