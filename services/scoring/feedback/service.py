"""Entrypoints of feedback; part of the service scoring."""

from typing import Any

from schemas.commands import ReleaseFeedback, TakeBackFeedback
from schemas.queries import GetFeedback, GetFeedbackRule
from services.chassis.messaging import Asked, ask
from services.scoring.feedback import handlers, queries
from services.scoring.repository import ScoringStore

Answer = dict[str, Any]


class Feedback:
    store: ScoringStore

    @ask(ReleaseFeedback)
    def release_feedback(self, command: Asked) -> Answer:
        return handlers.release_feedback(command, self.store)

    @ask(TakeBackFeedback)
    def take_back_feedback(self, command: Asked) -> Answer:
        return handlers.take_back_feedback(command, self.store)

    @ask(GetFeedbackRule)
    def get_feedback_rule(self, query: Asked) -> Answer:
        return queries.get_feedback_rule(self.store, query.data)

    @ask(GetFeedback)
    def get_feedback(self, query: Asked) -> Answer:
        return queries.get_feedback(self.store, query.data)
