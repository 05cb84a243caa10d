"""The newest public boards, and who waits for the next."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

HEARTBEAT_SECONDS = 15.0
CLIENTS_A_SECOND = 3_000
PAUSE_LONGEST = 2.0
PAUSE_SHORTEST = 0.1

HEARTBEAT = b": still here\n\n"
LOOK_AGAIN = b"event: look-again\ndata: {}\n\n"


@dataclass(frozen=True, slots=True)
class Board:
    """A stage's board as it goes over the wire."""

    number: int
    frame: bytes


class Boards:
    """Keeps the newest board of each stage by its number.

    A client that is slow gets the newest when it is done, and nothing in between.
    """

    def __init__(self) -> None:
        self._editions: dict[str, dict[str, Board]] = {}
        self._clients: dict[str, set[threading.Event]] = {}
        self._heard = 0

    @property
    def clients(self) -> int:
        """How many listen now."""
        return sum(len(clients) for clients in self._clients.values())

    def take(self, body: dict[str, Any]) -> bool:
        """Keep a board and wake whoever looks at its edition; False when it is no news."""
        stages = self._editions.setdefault(body["edition_id"], {})
        known = stages.get(body["stage_id"])
        if known is not None and known.number >= body["number"]:
            return False
        stages[body["stage_id"]] = Board(body["number"], frame(body))
        self._wake(self._clients.get(body["edition_id"], set()))
        return True

    def missed_some(self) -> None:
        """Tell everyone to look again: what was broadcast for a while was not heard."""
        self._heard += 1
        for clients in self._clients.values():
            self._wake(clients)

    def stream(self, edition_id: str, seen: dict[str, int]) -> Iterator[bytes]:
        """Yield frames for as long as the client listens; `seen` are the numbers it has by stage."""
        news = threading.Event()
        self._clients.setdefault(edition_id, set()).add(news)
        heard, waiting = self._heard, threading.Event()
        try:
            yield b"retry: 2000\n\n"
            while True:
                news.clear()
                if heard != self._heard:
                    heard = self._heard
                    yield LOOK_AGAIN
                yield from self._unseen(edition_id, seen)
                waiting.wait(self._pause())
                if not news.wait(HEARTBEAT_SECONDS):
                    yield HEARTBEAT
        finally:
            self._leave(edition_id, news)

    def _unseen(self, edition_id: str, seen: dict[str, int]) -> Iterator[bytes]:
        for stage_id, board in list(self._editions.get(edition_id, {}).items()):
            if board.number > seen.get(stage_id, 0):
                seen[stage_id] = board.number
                yield board.frame

    def _pause(self) -> float:
        """Return how long a client is left in peace, so that thousands do not outrun the process."""
        return min(PAUSE_LONGEST, max(PAUSE_SHORTEST, self.clients / CLIENTS_A_SECOND))

    def _leave(self, edition_id: str, news: threading.Event) -> None:
        clients = self._clients.get(edition_id, set())
        clients.discard(news)
        if not clients:
            self._clients.pop(edition_id, None)

    @staticmethod
    def _wake(clients: set[threading.Event]) -> None:
        for news in list(clients):
            news.set()


def frame(body: dict[str, Any]) -> bytes:
    """Return a board as a server-sent event; its id names the stage and the number."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"id: {body['stage_id']}:{body['number']}\ndata: {text}\n\n".encode()


def seen_by(last_event_id: str | None) -> dict[str, int]:
    """Return the number that a client has seen, by stage, from its Last-Event-ID."""
    stage_id, colon, number = (last_event_id or "").rpartition(":")
    return {stage_id: int(number)} if colon and number.isdecimal() else {}
