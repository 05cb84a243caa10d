"""Audience votes over a real database: counted once, in time, and told to nobody before the reveal."""

import json
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

import pytest

from schemas.commands import CastVote, CloseVote, IssueTickets, OpenVote, RevealVote, SettleVote, VoidTicket
from schemas.envelope import opened, wrap
from schemas.events import EntryDisqualified
from schemas.receipt import receipt_for
from schemas.refusal import NotFound, Refusal
from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes, open_database
from services.scoring.repository import ScoringStore
from services.scoring.votes import handlers, queries
from tests.unit.scoring.contest import (
    EDITION,
    NOON,
    STAGE,
    Contest,
    edition_started,
    entry_disqualified,
    three_entries,
)

VOTE = "audience"
COMMANDS = {
    OpenVote: handlers.open_vote,
    CloseVote: handlers.close_vote,
    RevealVote: handlers.reveal_vote,
    IssueTickets: handlers.issue_tickets,
    VoidTicket: handlers.void_ticket,
}


def ticket(number):
    return sha256(f"ticket {number}".encode()).hexdigest()


class Hall:
    """A contest of three entries whose audience has tickets 1 to 9. `now` is minutes after noon."""

    def __init__(self, store):
        self.store = store
        self.now = 0
        Contest(store).hear(edition_started(), *three_entries())
        self.ask(IssueTickets, tickets=[ticket(n) for n in range(1, 10)])

    def at(self, minutes):
        self.now = minutes
        return self

    def ask(self, message, **data):
        loaded = message().load({"edition_id": EDITION, **data})
        return COMMANDS[message](Asked(str(uuid4()), "p-1", self._moment(self.now), loaded), self.store)

    def open(self, **data):
        return self.ask(OpenVote, vote_id=VOTE, name="Audience award", stage_id=STAGE, **data)

    def close(self, *, settle=True):
        closed = self.ask(CloseVote, vote_id=VOTE)
        if settle:
            self.take(self.settling())
        return closed

    def reveal(self):
        return self.ask(RevealVote, vote_id=VOTE)

    def settling(self):
        return self._told(SettleVote, {"edition_id": EDITION, "vote_id": VOTE}, str(uuid4()), self.now)

    def vote(self, number, entry, *, id=None, received=None, made=None, edition=EDITION):
        made = self._moment(self.now if made is None else made).isoformat()
        data = {"edition_id": edition, "vote_id": VOTE, "ticket": ticket(number), "entry_id": entry}
        return self._told(CastVote, {**data, "made_at": made}, id or str(uuid4()), received)

    def take(self, *envelopes):
        handlers.take_votes(envelopes, self.store)
        return [self.outcome(envelope) for envelope in envelopes]

    def outcome(self, envelope):
        receipt = receipt_for(envelope.id, envelope.raw)
        (found,) = queries.get_vote_receipts(self.store, {"receipts": [receipt]})["receipts"]
        return found["refusal"]["code"] if found["refusal"] else found["state"]

    def totals(self):
        (turnout,) = queries.get_turnout(self.store, {"edition_id": EDITION})["votes"]
        return {row["entry_id"]: row["votes"] for row in turnout["rows"]}

    def public(self):
        """Return all that may be known without being an organiser."""
        told = list(self.store.audience.votes._collection.find({}, {"pending.body": 1}))
        return json.dumps([queries.get_votes(self.store, {"edition_id": EDITION}), told])

    def _told(self, message, data, id, received):
        time = self._moment(self.now if received is None else received)
        return opened(wrap(message, data, subject=EDITION, time=time, id=id), message())

    def _moment(self, minutes):
        return NOON + timedelta(minutes=minutes)


@pytest.fixture
def hall(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}scoring")
    store = ScoringStore(database)
    ensure_indexes(store)
    yield Hall(store)
    database.client.close()


def test_whatever_is_repeated_counts_once(hall):
    hall.open()
    votes = [hall.vote(1, "ant"), hall.vote(2, "ant"), hall.vote(3, "bee")]
    assert hall.take(*votes, *votes) == ["counted"] * 6
    assert hall.take(*reversed(votes)) == ["counted"] * 3
    assert hall.totals() == {"ant": 2, "bee": 1, "cat": 0}


def test_the_vote_that_was_made_last_counts_in_whatever_order_they_come(hall):
    hall.open()
    first, second = hall.vote(1, "ant", made=1, received=5), hall.vote(1, "bee", made=2, received=5)
    for order in ([first, second], [second, first]):
        hall.take(*order)
        assert hall.totals() == {"ant": 0, "bee": 1, "cat": 0}
    tied = [hall.vote(1, entry, id=id, made=3, received=5) for entry, id in (("cat", "b"), ("ant", "a"))]
    hall.take(*tied)
    assert hall.totals() == {"ant": 0, "bee": 0, "cat": 1}


def test_a_phone_whose_clock_is_ahead_cannot_fix_its_vote_for_ever(hall):
    hall.open()
    hall.take(hall.vote(1, "ant", made=600, received=1))
    hall.take(hall.vote(1, "bee", made=2, received=2))
    assert hall.totals()["bee"] == 1


def test_what_counts_is_when_the_gateway_had_the_vote(hall):
    early = hall.vote(1, "ant", received=1)
    hall.at(2).open()
    hall.at(5).close()
    in_time = hall.vote(2, "ant", received=4)
    late = hall.vote(3, "ant", made=4, received=6)
    assert hall.take(early, in_time, late) == ["vote_not_open", "counted", "vote_closed"]
    hall.at(7).open()
    between, again = hall.vote(4, "bee", received=6), hall.vote(5, "bee", received=8)
    assert hall.take(between, again) == ["vote_closed", "counted"]
    assert hall.totals() == {"ant": 1, "bee": 1, "cat": 0}


