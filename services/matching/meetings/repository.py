"""Timetables as documents, and back."""

from collections.abc import Iterable, Mapping
from typing import Any

from pymongo.collection import Collection

from services.matching.meetings.domain.arranging import Place
from services.matching.meetings.domain.pair import Pair
from services.matching.meetings.domain.plan import Plan, Presence
from services.matching.meetings.domain.timetable import Meeting, Step, Timetable

Document = dict[str, Any]


class PublishedMeetings:
    """The meetings of one side as they were published: a hall of people looks at theirs at the same time."""

    def __init__(self, collection: Collection[Document]) -> None:
        self._collection = collection

    def of(self, edition_id: str, *, side: str, subject_id: str) -> Timetable:
        """Return the timetable with nothing in it but what was published of one side's meetings.

        `side` is "investor_id" or "entry_id".
        """
        theirs = {"input": "$state.published", "cond": {"$eq": [f"$$this.{side}", subject_id]}}
        wanted = {"state.plan": 1, "state.revision": 1, "state.published": {"$filter": theirs}}
        for document in self._collection.aggregate([{"$match": {"_id": edition_id}}, {"$project": wanted}]):
            state = document["state"]
            plan = plan_from(state["plan"]) if state["plan"] else None
            published = _meetings_from(state["published"])
            return Timetable(edition_id, plan, published=published, revision=state["revision"])
        return Timetable(edition_id)


def timetable_to(timetable: Timetable) -> Document:
    """Return a timetable as it is stored. Lists, not names: an id may have dots."""
    return {
        "edition_id": timetable.id,
        "plan": timetable.plan and plan_to(timetable.plan),
        "draft": [_meeting_to(meeting) for meeting in timetable.draft.values()],
        "published": [_meeting_to(meeting) for meeting in timetable.published.values()],
        "called_off": sorted(timetable.called_off),
        "why": [[id, why] for id, why in timetable.why.items()],
        "steps": [_step_to(step) for step in timetable.steps],
        **{
            name: getattr(timetable, name) for name in ("bound", "seed", "number", "published_at", "revision")
        },
    }


def timetable_from(id: str, version: int, state: Document) -> Timetable:
    """Return the timetable that was stored."""
    return Timetable(
        id=id,
        version=version,
        plan=plan_from(state["plan"]) if state["plan"] else None,
        draft=_meetings_from(state["draft"]),
        published=_meetings_from(state["published"]),
        called_off=frozenset(state["called_off"]),
        why=dict(state["why"]),
        steps=[_step_from(step) for step in state["steps"]],
        **{name: state[name] for name in ("bound", "seed", "number", "published_at", "revision")},
    )


def plan_to(plan: Plan) -> Document:
    """Return a plan as it is stored and answered."""
    names = ("slot_minutes", "break_minutes", "place", "most_investor", "most_startup", "wishes")
    return {
        "windows": [{"begins_at": begins, "ends_at": ends} for begins, ends in plan.windows],
        "tables": list(plan.tables),
        **{name: getattr(plan, name) for name in names},
        "presences": [
            {"subject_id": id, "arrives_at": each.arrives_at, "leaves_at": each.leaves_at}
            for id, each in plan.presences.items()
        ],
    }


def plan_from(told: Mapping[str, Any]) -> Plan:
    """Return a plan from a document, or from a command's data."""
    names = ("slot_minutes", "break_minutes", "place", "most_investor", "most_startup", "wishes")
    return Plan(
        windows=tuple((window["begins_at"], window["ends_at"]) for window in told["windows"]),
        tables=tuple(told["tables"]),
        presences={
            each["subject_id"]: Presence(each["arrives_at"], each["leaves_at"])
            for each in told.get("presences", ())
        },
        **{name: told[name] for name in names},
    )


def _meeting_to(meeting: Meeting) -> Document:
    pair, place = meeting.pair, meeting.place
    return {
        **{"meeting_id": pair.id, "investor_id": pair.investor_id, "entry_id": pair.entry_id},
        **{"starts_at": place.starts_at, "ends_at": place.ends_at, "table": place.table},
        **{"wish": pair.wish, "state": meeting.state, "by_hand": meeting.by_hand, "number": meeting.number},
    }


def _meeting_from(state: Document) -> Meeting:
    pair = Pair(state["meeting_id"], state["investor_id"], state["entry_id"], state["wish"])
    place = Place(state["starts_at"], state["ends_at"], state["table"])
    return Meeting(pair, place, state["state"], by_hand=state["by_hand"], number=state["number"])


def _meetings_from(states: Iterable[Document]) -> dict[str, Meeting]:
    return {state["meeting_id"]: _meeting_from(state) for state in states}


def _step_to(step: Step) -> Document:
    before = [[id, meeting and _meeting_to(meeting)] for id, meeting in step.before.items()]
    return {"before": before, "called_off": sorted(step.called_off)}


def _step_from(state: Document) -> Step:
    before = {id: _meeting_from(meeting) if meeting else None for id, meeting in state["before"]}
    return Step(before, frozenset(state["called_off"]))
