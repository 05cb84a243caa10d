"""Votes of the audience at the gateway's doors."""

import pytest

from gateway.access.limits import Limit, TooOften
from gateway.clients import Unavailable
from gateway.resources import tickets, votes
from gateway.telemetry import shown_path
from schemas.refusal import NotFound, Refusal
from tests.unit.gateway.answers import EDITION, ENTRY

URL = "/api/v1/votes"
SECRET = "mfrggzdfmztwq2lknnwg23tpoa"
DOOR = f"/api/v1/editions/{EDITION}/votes/audience"


@pytest.fixture(autouse=True)
def forgetful(monkeypatch):
    """Start each test with a worker that has seen no ticket."""
    monkeypatch.setattr(tickets, "KNOWN", tickets.Known())
    monkeypatch.setattr(votes, "LIMIT", Limit(clock=lambda: 0.0))


def a_vote(**changes):
    vote = {"command_id": "c-1", "edition_id": EDITION, "vote_id": "audience", "ticket": SECRET}
    return {**vote, "entry_id": ENTRY, "made_at": "2026-11-23T12:00:00+00:00", **changes}


def test_a_vote_is_safe_once_the_broker_has_it_and_its_ticket_is_told_to_nobody(gateway):
    response = gateway.post(URL, json=a_vote())
    [envelope] = gateway.tell.told
    assert (response.status_code, response.json["state"]) == (202, "safe")
    assert response.json["receipt"].startswith("c-1.")
    assert envelope.data["ticket"] == tickets.digest_of(SECRET)
    assert SECRET not in envelope.encode().decode() + response.text + str(gateway.ask.asked)


def test_the_same_vote_again_has_the_same_receipt_and_is_never_too_often(gateway):
    answers = [gateway.post(URL, json=a_vote()) for _ in range(20)]
    assert {(a.status_code, a.json["receipt"]) for a in answers} == {(202, answers[0].json["receipt"])}


def test_a_ticket_may_change_its_mind_now_and_then_but_not_all_the_time(gateway):
    statuses = [gateway.post(URL, json=a_vote(command_id=f"c-{n}")).status_code for n in range(8)]
    assert statuses == [202] * 6 + [429] * 2
    other = gateway.post(URL, json=a_vote(command_id="c-9", ticket="another"))
    assert other.status_code == 202


def test_a_limit_gives_way_with_time_and_forgets_who_came_first():
    now = [0.0]
    limit = Limit(burst=2, seconds=5, size=2, clock=lambda: now[0])
    limit.check("a")
    limit.check("a")
    with pytest.raises(TooOften) as refused:
        limit.check("a")
    assert refused.value.errors == {"retry_after": {"seconds": 6}}
    now[0] = 6.0
    limit.check("a")


def test_what_is_no_ticket_is_turned_away_at_the_door(gateway):
    gateway.ask.answers["GetTicket"] = NotFound("this ticket is not known")
    assert gateway.post(URL, json=a_vote()).status_code == 404
    assert gateway.tell.told == []


def test_votes_are_taken_while_scoring_is_away(gateway):
    gateway.ask.silent = {"scoring"}
    assert gateway.post(URL, json=a_vote()).status_code == 202


def test_without_a_confirm_a_vote_is_not_said_to_be_safe(gateway):
    gateway.tell.trouble = Unavailable("no confirm from the broker in 2 s; send it again")
    assert gateway.post(URL, json=a_vote()).status_code == 503
    gateway.tell.trouble = None
    assert gateway.post(URL, json=a_vote()).status_code == 202


def test_the_closing_goes_after_the_votes_through_their_queue(gateway):
    assert gateway.post(f"{DOOR}/close", by="olive").json["state"] == "closed"
    assert [envelope.name for envelope in gateway.tell.told] == ["SettleVote"]


def test_a_reveal_that_comes_too_early_has_the_queue_asked_again(gateway):
    class VotesArriving(Refusal):
        code = "votes_arriving"

    gateway.ask.answers["RevealVote"] = VotesArriving("still being counted")
    assert gateway.post(f"{DOOR}/reveal", by="olive").json["code"] == "votes_arriving"
    assert [envelope.name for envelope in gateway.tell.told] == ["SettleVote"]


