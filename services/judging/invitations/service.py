"""Entrypoints of invitations; part of the service judging."""

from typing import Any

from schemas.commands import AnswerTerms, EditJudge, ImportJudges, SetTerms
from schemas.queries import GetJudgePart, GetTerms
from services.chassis.messaging import Asked, ask
from services.judging.invitations import handlers, queries
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


class Invitations:
    store: JudgingStore

    @ask(ImportJudges)
    def import_judges(self, command: Asked) -> Answer:
        return handlers.import_judges(command, self.store)

    @ask(EditJudge)
    def edit_judge(self, command: Asked) -> Answer:
        return handlers.edit_judge(command, self.store)

    @ask(SetTerms)
    def set_terms(self, command: Asked) -> Answer:
        return handlers.set_terms(command, self.store)

    @ask(AnswerTerms)
    def answer_terms(self, command: Asked) -> Answer:
        return handlers.answer_terms(command, self.store)

    @ask(GetTerms)
    def get_terms(self, query: Asked) -> Answer:
        return queries.get_terms(self.store, query.data)

    @ask(GetJudgePart)
    def get_judge_part(self, query: Asked) -> Answer:
        return queries.get_judge_part(self.store, query.data)
