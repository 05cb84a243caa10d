"""Large tables are made beside requests, into a folder that all workers of the machine share.

A job is two files: how far it is, and what it has made. Both are thrown away after a day.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

import structlog

from gateway.clients import Unavailable
from schemas.refusal import Refusal

LOG = structlog.get_logger(__name__)

RUNNING, DONE, FAILED = "running", "done", "failed"
STATES = (RUNNING, DONE, FAILED)
KEPT_SECONDS = 24 * 3600
# A worker that was ended takes its jobs with it: one that was not heard of for so long has failed.
SILENT_SECONDS = 60
NOTED_SECONDS = 0.3
# Making takes a processor: more at once would only slow pages down.
_MAKING = threading.BoundedSemaphore(2)

Tell = Callable[[int], None]
# Writes the whole of a file, and tells how many rows it has so far.
Make = Callable[[Tell, IO[bytes]], None]


@dataclass(frozen=True)
class Job:
    """`rows` are written, of `expected` where that is known before; `seen` is when it was last heard of."""

    job_id: str
    edition_id: str
    table: str
    form: str
    stage_id: str
    at: float
    seen: float
    state: str = RUNNING
    rows: int = 0
    expected: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the job as pages and programs see it."""
        names = ("job_id", "table", "form", "stage_id", "state", "rows", "expected")
        return {name: getattr(self, name) for name in names}


class Makings:
    """The jobs of a machine."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = folder, clock

    def job(self, key: str, *, edition_id: str, expected: int | None, **wanted: str) -> Job:
        """Return a job that is not begun; the same for the same key."""
        now = self._clock()
        id = f"x-{sha256(f'{edition_id} {key}'.encode()).hexdigest()[:24]}"
        return Job(id, edition_id, at=now, seen=now, expected=expected, **wanted)

    def begin(self, job: Job, make: Make) -> Job:
        """Begin a job on a thread of its own; one that was begun before is returned as it stands."""
        known = self.find(job.edition_id, job.job_id)
        if known is not None:
            return known
        self._clear()
        self._note(job)
        threading.Thread(target=self._run, args=(job, make), daemon=True).start()
        return job

    def find(self, edition_id: str, job_id: str) -> Job | None:
        """Return an edition's job, None when there is none, or not any more."""
        try:
            job = Job(**json.loads(self._told(job_id).read_text()))
        except (FileNotFoundError, NotADirectoryError):
            return None
        if job.edition_id != edition_id:
            return None
        lost = job.state == RUNNING and self._clock() - job.seen > SILENT_SECONDS
        return replace(job, state=FAILED) if lost else job

    def file(self, job: Job) -> Path:
        """Return where what the job makes is."""
        return self._folder / f"{job.job_id}.{job.form}"

    def _run(self, job: Job, make: Make) -> None:
        while not _MAKING.acquire(timeout=SILENT_SECONDS / 4):
            job = self._note(job)
        now = job

        def tell(rows: int) -> None:
            nonlocal now
            now = replace(now, rows=rows)
            if self._clock() - now.seen > NOTED_SECONDS:
                now = self._note(now)

        try:
            with self.file(job).open("wb") as file:
                make(tell, file)
            self._note(replace(now, state=DONE))
        except Exception as error:
            LOG.warning("an export failed", job=job.job_id, table=job.table, error=repr(error))
            if not isinstance(error, Refusal | Unavailable):
                LOG.exception("an export failed for no reason that is known", job=job.job_id)
            self._note(replace(now, state=FAILED))
        finally:
            _MAKING.release()

    def _note(self, job: Job) -> Job:
        """Write down how far it is, in one step for whoever reads it meanwhile."""
        job = replace(job, seen=self._clock())
        self._folder.mkdir(parents=True, exist_ok=True)
        written = self._folder / f"{job.job_id}.{threading.get_ident()}.new"
        written.write_text(json.dumps(asdict(job)))
        os.replace(written, self._told(job.job_id))
        return job

    def _told(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.json"

    def _clear(self) -> None:
        for path in self._folder.glob("x-*"):
            with suppress(FileNotFoundError):
                if self._clock() - path.stat().st_mtime > KEPT_SECONDS:
                    path.unlink()


def counting(rows: Iterable[Any], tell: Tell) -> Iterator[Any]:
    """Yield the rows, and tell how many there were so far."""
    for number, row in enumerate(rows, start=1):
        yield row
        tell(number)
