"""The organiser's list of entries, the page of one, and the pages of those that look alike."""

import pytest

from gateway.clients import Unavailable
from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, ENTRY, HISTORY, PAIR

LIST = f"/editions/{EDITION}/entries"
ONE = f"{LIST}/{ENTRY}"
PAIRS = f"/editions/{EDITION}/duplicates"


class Decided(Refusal):
    code = "pair_decided"


@pytest.mark.parametrize(
    "path", [LIST, f"{LIST}?state=x&sort=x&search=a", ONE, PAIRS, f"{PAIRS}?state=merged"]
)
def test_they_are_for_organisers_of_the_edition(gateway, path):
    assert gateway.get(path, by="olive").status_code == 200
    for other in ("oscar", "judy", "fay", "ivan"):
        assert gateway.get(path, by=other).status_code == 403


def test_the_list_asks_for_what_the_address_says_and_for_nothing_that_is_none(gateway):
    gateway.get(f"{LIST}?search=pay&state=eligible&stage_id=final&sort=newest", by="olive")
    gateway.get(f"{LIST}?state=x&stage_id=x&sort=x", by="olive")
    first, second = (data for data, *_ in gateway.ask.named("ListEntries"))
    names = ("search", "state", "stage_id", "sort")
    assert [first[n] for n in names] == ["pay", "eligible", "final", "newest"]
    assert [second[n] for n in names] == ["", None, None, "company"]


