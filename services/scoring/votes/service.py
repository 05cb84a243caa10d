"""Entrypoints of audience votes; part of the service scoring."""

from typing import Any

from schemas.commands import (
    CastVote,
    CloseVote,
    IssueTickets,
    OpenVote,
    RevealVote,
    SettleVote,
    VoidTicket,
)
from schemas.queries import GetTicket, GetTurnout, GetVoteReceipts, GetVotes
from services.chassis.messaging import Asked, Envelope, ask, consume_batch
from services.scoring.repository import ScoringStore
from services.scoring.votes import handlers, queries

Answer = dict[str, Any]


class AudienceVotes:
    store: ScoringStore

    # One list for both: who settles a vote has then seen what stood before it in the queue.
    @consume_batch(CastVote, SettleVote, size=500)
    def on_votes(self, commands: list[Envelope]) -> None:
        handlers.take_votes(commands, self.store)

    @ask(OpenVote)
    def open_vote(self, command: Asked) -> Answer:
        return handlers.open_vote(command, self.store)

    @ask(CloseVote)
    def close_vote(self, command: Asked) -> Answer:
        return handlers.close_vote(command, self.store)

    @ask(RevealVote)
    def reveal_vote(self, command: Asked) -> Answer:
        return handlers.reveal_vote(command, self.store)

    @ask(IssueTickets)
    def issue_tickets(self, command: Asked) -> Answer:
        return handlers.issue_tickets(command, self.store)

    @ask(VoidTicket)
    def void_ticket(self, command: Asked) -> Answer:
        return handlers.void_ticket(command, self.store)

    @ask(GetVotes)
    def get_votes(self, query: Asked) -> Answer:
        return queries.get_votes(self.store, query.data)

    @ask(GetTurnout)
    def get_turnout(self, query: Asked) -> Answer:
        return queries.get_turnout(self.store, query.data)

    @ask(GetTicket)
    def get_ticket(self, query: Asked) -> Answer:
        return queries.get_ticket(self.store, query.data)

    @ask(GetVoteReceipts)
    def get_vote_receipts(self, query: Asked) -> Answer:
        return queries.get_vote_receipts(self.store, query.data)
