"""The newest states of an edition, each kept as the one frame that everybody is sent."""

import json
from dataclasses import dataclass
from typing import Any

from gateway.live.kinds import Kind

Seen = dict[str, int]


@dataclass(frozen=True, slots=True)
class State:
    """The newest of one topic. `position` counts the changes of the edition."""

    kind: Kind
    position: int
    number: int
    text: str
    frame: bytes


class News:
    """Keeps the newest state of each topic by its number.

    Who is at a position has every state up to it, so that who has the same gets the same bytes.
    A frame's id names the numbers up to its own position, never one that is yet to be sent: a
    connection may be cut between two frames. `named` streams say of each frame what kind it is.
    """

    def __init__(self, era: str, *, named: bool = True) -> None:
        self.era = era
        self.position = 0
        self._named = named
        self._states: dict[str, State] = {}
        self._joined: dict[int, bytes] = {}

    def take(self, kind: Kind, body: dict[str, Any]) -> bool:
        """Keep a state; False when it is no news."""
        topic, number = kind.topic(body), body["number"]
        known = self._states.get(topic)
        if known is not None and known.number >= number:
            return False
        self.position += 1
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        self._put(topic, State(kind, self.position, number, text, b""))
        return True

    def renew(self, era: str) -> None:
        """Let every id be of `era` from now on."""
        self.era = era
        for topic, state in list(self._states.items()):
            self._put(topic, state)

    def since(self, position: int) -> bytes:
        """Return the frames that who is at `position` does not have."""
        joined = self._joined.get(position)
        if joined is None:
            joined = self._frames(lambda topic, state: state.position > position)
            self._joined[position] = joined
        return joined

    def beyond(self, seen: Seen) -> bytes:
        """Return the frames that are newer than the numbers seen."""
        return self._frames(lambda topic, state: state.number > seen.get(topic, 0))

    def newest(self) -> dict[str, list[str]]:
        """Return the newest bodies as JSON, by the name of their kind."""
        found: dict[str, list[str]] = {}
        for state in self._states.values():
            found.setdefault(state.kind.name, []).append(state.text)
        return found

    def _put(self, topic: str, state: State) -> None:
        self._joined.clear()
        others = ((other, known) for other, known in self._states.items() if other != topic)
        earlier = [f"{other}:{known.number}" for other, known in others if known.position < state.position]
        last = ",".join([self.era, *earlier, f"{topic}:{state.number}"])
        event = f"event: {state.kind.name}\n" if self._named else ""
        frame = f"{event}id: {last}\ndata: {state.text}\n\n".encode()
        self._states[topic] = State(state.kind, state.position, state.number, state.text, frame)

    def _frames(self, wanted: Any) -> bytes:
        states = sorted(self._states.items(), key=lambda item: item[1].position)
        return b"".join(state.frame for topic, state in states if wanted(topic, state))


def seen_by(last_event_id: str) -> tuple[str, Seen]:
    """Return the era and the numbers that a Last-Event-ID names; what is no such id names nothing."""
    era, _, rest = last_event_id.partition(",")
    seen: Seen = {}
    for part in rest.split(","):
        topic, colon, number = part.rpartition(":")
        if colon and number.isdecimal() and len(number) < 19:
            seen[topic] = int(number)
    return era, seen