def test_what_has_no_right_to_count_is_refused_with_its_reason(hall):
    assert hall.take(hall.vote(1, "ant")) == ["vote_not_open"]
    hall.open(entry_ids=["ant", "bee"])
    hall.ask(VoidTicket, number=2)
    unknown, void, other = hall.vote(77, "ant"), hall.vote(2, "ant"), hall.vote(3, "cat")
    foreign = hall.vote(4, "ant", edition="ed-2")
    assert hall.take(unknown, void, other, foreign) == [
        "ticket_unknown",
        "ticket_void",
        "unknown_choice",
        "ticket_unknown",
    ]
    assert hall.totals() == {"ant": 0, "bee": 0}


def test_an_id_used_again_for_another_vote_is_refused_and_the_first_stands(hall):
    hall.open()
    first, other = hall.vote(1, "ant", id="c-1"), hall.vote(1, "bee", id="c-1", made=1, received=1)
    assert hall.take(first, other) == ["counted", "command_reused"]
    assert hall.take(other, first) == ["command_reused", "counted"]
    assert hall.totals()["ant"] == 1


def test_a_ticket_made_void_takes_its_vote_along(hall):
    hall.open()
    hall.take(hall.vote(1, "ant"), hall.vote(2, "ant"))
    hall.ask(VoidTicket, number=2)
    assert hall.totals()["ant"] == 1
    with pytest.raises(NotFound):
        hall.ask(VoidTicket, number=10)


def test_totals_wait_for_what_was_received_in_time(hall):
    hall.open()
    waiting = hall.vote(1, "cat", received=1)
    with pytest.raises(Refusal, match="close it first"):
        hall.reveal()
    hall.at(2).close(settle=False)
    with pytest.raises(Refusal, match="still being counted"):
        hall.at(3).reveal()
    hall.take(waiting, hall.settling())
    assert hall.reveal()["totals"] == [
        {"entry_id": "ant", "votes": 0},
        {"entry_id": "bee", "votes": 0},
        {"entry_id": "cat", "votes": 1},
    ]


def test_what_was_revealed_is_never_changed(hall):
    hall.open()
    hall.take(hall.vote(1, "ant"))
    hall.at(2).close()
    revealed = hall.at(3).reveal()
    assert hall.take(hall.vote(2, "bee", received=1)) == ["vote_revealed"]
    hall.ask(VoidTicket, number=1)
    assert hall.reveal() == revealed
    with pytest.raises(Refusal, match="was revealed"):
        hall.open()


def disqualified(entry_id):
    envelope = entry_disqualified(entry_id)
    return opened(envelope, EntryDisqualified())


def test_votes_for_who_is_disqualified_do_not_count(hall):
    hall.open()
    hall.take(hall.vote(1, "ant"), hall.vote(2, "bee"))
    for _ in range(2):
        handlers.strike_disqualified([disqualified("ant")], hall.store)
    assert hall.totals() == {"bee": 1, "cat": 0}
    assert hall.take(hall.vote(3, "ant")) == ["unknown_choice"]
    (turnout,) = queries.get_turnout(hall.store, {"edition_id": EDITION})["votes"]
    assert turnout["votes"] == 1


def test_who_is_disqualified_after_the_reveal_is_gone_from_what_was_revealed(hall):
    hall.open()
    hall.take(hall.vote(1, "ant"), hall.vote(2, "bee"))
    hall.at(2).close()
    hall.at(3).reveal()
    handlers.strike_disqualified([disqualified("ant")], hall.store)
    (vote,) = queries.get_votes(hall.store, {"edition_id": EDITION})["votes"]
    assert vote["totals"] == [{"entry_id": "bee", "votes": 1}, {"entry_id": "cat", "votes": 0}]
    assert [choice["entry_id"] for choice in vote["choices"]] == ["bee", "cat"]


def test_what_is_voted_on_stays_once_opened(hall):
    first = hall.open(entry_ids=["ant", "bee"])
    assert hall.open(entry_ids=["bee", "ant"]) == first
    with pytest.raises(Refusal, match="another id"):
        hall.open(entry_ids=["ant", "cat"])
    with pytest.raises(NotFound):
        hall.ask(OpenVote, vote_id="v-2", name="Other", stage_id=STAGE, entry_ids=["ant", "dog"])


def test_a_ticket_tells_its_number_and_what_was_chosen_by_it(hall):
    hall.open()
    hall.take(hall.vote(3, "cat"))
    found = queries.get_ticket(hall.store, {"edition_id": EDITION, "ticket": ticket(3)})
    assert found == {"number": 3, "void": False, "chosen": {VOTE: "cat"}}
    again = hall.ask(IssueTickets, tickets=[ticket(3), ticket(30), ticket(3)])
    assert again == {"numbers": [3, 10, 3]}


def test_nothing_public_depends_on_the_votes_before_the_reveal(hall):
    hall.open()
    before = hall.public()
    hall.take(*(hall.vote(n, "ant") for n in range(1, 6)))
    assert hall.public() == before
    hall.at(1).close()
    closed = hall.public()
    assert '"votes": 5' not in closed
    hall.at(2).reveal()
    # The control: the same search finds the totals once they are public.
    assert '"votes": 5' in hall.public()
