"""What somebody in the audience can measure without reading it: nothing depends on what is hidden.

Two evenings with the same acts and other marks are told apart by no answer's length, by no frame's, by
how many there are of each kind, nor by the act at which they come. In one evening two entries share the
first place, so that even the number of reveals differs; the last place, which is revealed, is the same.
"""

from datetime import UTC, datetime

import pytest

from infra.demo.client import Refused
from schemas.envelope import wrap
from schemas.events import VoteChanged
from tests.browser.diary import Diary, apart
from tests.support.hall import Hall

# By judge and entry: one evening without a doubt, and one in which the lead is lost at the end.
TIED = ((2, 10, 10), (2, 10, 10), (2, 10, 10))
CLOSE = ((2, 9, 4), (2, 4, 9), (2, 3, 9))
CHOSEN = {TIED: (0, 0, 0), CLOSE: (2, 1, 0)}
HIGHEST = 10


def addresses(evening):
    """Return all that the audience can ask for of the edition, and what it is refused."""
    api, live = f"/api/v1{evening.path}", f"{evening.live_url}{evening.path}"
    doors = ("results", "standings", "scorecards", "coverage", "session", "proof", "sealed-results")
    pages = ("", "/board", "/screen", "/gallery", "/vote", f"/stages/{evening.stage_id}/proof")
    return (
        *(f"{evening.path}{page}" for page in pages),
        *(f"{api}/stages/{evening.stage_id}/{door}" for door in (*doors, "spread", "desk", "late")),
        *(f"{api}{door}" for door in ("", "/board", "/votes", "/turnout", "/entries", "/judges")),
        f"{live}/show.json",
    )


def state(word):
    return lambda told: told.get("state") == word


def leader(evening):
    return next(row for row in evening.get("standings")["rows"] if row["place"] == 1)


class Night:
    """An evening that is played act by act, while somebody in the audience measures."""

    def __init__(self, evening, visitor, *, after_card=None):
        self.evening, self.after_card = evening, after_card or (lambda evening: None)
        live = f"{evening.live_url}{evening.path}"
        owed = len(evening.judges) * len(evening.entries)
        # The board of the stage that follows is told once too, and may be told late.
        begun = (lambda told: told.get("expected") == owed, lambda told: told.get("stage_id") == "final")
        self.diary = Diary(visitor, [f"{live}/board", f"{live}/show"], until=begun)

    def play(self, marks):
        self.look("open")
        self.vote(CHOSEN[marks])
        self.score(marks)
        self.look("scored")
        self.evening.close()
        self.act("freeze", self.evening.freeze, until=state("frozen"))
        self.act("certify", lambda: self.post("certify"), until=state("certified"))
        self.look("certified")
        self.act("reveal", lambda: self.post("reveal", {"step": 1}), until=state("revealing"))
        self.look("revealed")
        return self.diary

    def score(self, marks):
        counted = 0
        for judge, given in zip(self.evening.judges, marks, strict=True):
            phone = self.evening.client_of(judge)
            for entry_id, mark in zip(self.evening.entries, given, strict=True):
                counted += 1
                card = self.evening.scorecard(entry_id, mark)
                self.act(
                    f"card {counted}",
                    lambda phone=phone, card=card: phone.post("/scorecards", card),
                    until=lambda told, counted=counted: told.get("counted") == counted,
                )
                self.after_card(self.evening)
            phone.close()

    def vote(self, chosen):
        entries = list(self.evening.entries)
        self.act("open vote", lambda: self.evening.open_vote("hall", "Hall"), until=state("open"), streams=1)
        self.evening.cast("hall", [entries[turn] for turn in chosen])
        close = f"{self.evening.path}/votes/hall/close"
        self.act("close vote", lambda: self.evening.organiser.post(close), until=state("closed"), streams=1)

    def act(self, name, do, *, until, streams=2):
        self.diary.act(name, do, until=until, streams=streams)

    def look(self, name):
        self.diary.sweep(name, addresses(self.evening))

    def post(self, what, body=None):
        self.evening.organiser.post(f"{self.evening.stage}/{what}", body)


@pytest.fixture(scope="module")
def played(make, regulars):
    """Play an evening with these marks; return the diary of somebody in its audience."""

    def play(marks, *, prepare=None, after_card=None):
        evening, visitor = make(entries=3).open(), regulars()
        if prepare is not None:
            prepare(evening, visitor)
        return Night(evening, visitor, after_card=after_card).play(marks)

    return play


@pytest.fixture(scope="module")
def without_doubt(played):
    return played(TIED)


def test_no_length_no_count_and_no_moment_depends_on_what_is_hidden(played, without_doubt):
    close = played(CLOSE)
    assert apart(without_doubt, close) == []
    assert sum(line.startswith("card") for line in close.lines) == 2 * 9
    assert sum(" is 200" in line for line in close.lines) > 4 * 8


def pad_the_board(evening, visitor):
    """Let the board's answer be longer the further its hidden first is from the highest total."""

    def answer(route):
        response = route.fetch()
        try:
            more = HIGHEST - int(float(leader(evening)["total"]))
        except (Refused, StopIteration):
            more = 0
        route.fulfill(response=response, body=response.text() + " " * more)

    visitor.context.route("**/api/v1/editions/*/board", answer)


def test_control_a_length_that_depends_on_a_hidden_total_is_found(played, without_doubt):
    found = apart(without_doubt, played(CLOSE, prepare=pad_the_board))
    assert {line.partition(":")[0] for line in found} == {"scored", "certified", "revealed"}


def telling_of_a_new_leader(amqp_uri):
    """Return what tells everybody an empty word whenever somebody else comes to lead, late in the evening."""
    known = []

    def tell(evening):
        standings = evening.get("standings")
        if standings["counted"] <= len(evening.entries):
            return
        first = leader(evening)["entry_id"]
        if known and known[-1] != first:
            hall = Hall.looking(amqp_uri)
            hall.tell(empty_word(evening, len(known)))
            hall.close()
        known.append(first)

    return tell


def empty_word(evening, number):
    now = datetime.now(UTC)
    names = {"edition_id": evening.edition_id, "vote_id": "word", "number": number, "name": "Word"}
    body = {**names, "stage_id": evening.stage_id, "state": "closed", "choices": [], "totals": []}
    body = {**body, "opened_at": now.isoformat(), "closed_at": now.isoformat()}
    subject = f"{evening.edition_id}.word"
    return wrap(VoteChanged, body, subject=subject, time=now, aggregate_version=number)


def test_control_a_frame_that_comes_when_the_lead_changes_is_found(played, without_doubt, system):
    found = apart(without_doubt, played(CLOSE, after_card=telling_of_a_new_leader(system.amqp_uri)))
    assert [line for line in found if "vote of" in line]
