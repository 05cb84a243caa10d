"""What is carried: every event that is broadcast, under a short name, and no more of it than is shown."""

from dataclasses import dataclass, replace
from heapq import nsmallest
from typing import Any

from schemas.envelope import Envelope, Malformed, opened
from schemas.events import EVENTS
from schemas.message import Event

ROWS = 30
SLOTS = 40
SLOTS_PAST = 5


@dataclass(frozen=True)
class Kind:
    """A broadcast event as pages know it: BoardChanged is `board`, of a `stage_id`, in ids `final.b:7`."""

    event: Event
    name: str
    key: str

    def topic(self, body: dict[str, Any]) -> str:
        """Return what the body is about, as ids name it."""
        return f"{body[self.key]}.{self.name[0]}"

    def read(self, envelope: Envelope) -> dict[str, Any]:
        """Return the body that phones get; Malformed when it does not fit the event's schema."""
        data = dict(envelope.data)
        more = sum(cut(data) for cut in (_cut_rows, _cut_slots))
        body: dict[str, Any] = self.event.dump(opened(replace(envelope, data=data), self.event).data)
        return {**body, "more": more}


def kind_of(event: type[Event]) -> Kind:
    """Return how a broadcast event is carried. It has an `edition_id` and a `number` that grows."""
    name = event.message_name().removesuffix("Changed").lower()
    key = f"{name}_id" if f"{name}_id" in event().fields else "stage_id"
    return Kind(event(), name, key)


def broadcast_kinds() -> dict[str, Kind]:
    """Return every kind there is, by the name of its event."""
    return {name: kind_of(event) for name, event in EVENTS.items() if event.broadcast}


def _cut_rows(data: dict[str, Any]) -> int:
    """Leave the first places; return how many were left off."""
    rows = data.get("rows")
    if not isinstance(rows, list) or len(rows) <= ROWS:
        return 0
    try:
        data["rows"] = nsmallest(ROWS, rows, key=lambda row: row["place"])
    except (KeyError, TypeError) as error:
        raise Malformed(f"a row without its place: {error!r}") from error
    return len(rows) - ROWS


def _cut_slots(data: dict[str, Any]) -> int:
    """Leave the slots around the one that is on; return how many were left off."""
    slots = data.get("slots")
    if not isinstance(slots, list) or len(slots) <= SLOTS:
        return 0
    on = next(
        (place for place, slot in enumerate(slots) if slot.get("entry_id") == data.get("current")), SLOTS_PAST
    )
    first = max(0, min(on - SLOTS_PAST, len(slots) - SLOTS))
    data["slots"] = slots[first : first + SLOTS]
    return len(slots) - SLOTS
