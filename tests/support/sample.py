"""A small service on the real chassis, for tests of the chassis itself."""

import structlog

from schemas.commands import PublishShortlists, StateThesis
from schemas.events import (
    EVENTS,
    EditionStarted,
    EntryPromoted,
    EntryScreened,
    EntrySubmitted,
    EntryWithdrawn,
)
from schemas.refusal import Refusal
from services.chassis.messaging import Asked, Envelope, ask, consume, consume_batch
from services.chassis.storage import Copies, Repository, VersionConflict
from services.chassis.store import MongoStore
from tests.support.note import Notebook, from_state, to_state

LOG = structlog.get_logger(__name__)

POISON = "poison"


class SampleStore:
    def __init__(self, database):
        self.heard = Copies(database["heard"])
        self.batches = database["batches"]
        self.notebooks = Repository(
            database["notebooks"], events=EVENTS, to_state=to_state, from_state=from_state
        )

    def ensure_indexes(self):
        pass


class Sample:
    name = "matching"
    store = MongoStore("matching", SampleStore)
    conflicts = 0

    @consume(EditionStarted)
    def on_edition_started(self, event: Envelope) -> None:
        if event.data["name"] == POISON:
            raise RuntimeError("a handler that always throws")
        self.store.heard.put(
            event.subject, "edition", version=event.aggregate_version, values={"id": event.id}
        )

    @consume_batch(EntrySubmitted, EntryScreened, EntryPromoted, EntryWithdrawn, size=50, wait_ms=20)
    def on_entries(self, events: list[Envelope]) -> None:
        if any(event.subject == POISON for event in events):
            raise RuntimeError("a handler that always throws")
        self.store.heard.put_all((e.subject, e.name, e.aggregate_version, {"id": e.id}) for e in events)
        self.store.batches.insert_one({"size": len(events)})
        LOG.info("heard", events=len(events))

    @ask(PublishShortlists)
    def publish_shortlists(self, command: Asked) -> dict:
        notebook = self.store.notebooks.find("n-1") or Notebook("n-1")
        notebook.write(command.data["length"])
        self.store.notebooks.save(notebook)
        return {"shortlists": len(notebook.lines), "lines": 0}

    @ask(StateThesis)
    def state_thesis(self, command: Asked) -> dict:
        if command.data["investor_id"] == "stubborn":
            Sample.conflicts += 1
            if Sample.conflicts % 3:
                raise VersionConflict("sample", ["n-1"])
            return {"tries": 3}
        if command.data["investor_id"] == POISON:
            raise RuntimeError("a secret that nobody may hear")
        raise Refusal("no thesis is taken here", errors={"investor_id": ["stubborn is allowed"]})


SERVICE = Sample
