"""The pages."""

import re

import pytest

from gateway.pages.scales import choices, landmarks
from schemas.refusal import Refusal
from tests.unit.gateway.answers import CRITERIA, EDITION, ENTRY, FINAL, INVESTOR, JUDGE, LINK

FORM = f"/judge/{EDITION}/{FINAL}/{ENTRY}"
PAGES = [
    (None, "/"),
    (None, "/sign-in"),
    (None, "/sign-in?token=one-two-three-four-five"),
    (None, f"/editions/{EDITION}/board"),
    (None, f"/editions/{EDITION}/gallery"),
    (None, f"/editions/{EDITION}/gallery/{ENTRY}"),
    (None, f"/editions/{EDITION}/site"),
    (None, f"/editions/{EDITION}/timetable"),
    (None, f"/editions/{EDITION}/results"),
    (None, f"/editions/{EDITION}/judging"),
    ("olive", f"/editions/{EDITION}/site/settings"),
    ("fay", f"/editions/{EDITION}/entries/{ENTRY}/showing"),
    (None, f"/editions/{EDITION}/screen"),
    (None, "/api/docs"),
    ("olive", "/"),
    ("olive", "/start"),
    ("olive", f"/editions/{EDITION}"),
    ("olive", f"/editions/{EDITION}/entries"),
    ("olive", f"/editions/{EDITION}/people"),
    ("olive", f"/editions/{EDITION}/personal-data"),
    ("olive", f"/editions/{EDITION}/personal-data?email=judy@example.org"),
    ("olive", "/system/personal-data?email=judy@example.org"),
    ("judy", "/account"),
    ("olive", "/system/roles"),
    ("olive", "/system/organisers"),
    ("olive", f"/editions/{EDITION}/organisers"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/stage"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/desk"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/progress"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/handover"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/handover?judge_id={JUDGE}"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/remote"),
    ("olive", f"/editions/{EDITION}/exports"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/standings"),
    (None, f"/editions/{EDITION}/vote"),
    (None, f"/vote/{EDITION}/mfrggzdfmztwq2lknnwg23tpoa"),
    (None, f"/vote/{EDITION}/mfrggzdfmztwq2lknnwg23tpoa?receipt=c-1.00&vote=audience&entry={ENTRY}"),
    ("olive", f"/editions/{EDITION}/votes"),
    ("olive", f"/editions/{EDITION}/judges/{JUDGE}"),
    ("olive", f"/editions/{EDITION}/terms"),
    ("judy", f"/judge/{EDITION}/part"),
    ("olive", f"/editions/{EDITION}/conflicts?search=a"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/nudges"),
    ("judy", "/judge"),
    ("judy", FORM),
    ("judy", f"/judge/{EDITION}/safe?receipt=c-1.00"),
    ("judy", f"/judge/{EDITION}/receipts/c-1.00"),
    ("fay", "/founder"),
    ("fay", "/founder/feedback"),
    ("fay", "/founder/appeals"),
    ("olive", f"/editions/{EDITION}/appeals"),
    ("olive", f"/editions/{EDITION}/stages/preliminary/promotion"),
    ("judy", "/calendar"),
    ("olive", f"/editions/{EDITION}/outbox/wordings/entry_promoted/en"),
    ("olive", f"/editions/{EDITION}/webhooks"),
    ("olive", f"/editions/{EDITION}/webhooks/deliveries/msg-1"),
    ("olive", f"/editions/{EDITION}/stages/{FINAL}/feedback"),
    ("ivan", "/investor"),
]


@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
@pytest.mark.parametrize(("by", "path"), PAGES)
def test_every_page_is_whole_and_runs_nothing_inline(gateway, by, path, language):
    mark = "&" if "?" in path else "?"
    response = gateway.get(f"{path}{mark}lang={language}", by=by)
    assert response.status_code == 200
    assert f'lang="{language.replace("_", "-")}"' in response.text
    assert not re.search(
        r"<style|\sstyle=|\son\w+=|<script(?![^>]*(\ssrc=|type=\"application/json\"))|<(?!a\s)[^>]*(src|href)=\"(https?:)?//",
        response.text,
    )


@pytest.mark.parametrize(("by", "path"), PAGES)
def test_every_field_has_a_label_or_is_hidden(gateway, by, path):
    text = gateway.get(path, by=by).text
    outside = re.sub(r"<label.*?</label>", "", text, flags=re.DOTALL)
    assert not re.search(r"<(input(?![^>]*type=\"hidden\")|select|textarea)", outside)


def test_the_language_is_what_the_browser_asks_for(gateway):
    for asked, given in (
        ("zh-TW,zh;q=0.9", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("de,en;q=0.5", "en"),
        ("", "en"),
    ):
        assert f'<html lang="{given}"' in gateway.get("/", headers={"Accept-Language": asked}).text


def test_without_an_edition_the_front_page_says_so(gateway):
    gateway.ask.answers["ListEditions"] = {"editions": []}
    assert "No edition yet" in gateway.get("/").text


def test_standings_are_shown_a_page_at_a_time(gateway):
    whole = gateway.ask.answers["GetStandings"]
    gateway.ask.answers["GetStandings"] = {**whole, "of": 250}
    path = f"/editions/{EDITION}/stages/final/standings"
    first, last, lost = (
        gateway.get(f"{path}{query}", by="olive").text for query in ("", "?page=3", "?page=x")
    )
    assert [data["after"] for _, data, *_ in gateway.ask.asked if "after" in data] == [0, 200, 0]
    assert (f"{path}?page=2" in first, f"{path}?page=2" in last, f"{path}?page=4" in last) == (
        True,
        True,
        False,
    )
    assert f"{path}?page=2" in lost


def test_an_edition_of_thousands_asks_for_no_more_than_it_shows(gateway):
    gateway.get(f"/editions/{EDITION}", by="olive")
    [standings, *_], [coverage, *_] = (gateway.ask.named(name) for name in ("GetStandings", "GetCoverage"))
    assert (standings[0]["limit"], coverage[0]["lacking"]) == (0, 50)


def test_who_is_no_organiser_is_shown_the_board(gateway):
    for by in (None, "judy", "oscar"):
        response = gateway.get(f"/editions/{EDITION}", by=by)
        assert (response.status_code, response.location) == (303, f"/editions/{EDITION}/board")


def test_the_board_shows_itself_while_scoring_is_silent(gateway):
    gateway.ask.silent = {"scoring"}
    assert gateway.get(f"/editions/{EDITION}/board").status_code == 200


@pytest.mark.parametrize(
    ("act", "form", "message", "data"),
    [
        ("open", {}, "OpenStage", {}),
        ("close", {}, "CloseStage", {}),
        ("assign", {"seed": "7"}, "PublishAssignments", {"seed": 7, "speaks": False}),
        ("assign", {"speaks": "on"}, "PublishAssignments", {"seed": 0, "speaks": True}),
        ("freeze", {"accept_missing": "on"}, "FreezeStage", {"accept_missing": True}),
        ("certify", {}, "CertifyResults", {}),
        ("reveal", {"step": "5"}, "RevealPlace", {"step": 5}),
        ("publish", {}, "PublishResults", {}),
        (
            "promote",
            {"quota": "", "include_ties": "on"},
            "PromoteEntries",
            {"quota": None, "include_ties": True},
        ),
    ],
)
def test_each_button_of_a_stage_asks_for_its_command(gateway, act, form, message, data):
    url = f"/editions/{EDITION}/stages/{FINAL}/{act}"
    response = gateway.post(url, by="olive", data={"command_id": "c-1", **form})
    [(asked, command_id, _)] = gateway.ask.named(message)
    assert (asked, command_id) == ({"edition_id": EDITION, "stage_id": FINAL, **data}, "c-1")
    assert (response.status_code, response.location) == (303, f"/editions/{EDITION}#{FINAL}")


def test_a_refused_act_shows_the_page_again_with_the_reason(gateway):
    class NotFrozen(Refusal):
        code = "not_frozen"

    gateway.ask.answers["CertifyResults"] = NotFrozen("the standings of final still move")
    url = f"/editions/{EDITION}/stages/{FINAL}/certify?lang=zh_Hant"
    response = gateway.post(url, by="olive", data={})
    assert response.status_code == 409
    assert "請先封榜。" in response.text


def test_a_judges_form_works_without_javascript(gateway):
    form = {"command_id": "c-1", "revision": "3", "mark.team": "7", "mark.product": "", "comment": "fine"}
    response = gateway.post(FORM, by="judy", data=form)
    [envelope] = gateway.tell.told
    assert envelope.data["marks"] == {"team": "7", "product": None}
    assert (envelope.id, envelope.data["revision"], envelope.data["judge_id"]) == ("c-1", 3, JUDGE)
    assert response.location.startswith(f"/judge/{EDITION}/safe?receipt=c-1.")


def test_a_judges_form_is_taken_while_every_service_is_silent(gateway):
    gateway.get("/judge", by="judy")
    gateway.ask.silent = {"registration", "judging", "scoring"}
    response = gateway.post(FORM, by="judy", data={"command_id": "c-1", "revision": "1", "mark.team": "7"})
    assert gateway.get(response.location, by="judy").status_code == 200


def test_a_form_that_does_not_fit_is_shown_again_with_what_was_typed(gateway):
    response = gateway.post(
        FORM, by="judy", data={"command_id": "c-1", "mark.team": "seven", "comment": "my words"}
    )
    assert response.status_code == 422
    assert "my words" in response.text


@pytest.mark.parametrize(
    ("lowest", "highest", "step", "shown"),
    [
        ("0", "10", "0.5", [str(n) for n in range(11)]),
        ("1", "10", "0.1", [str(n) for n in range(1, 11)]),
        ("0", "100", "1", [str(n) for n in range(0, 101, 10)]),
        ("0", "1", "0.05", ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]),
        ("-5", "20", "0.25", ["-5", "-2.5", "0", "2.5", "5", "7.5", "10", "12.5", "15", "17.5", "20"]),
    ],
)
def test_a_long_scale_has_steps_big_enough_for_a_thumb(lowest, highest, step, shown):
    assert landmarks({"lowest": lowest, "highest": highest, "step": step}) == shown


def test_short_scales_are_tapped_and_long_ones_typed():
    assert [c["mark"] for c in choices(CRITERIA[0])] == [str(n) for n in range(11)]
    assert choices(CRITERIA[0])[5]["anchor"] == "Solid"
    assert choices(CRITERIA[2]) == []


def test_a_founder_accepts_an_interest(gateway):
    gateway.post("/founder/answers", by="fay", data={"investor_id": INVESTOR, "answer": "accept"})
    assert gateway.ask.named("AnswerInvestor")[0][0] == {
        "edition_id": EDITION,
        "entry_id": ENTRY,
        "investor_id": INVESTOR,
        "answer": "accept",
    }


def test_a_page_for_another_role_says_so_and_asks_nothing(gateway):
    response = gateway.get("/judge", by="ivan")
    assert response.status_code == 403
    assert gateway.ask.named("GetJudgeList") == []


def test_whoever_is_not_signed_in_is_sent_to_sign_in(gateway):
    response = gateway.get("/judge")
    assert (response.status_code, response.location) == (303, "/sign-in")


def test_an_investor_is_added_with_a_thesis_and_gets_a_link(gateway):
    form = {
        "name": "Ivan",
        "email": "ivan@example.org",
        "sectors": "Payments, Food ,",
        "company_stages": ["seed", "early"],
        "ticket_lowest_usd": "50000",
    }
    response = gateway.post(f"/editions/{EDITION}/investors", by="olive", data=form)
    [(added, _, _)] = gateway.ask.named("AddInvestors")
    [(invited, _, _)] = gateway.ask.named("InvitePeople")
    thesis = {
        "sectors": ["Payments", "Food"],
        "places": [],
        "company_stages": ["seed", "early"],
        "ticket_lowest_usd": "50000",
        "ticket_highest_usd": None,
        "words": [],
    }
    assert added["investors"][0]["thesis"] == thesis
    assert invited["invitations"][0]["subject_id"] == INVESTOR
    assert "/sign-in?token=one-two-three-four-five" in response.text


def test_judges_get_cards_whose_codes_sign_in_and_which_no_cache_keeps(gateway):
    response = gateway.post(f"/editions/{EDITION}/judges/cards", by="olive", data={"command_id": "c-1"})
    [(asked, command_id, _)] = gateway.ask.named("InvitePeople")
    assert [(each["role"], each["subject_id"]) for each in asked["invitations"]] == [("judge", JUDGE)]
    assert (response.headers["Cache-Control"], command_id) == ("no-store", "c-1.cards")
    assert response.text.count("<svg") == 1
    assert LINK["url"] not in response.text


def test_a_new_link_stands_beside_its_code(gateway):
    form = {"role": "judge", "name": "Judy", "email": "judy@example.org", "subject_id": JUDGE}
    page = gateway.post(f"/editions/{EDITION}/links", by="olive", data=form).text
    assert page.count("<svg") == 1
    assert LINK["url"] in page


def test_a_page_that_was_shown_in_one_language_is_whole_in_another(gateway):
    for language, pitch in (("en", "Pitch"), ("zh_Hant", "路演"), ("en", "Pitch")):
        page = gateway.get(f"/editions/{EDITION}/screen?lang={language}").text
        assert f'data-pitch="{pitch}"' in page