def test_a_decision_on_ticks_goes_to_those_and_comes_back_to_the_same_list(gateway):
    form = {"decision": "eligible", "entry_id": [ENTRY, "e-2"], "search": "pay", "state": "submitted"}
    answer = gateway.post(f"{LIST}/decide", by="olive", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{LIST}?search=pay&state=submitted")
    told = gateway.ask.named("ScreenEntries")[0][0]
    assert (told["entry_ids"], told["decision"], "matching" in told) == ([ENTRY, "e-2"], "eligible", False)


def test_a_decision_on_all_that_are_found_goes_by_what_was_looked_for(gateway):
    form = {"decision": "withdrawn", "all": "on", "entry_id": ENTRY, "search": "pay", "state": "ineligible"}
    gateway.post(f"{LIST}/decide", by="olive", data=form)
    told = gateway.ask.named("WithdrawEntries")[0][0]
    assert "entry_ids" not in told
    assert told["matching"] == {"search": "pay", "state": "ineligible", "stage_id": None, "track": None}


def test_all_that_is_wrong_with_a_decision_is_said_at_once_and_what_was_typed_stays(gateway):
    answer = gateway.post(f"{LIST}/decide", by="olive", data={"decision": "ineligible"})
    assert answer.status_code == 422
    assert "Tick at least one" in answer.text
    assert "told why" in answer.text
    long = {"decision": "x", "reason": "y" * 501, "entry_id": ENTRY, "all": "on"}
    answer = gateway.post(f"{LIST}/decide", by="olive", data=long)
    assert "Say what is decided" in answer.text
    assert "At most 500" in answer.text
    assert "y" * 501 in answer.text
    assert answer.text.count(" checked>") == 2
    assert gateway.ask.named("ScreenEntries") == []


def test_a_decision_is_undone_from_the_list_and_what_stayed_is_counted(gateway):
    gateway.ask.answers["UndoDecision"] = {"restored": 1, "left": [], "left_count": 3}
    answer = gateway.post(f"{LIST}/undo", by="olive", data={"decision_id": "dc-0123456789abcdef"})
    assert answer.headers["Location"] == f"{LIST}?left=3"
    assert "3 entries have gone on since" in gateway.get(f"{LIST}?left=3", by="olive").text


def test_the_page_of_an_entry_has_its_history_deck_judges_and_conflicts(gateway):
    page = gateway.get(ONE, by="olive").text
    for said in ("DarkPay.pdf", "Judy Chen", "Ada Lin", "Must not judge", "Stays for", "What was done"):
        assert said in page


def test_the_page_of_an_entry_does_without_judging(gateway):
    gateway.ask.answers["ListEntryCards"] = Unavailable("judging does not answer")
    page = gateway.get(ONE, by="olive")
    assert page.status_code == 200
    assert "does not answer at the moment" in page.text


def test_a_merged_entry_leads_to_the_one_that_stays(gateway):
    stays = HISTORY["merged"][0]
    gateway.ask.answers["GetEntryHistory"] = {**HISTORY, "stays": {**stays, "entry_id": "e-9"}, "merged": []}
    assert f'href="{LIST}/e-9"' in gateway.get(ONE, by="olive").text


def test_a_refusal_is_shown_on_the_page_of_the_entry_that_it_is_about(gateway):
    form = {"decision": "ineligible", "entry_id": ENTRY, "back": ENTRY, "reason": ""}
    answer = gateway.post(f"{LIST}/decide", by="olive", data=form)
    assert answer.status_code == 422
    assert "What was done" in answer.text


@pytest.mark.parametrize(
    ("pressed", "told"), [("keep", ("keep", None)), (f"merge:{ENTRY}", ("merge", ENTRY))]
)
def test_a_pair_is_decided_on_as_it_was_seen(gateway, pressed, told):
    form = {"pair_id": PAIR["pair_id"], "decision": pressed, "seen": "7", "state": "open", "page": "2"}
    answer = gateway.post(f"{PAIRS}/decide", by="olive", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAIRS}?state=open&page=2")
    data = gateway.ask.named("DecidePair")[0][0]
    assert (data["decision"], data["stays"], data["seen"]) == (*told, 7)


def test_the_second_who_decides_on_a_pair_is_told(gateway):
    gateway.ask.answers["DecidePair"] = Decided("somebody else decided on these two meanwhile")
    form = {"pair_id": PAIR["pair_id"], "decision": "keep", "seen": "1"}
    answer = gateway.post(f"{PAIRS}/decide", by="olive", data=form)
    assert answer.status_code == 409
    assert "Somebody else decided on these two" in answer.text


def test_pairs_and_decisions_are_to_be_had_over_http(gateway):
    pairs = gateway.get(f"/api/v1{PAIRS}", by="olive").get_json()
    assert pairs["pairs"][0]["reasons"] == PAIR["reasons"]
    decisions = gateway.get(f"/api/v1/editions/{EDITION}/decisions", by="olive").get_json()["decisions"]
    undone = gateway.post(
        f"/api/v1/editions/{EDITION}/decisions/{decisions[0]['decision_id']}/undo", by="olive"
    )
    assert undone.get_json()["restored"] == 2
    history = gateway.get(f"/api/v1{ONE}/history", by="olive").get_json()
    assert history["turns"][0]["undoable"] is True


def test_one_startup_is_entered_by_hand_and_leads_to_its_page(gateway):
    form = {"company": "Kiko", "categories": "Maps, Food", "founded_year": "2024", "city": "Tainan"}
    answer = gateway.post(f"/editions/{EDITION}/new-entry", by="olive", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, ONE)
    told = gateway.ask.named("SubmitEntry")[0][0]["startup"]
    assert (told["company"], told["categories"], told["founded_year"]) == ("Kiko", ["Maps", "Food"], 2024)


def test_all_mistakes_of_a_new_entry_are_said_at_once_and_what_was_typed_stays(gateway):
    form = {"company": " ", "founded_year": "soon", "city": "y" * 201, "description": "Kept words"}
    answer = gateway.post(f"/editions/{EDITION}/new-entry", by="olive", data=form)
    assert answer.status_code == 422
    for said in ("Every entry needs one", "A year such as 2024", "At most 200", "Kept words", 'value="soon"'):
        assert said in answer.text
    assert gateway.ask.named("SubmitEntry") == []
