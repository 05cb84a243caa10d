"""An audience's vote in a stage's result, over a real database: from the ballots to the verified proof."""

import json

import pytest

from infra.proof.verify import verify
from schemas.commands import VoidTicket
from services.chassis.storage import ensure_indexes, open_database
from services.scoring.repository import ScoringStore
from services.scoring.votes.domain.refusals import VoteCounted, VoteStillOpen
from tests.integration.test_votes import Hall
from tests.unit.scoring.contest import Contest, a_stage, edition_started, stage_closed


@pytest.fixture
def hall(stack, database_prefix):
    """The hall of three entries in a closed final; 40 % of its result are the audience's."""
    database = open_database(stack.mongodb_uri, f"{database_prefix}scoring")
    store = ScoringStore(database)
    ensure_indexes(store)
    hall = Hall(store)
    started = edition_started(a_stage(audience_percent=40), version=2)
    hall.contest = Contest(store).hear(started, stage_closed())
    yield hall
    database.client.close()


def voted(hall):
    hall.open()
    hall.take(*(hall.vote(n, "bee") for n in (1, 2, 3, 4)), hall.vote(5, "cat"), hall.vote(6, "cat"))
    hall.at(2).close()
    return hall.at(3)


def test_the_result_follows_from_ballots_and_marks_and_is_proven(hall):
    hall.open()
    with pytest.raises(VoteStillOpen):
        hall.contest.freeze()
    voted(hall).contest.freeze()
    rows = hall.contest.standings()["rows"]
    assert [(row["entry_id"], row["total"], row["votes"]) for row in rows] == [
        ("bee", "8.20", 4),
        ("cat", "6.20", 2),
        ("ant", "4.80", 0),
    ]
    hall.contest.certify()
    assert "votes" not in json.dumps(hall.contest.board())
    hall.reveal()
    hall.contest.publish()
    assert [check.said for check in verify(hall.contest.proof()) if not check.held] == []


def test_what_the_freeze_took_in_stays_whatever_becomes_of_a_ticket(hall):
    voted(hall).contest.freeze()
    hall.ask(VoidTicket, number=1)
    with pytest.raises(VoteCounted):
        hall.open()
    shown = hall.reveal()
    assert {each["entry_id"]: each["votes"] for each in shown["totals"]} == {"ant": 0, "bee": 4, "cat": 2}


def test_after_a_thaw_the_vote_can_be_opened_again_and_counts_as_it_is_then(hall):
    voted(hall).contest.freeze()
    hall.contest.thaw()
    hall.open()
    hall.take(*(hall.vote(n, "ant") for n in (7, 8, 9)))
    hall.at(5).close()
    hall.at(6).contest.freeze()
    assert {row["entry_id"]: row["votes"] for row in hall.contest.standings()["rows"]} == {
        "ant": 3,
        "bee": 4,
        "cat": 2,
    }
