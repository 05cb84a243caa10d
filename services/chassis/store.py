"""What a service remembers by, as nameko's dependency."""

from collections.abc import Callable
from typing import Any, Protocol

import eventlet
import pymongo
import structlog
from nameko.extensions import DependencyProvider
from pymongo.database import Database
from pymongo.errors import PyMongoError

from services.chassis.settings import Settings
from services.chassis.storage import Receipts, Trail, ensure_indexes, open_database
from services.chassis.telemetry import HEART

LOG = structlog.get_logger(__name__)

INDEXES_SECONDS = 900.0
BEAT_SECONDS = 1.0


class Store(Protocol):
    """What a service builds over its database."""

    def ensure_indexes(self) -> None: ...


class MongoStore(DependencyProvider):  # type: ignore[misc]
    """Gives a service the store that `build` makes over the service's database.

    Repositories among the store's attributes get their own indexes, and the store the attributes
    `receipts` and `trail`. Indexes are made in the background, so that a service starts without its database,
    and may take their time: on a large collection an index takes minutes, which is no stall.
    """

    def __init__(self, service: str, build: Callable[[Database[dict[str, Any]]], Store]) -> None:
        self.service = service
        self.build = build

    def setup(self) -> None:
        settings = Settings.from_environment()
        self.database = open_database(settings.mongodb_uri, settings.database_name(self.service))
        self.store = self.build(self.database)
        self.store.receipts = Receipts(self.database["receipts"])  # type: ignore[attr-defined]
        self.store.trail = Trail(self.database["audit"])  # type: ignore[attr-defined]
        self.store.database = self.database  # type: ignore[attr-defined]

    def start(self) -> None:
        HEART.beat("database", consuming=False)
        self.container.spawn_managed_thread(self._beat, identifier="database")
        self.container.spawn_managed_thread(self._prepare, identifier="indexes")

    def stop(self) -> None:
        self.database.client.close()

    def get_dependency(self, worker_ctx: Any) -> Store:
        return self.store

    def _beat(self) -> None:
        while True:
            HEART.beat("database")
            eventlet.sleep(BEAT_SECONDS)

    def _prepare(self) -> None:
        while True:
            try:
                with pymongo.timeout(INDEXES_SECONDS):
                    ensure_indexes(self.store)
            except PyMongoError as error:
                LOG.warning("database not ready", error=str(error))
                eventlet.sleep(1)
            else:
                HEART.beat("database", consuming=True)
                return
