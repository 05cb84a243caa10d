"""Has decks read and drawn in a process of their own, one at a time."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from services.chassis.confined import Limits, run_confined
from services.registration.decks.domain.refusals import REFUSED, DeckBroken, DeckHeavy, ReadersBusy

LOG = structlog.get_logger(__name__)

DRAWING = "services.registration.decks.drawing"
LIMITS = Limits(memory=1024, processor=12, clock=15.0, file=8)
WAITING = 3
WAITING_SECONDS = 20.0


@dataclass(frozen=True)
class Drawn:
    """How many pages a file has, and the pictures of its first ones."""

    pages: int
    pictures: list[Path]


class DeckReader:
    """One reads while few wait; the others are told to come back, so that no ask waits for long."""

    def __init__(self, limits: Limits = LIMITS, *, waiting: int = WAITING) -> None:
        self._limits = limits
        self._reading = threading.Semaphore(1)
        self._places = threading.Semaphore(1 + waiting)

    def __call__(self, path: Path, folder: Path) -> Drawn:
        """Return what the file has, drawn into `folder`.

        Raises DeckRefused, or ReadersBusy when too many are waiting.
        """
        with self._turn():
            ended = run_confined(DRAWING, str(path), str(folder), folder=folder, limits=self._limits)
        if ended.code != 0:
            LOG.warning("a deck ended its reader", code=ended.code)
            raise DeckHeavy("the pages could not be drawn in the memory and time that there are")
        return _understood(json.loads(ended.said), folder)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise ReadersBusy("other decks are being read; send it again in a moment")
        try:
            if not self._reading.acquire(timeout=WAITING_SECONDS):
                raise ReadersBusy("other decks are being read; send it again in a moment")
            try:
                yield
            finally:
                self._reading.release()
        finally:
            self._places.release()


def _understood(told: dict[str, Any], folder: Path) -> Drawn:
    if refusal := told.get("refusal"):
        raise REFUSED.get(refusal["code"], DeckBroken)(refusal["detail"], errors=refusal["errors"])
    pictures = [folder / f"{number}.webp" for number in range(1, told["pictures"] + 1)]
    return Drawn(told["pages"], pictures)
