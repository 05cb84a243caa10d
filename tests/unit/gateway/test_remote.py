"""The remote's page: what the screen shows, and what the next tap does."""

import pytest

from gateway.pages.remote import mirror_of, next_step
from schemas.refusal import Refusal
from tests.unit.gateway.answers import BOARD_FINAL, EDITION, ENTRY, FINAL, SESSION, STANDING

REMOTE = f"/editions/{EDITION}/stages/{FINAL}/remote"
ON = SESSION["slots"][0]


@pytest.mark.parametrize(
    ("state", "revealed", "step"),
    [
        ("frozen", 0, None),
        ("certified", 0, 1),
        ("revealing", 4, 5),
        ("revealing", 12, None),
        ("published", 12, None),
    ],
)
def test_the_next_reveal_is_there_from_certifying_to_the_last_place(state, revealed, step):
    assert next_step({**STANDING, "state": state, "revealed": revealed}) == step
    assert next_step(None) is None


def test_it_mirrors_the_places_revealed_last_then_who_is_on_then_the_count():
    rows = [row["company"] for row in mirror_of(BOARD_FINAL, ON)["rows"]]
    assert rows == ["黑馬支付 DarkPay"]
    certified = {**BOARD_FINAL, "state": "certified", "rows": []}
    assert mirror_of(certified, ON) == {"kind": "on"}
    assert mirror_of(certified, None)["kind"] == "counting"
    assert mirror_of(None, None) == {"kind": "idle"}


def test_before_certifying_there_is_no_key_for_a_reveal_and_no_place_in_the_page(gateway):
    gateway.ask.answers["GetStandings"] = {**gateway.ask.answers["GetStandings"], "state": "frozen"}
    board = {**BOARD_FINAL, "state": "frozen", "rows": []}
    gateway.ask.answers["GetBoard"] = {**gateway.ask.answers["GetBoard"], "stages": [board]}
    text = gateway.get(REMOTE, by="olive").text
    assert 'data-act="reveal"' not in text
    assert not [
        row["company"] for row in BOARD_FINAL["rows"] if row["company"] in text and row["company"] != "Weebly"
    ]


@pytest.mark.parametrize(
    ("act", "message", "data"),
    [
        ("start", "StartSlot", {}),
        ("pause", "RunClock", {"act": "pause"}),
        ("questions", "RunClock", {"act": "questions"}),
        ("close_window", "RunClock", {"act": "close_window"}),
    ],
)
def test_each_key_asks_for_its_command_and_comes_back(gateway, act, message, data):
    response = gateway.post(f"{REMOTE}/slots/{ENTRY}/{act}", by="olive", data={"command_id": "c-1"})
    [(asked, command_id, _)] = gateway.ask.named(message)
    assert (asked, command_id) == (
        {"edition_id": EDITION, "stage_id": FINAL, "entry_id": ENTRY, **data},
        "c-1",
    )
    assert (response.status_code, response.location) == (303, REMOTE)


def test_a_reveal_names_its_step(gateway):
    gateway.post(f"{REMOTE}/reveal", by="olive", data={"step": "5", "command_id": "c-1"})
    [(asked, _, _)] = gateway.ask.named("RevealPlace")
    assert asked["step"] == 5


def test_a_refused_tap_shows_the_remote_with_the_reason(gateway):
    class NotOnStage(Refusal):
        code = "not_on_stage"

    gateway.ask.answers["RunClock"] = NotOnStage("it is not on")
    response = gateway.post(f"{REMOTE}/slots/{ENTRY}/pause", by="olive", data={})
    assert response.status_code == 409
    assert "This entry is not on stage" in response.text
    assert gateway.post(f"{REMOTE}/slots/{ENTRY}/explode", by="olive").status_code == 404


def test_it_shows_itself_without_a_session_and_while_services_are_silent(gateway):
    gateway.ask.answers["ListSessions"] = {"sessions": [], "now": "2026-11-23T14:01:00+08:00"}
    gateway.ask.silent = {"scoring"}
    text = gateway.get(REMOTE, by="olive").text
    assert "no session yet" in text


def test_it_is_for_organisers_only_and_the_stage_page_leads_to_it(gateway):
    for by in ("judy", "fay", "oscar"):
        assert gateway.get(REMOTE, by=by).status_code == 403
    assert f"http://localhost{REMOTE}" in gateway.get(REMOTE.replace("remote", "stage"), by="olive").text
