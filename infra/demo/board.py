"""The public board as a phone in the hall sees it, over SSE, with an eye on what it must not show."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx

# The live server says something every 15 seconds.
SILENCE_SECONDS = 40.0


class Watcher(threading.Thread):
    """Listens to an edition's board until the results of `stage_id` are published, or it is told to end.

    Before an entry's place is about to be revealed, `allow` must name it. `leaks` says what was
    seen too early, `frames` how many boards came, `shown` what the newest board of the stage shows,
    `head` the root of the proof log that the board showed last before the first place.
    """

    def __init__(self, live_url: str, *, edition_id: str, stage_id: str) -> None:
        super().__init__(name="board", daemon=True)
        self._url = f"{live_url}/editions/{edition_id}/board"
        self._stage_id = stage_id
        self._allowed: set[str] = set()
        self._changed = threading.Condition()
        self._ended = False
        self.leaks: list[str] = []
        self.frames = 0
        self.shown: dict[str, Any] = {}
        self.head = ""
        self.trouble = ""

    def allow(self, entry_ids: set[str]) -> None:
        """Say that these may be seen from now on."""
        with self._changed:
            self._allowed |= entry_ids

    def wait_for(self, entry_ids: set[str], *, seconds: float = 15.0) -> bool:
        """Return whether the board shows these, waiting for it for a while."""
        with self._changed:
            return self._changed.wait_for(lambda: entry_ids <= self._seen(), timeout=seconds)

    def wait_state(self, state: str, *, seconds: float = 15.0) -> bool:
        """Return whether the board says that its stage is in this state, waiting for it for a while."""
        with self._changed:
            return self._changed.wait_for(lambda: self.shown.get("state") == state, timeout=seconds)

    def end(self) -> None:
        """Stop listening at the next word that comes."""
        self._ended = True

    def run(self) -> None:
        """Listen, and again when the connection is lost."""
        while not self._ended and self.shown.get("state") != "published":
            try:
                for board in self._boards():
                    self.look_at(board)
                    if self._ended or self.shown.get("state") == "published":
                        return
            except (httpx.HTTPError, OSError) as error:
                self.trouble = repr(error)
                time.sleep(0.5)

    def look_at(self, board: dict[str, Any]) -> None:
        """Take a board, from the stream or from elsewhere, and note what it shows too early."""
        with self._changed:
            self.frames += 1
            early = [r for r in board["rows"] if r["entry_id"] not in self._allowed]
            self.leaks += [f"{r['company']} was on the board of {board['stage_id']}" for r in early]
            newer = board["number"] > self.shown.get("number", 0)
            if board["stage_id"] == self._stage_id and newer:
                self.shown = board
                if board.get("proof") and not board["rows"]:
                    self.head = board["proof"]["root"]
            self._changed.notify_all()

    def _seen(self) -> set[str]:
        return {row["entry_id"] for row in self.shown.get("rows", ())}

    def _boards(self) -> Iterator[dict[str, Any]]:
        with httpx.stream("GET", self._url, timeout=SILENCE_SECONDS, trust_env=False) as response:
            response.raise_for_status()
            for line in response.iter_lines():
                if line.startswith("data:") and (board := json.loads(line[5:])):
                    yield board
