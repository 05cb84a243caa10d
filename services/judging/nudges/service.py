"""Entrypoints of reminders; part of the service judging."""

from typing import Any

from schemas.commands import NudgeJudges
from schemas.queries import ListNudges
from services.chassis.messaging import Asked, ask
from services.judging.nudges import handlers
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


class Reminders:
    store: JudgingStore

    @ask(NudgeJudges)
    def nudge_judges(self, command: Asked) -> Answer:
        return handlers.nudge_judges(command, self.store)

    @ask(ListNudges)
    def list_nudges(self, query: Asked) -> Answer:
        return handlers.list_nudges(query, self.store)