def test_tickets_are_shown_once_and_kept_as_digests(gateway):
    url = f"/api/v1/editions/{EDITION}/tickets"
    issued = gateway.post(url, by="olive", json={"count": 3}).json["tickets"]
    [(asked, _, _)] = gateway.ask.named("IssueTickets")
    secrets = [each["url"].rpartition("/")[2] for each in issued]
    assert [each["number"] for each in issued] == [1, 2, 3]
    assert asked["tickets"] == [tickets.digest_of(secret) for secret in secrets]
    assert len(set(secrets)) == 3
    assert {len(secret) for secret in secrets} == {26}
    assert gateway.post(url, by="olive", json={"count": 501}).status_code == 422


PAGE = f"/vote/{EDITION}/{SECRET}"
FORM = {"command_id": "c-1", "vote_id": "audience", "entry_id": ENTRY}


def test_a_ticket_stays_out_of_caches_referrers_and_cookies(gateway):
    for response in (gateway.get(PAGE), gateway.post(PAGE, data=FORM)):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "strict-origin"
        assert "Set-Cookie" not in response.headers


def test_a_vote_by_form_says_what_became_of_it(gateway):
    response = gateway.post(PAGE, data=FORM)
    [envelope] = gateway.tell.told
    assert (envelope.id, envelope.data["entry_id"]) == ("c-1", ENTRY)
    assert "✓✓ Counted" in gateway.get(response.location).text
    gateway.ask.answers["GetVoteReceipts"] = {
        "receipts": [{"receipt": "c", "state": "refused", "refusal": {"code": "vote_closed", "detail": ""}}]
    }
    assert "The vote was closed when this arrived." in gateway.get(response.location).text


def test_the_page_is_shown_and_takes_votes_while_scoring_is_away(gateway):
    gateway.get(PAGE)
    gateway.ask.silent = {"registration", "judging", "scoring"}
    assert "黑馬支付 DarkPay" in gateway.get(PAGE).text
    response = gateway.post(PAGE, data=FORM)
    assert (response.status_code, gateway.get(response.location).status_code) == (303, 200)


def test_a_ticket_that_is_not_known_leads_to_where_tickets_are(gateway):
    gateway.ask.answers["GetTicket"] = NotFound("this ticket is not known")
    for response in (gateway.get(PAGE), gateway.post(PAGE, data=FORM)):
        assert response.status_code == 404
        assert f"/editions/{EDITION}/vote" in response.text


def test_a_form_that_was_tampered_with_is_refused(gateway):
    response = gateway.post(PAGE, data={**FORM, "entry_id": "no id!"})
    assert (response.status_code, gateway.tell.told) == (422, [])


@pytest.mark.parametrize(("act", "message"), [("close", "CloseVote"), ("reveal", "RevealVote")])
def test_each_button_of_a_vote_asks_for_its_command(gateway, act, message):
    response = gateway.post(
        f"/editions/{EDITION}/votes/audience/{act}", by="olive", data={"command_id": "c-1"}
    )
    assert gateway.ask.named(message)[0][:2] == ({"edition_id": EDITION, "vote_id": "audience"}, "c-1")
    assert response.location == f"/editions/{EDITION}/votes"


def test_a_sheet_shows_each_ticket_with_its_code_and_how_many_are_left(gateway):
    response = gateway.post(f"/editions/{EDITION}/tickets", by="olive", data={"count": "1000"})
    assert response.text.count("<svg") == 192
    assert 'data-made="192" data-wanted="1000"' in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "style=" not in response.text


@pytest.mark.parametrize(("path", "logged"), [(PAGE, "/vote/<id:edition_id>/<id:ticket>"), ("/", "/")])
def test_a_ticket_stays_out_of_the_logs(gateway, path, logged):
    with gateway.app.test_request_context(path):
        assert shown_path() == logged
