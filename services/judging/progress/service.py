"""Entrypoints of progress; part of the service judging."""

from typing import Any

from schemas.queries import GetProgress, ListProgress
from services.chassis.messaging import Asked, ask
from services.judging.progress import queries
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


class Progress:
    store: JudgingStore

    @ask(GetProgress)
    def get_progress(self, query: Asked) -> Answer:
        return queries.get_progress(self.store, query.data)

    @ask(ListProgress)
    def list_progress(self, query: Asked) -> Answer:
        return queries.list_progress(self.store, query.data)
