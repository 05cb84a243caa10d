"""Entrypoints of handovers; part of the service judging."""

from typing import Any

from schemas.commands import FillGaps, HandOver
from schemas.queries import GetHandover
from services.chassis.messaging import Asked, ask
from services.judging.handover import handlers, queries
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


class Handovers:
    store: JudgingStore

    @ask(HandOver)
    def hand_over(self, command: Asked) -> Answer:
        return handlers.hand_over(command, self.store)

    @ask(FillGaps)
    def fill_gaps(self, command: Asked) -> Answer:
        return handlers.fill_gaps(command, self.store)

    @ask(GetHandover)
    def get_handover(self, query: Asked) -> Answer:
        return queries.get_handover(self.store, query.data)
