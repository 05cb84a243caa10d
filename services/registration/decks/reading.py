"""Has decks read and drawn in a process of their own, one at a time."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from services.chassis.confined import Limits, run_confined
from services.registration.decks.domain.refusals import (
    REFUSED,
    DeckBroken,
    DeckHeavy,
    DeckRefused,
    ReadersBusy,
)

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
        told = self.run(DRAWING, path, folder, refused=REFUSED)
        pictures = [folder / f"{number}.webp" for number in range(1, told["pictures"] + 1)]
        return Drawn(told["pages"], pictures)

    def run(
        self, module: str, path: Path, folder: Path, *, refused: Mapping[str, type[DeckRefused]]
    ) -> dict[str, Any]:
        """Return what a module says of a file, read in a process of its own.

        Raises what it refuses, by code in `refused`, or ReadersBusy when too many are waiting.
        """
        with self._turn():
            ended = run_confined(module, str(path), str(folder), folder=folder, limits=self._limits)
        if ended.code != 0:
            LOG.warning("a file ended its reader", code=ended.code)
            raise DeckHeavy("the pages could not be drawn in the memory and time that there are")
        told: dict[str, Any] = json.loads(ended.said)
        if refusal := told.get("refusal"):
            kind = refused.get(refusal["code"], DeckBroken)
            raise kind(refusal["detail"], errors=refusal["errors"])
        return told

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise ReadersBusy("other files are being read; send it again in a moment")
        try:
            if not self._reading.acquire(timeout=WAITING_SECONDS):
                raise ReadersBusy("other files are being read; send it again in a moment")
            try:
                yield
            finally:
                self._reading.release()
        finally:
            self._places.release()
