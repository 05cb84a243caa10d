"""The public site: what everybody sees, and who decides it."""

import re

import pytest

from schemas.refusal import NotFound, Refusal
from tests.unit.gateway.answers import ANSWERS, BOARD_FINAL, EDITION, ENTRY, FINAL, SESSION, SITE

HERE = f"/editions/{EDITION}"
PAGES = ["site", "gallery", f"gallery/{ENTRY}", "timetable", "results", "judging"]
SHOWING = f"{HERE}/entries/{ENTRY}/showing"


class Changed(Refusal):
    code = "site_changed"


@pytest.mark.parametrize("path", PAGES)
def test_search_engines_stay_away_until_the_organiser_makes_the_site_public(gateway, path):
    shy = gateway.get(f"{HERE}/{path}")
    assert shy.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in shy.text
    gateway.ask.answers["GetSite"] = {**SITE, "public": True, "version": 4}
    public = gateway.get(f"{HERE}/{path}")
    assert public.headers["X-Robots-Tag"] == "all"
    assert "noindex" not in public.text


def test_other_pages_are_never_for_search_engines(gateway):
    gateway.ask.answers["GetSite"] = {**SITE, "public": True, "version": 4}
    assert gateway.get(HERE, by="olive").headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
def test_the_site_speaks_each_language(gateway, path, language):
    answer = gateway.get(f"{HERE}/{path}?lang={language}")
    assert answer.status_code == 200
    assert re.search(rf'<html lang="{language.replace("_", "-")}"', answer.text)


def test_the_gallery_asks_for_what_is_shown_and_for_nothing_else(gateway):
    text = gateway.get(f"{HERE}/gallery?search=pay").text
    assert gateway.ask.named("ListShown")[0][0]["search"] == "pay"
    assert not gateway.ask.named("ListEntries")
    assert "DarkPay" in text
    assert f"{HERE}/gallery/{ENTRY}" in text


@pytest.mark.parametrize("path", ["gallery", f"gallery/{ENTRY}"])
def test_a_site_that_is_no_web_address_is_no_link(gateway, path):
    bad = {**ANSWERS["GetShown"], "website": "javascript://%0aalert(1)"}
    gateway.ask.answers.update(GetShown=bad, ListShown={"entries": [bad], "total": 1, "next": None})
    assert 'href="javascript' not in gateway.get(f"{HERE}/{path}").text


def test_a_page_of_a_deck_is_there_only_where_the_founder_shows_it(gateway):
    picture = f"/api/v1{HERE}/gallery/{ENTRY}/deck/1.webp"
    assert gateway.get(picture).status_code == 200
    gateway.ask.answers["GetShown"] = {**ANSWERS["GetShown"], "deck": None}
    assert gateway.get(picture).status_code == 404
    assert "webp" not in gateway.get(f"{HERE}/gallery/{ENTRY}").text


def test_winners_are_named_once_their_place_is_public(gateway):
    gateway.ask.answers["GetBoard"] = {"edition_id": EDITION, "name": "Cup", "stages": [BOARD_FINAL]}
    assert "黑馬支付 DarkPay" in gateway.get(f"{HERE}/site").text
    sealed = {**BOARD_FINAL, "state": "frozen", "rows": []}
    gateway.ask.answers["GetBoard"] = {"edition_id": EDITION, "name": "Cup", "stages": [sealed]}
    text = gateway.get(f"{HERE}/site").text
    assert "DarkPay" not in text
    assert "Not decided yet" in text


def sit(gateway, *sessions):
    """Let the final have these sessions, and the preliminary none."""
    gateway.ask.answers["ListSessions"] = lambda data: {
        "sessions": list(sessions) if data["stage_id"] == FINAL else [],
        "now": SESSION["now"],
    }


def test_every_session_of_a_stage_is_on_the_site(gateway):
    heats = [(f"final.0{n}", city) for n, city in enumerate(("Taipei", "Tainan", "Hualien"), 1)]
    sit(gateway, *({**SESSION, "session_id": id, "name": f"Heat of {city}"} for id, city in heats))
    for page in ("site", "timetable"):
        text = gateway.get(f"{HERE}/{page}").text
        assert [text.count(f"<h3>Heat of {city}</h3>") for _, city in heats] == [1, 1, 1]
    assert "screen?session=final.02" in gateway.get(f"{HERE}/site").text


def test_the_timetable_says_about_when_each_slot_of_a_planned_session_begins(gateway):
    session = SESSION
    slots = [{**session["slots"][0], "position": n, "state": "planned"} for n in (1, 2)]
    sit(gateway, {**session, "state": "planned", "slots": slots})
    text = gateway.get(f"{HERE}/timetable?lang=zh_Hant").text
    assert "下午2:00" in text
    assert "下午2:15" in text


def test_the_rule_is_told_in_the_readers_language(gateway):
    stage = {**ANSWERS["GetEdition"]["stages"][1]}
    stage["rule"] = {
        **{"method": "trimmed_mean", "drop_highest": 1, "drop_lowest": 1, "digits": 2},
        "tie_breaks": ["criterion:pitch", "highest_mark"],
    }
    gateway.ask.answers["GetEdition"] = {**ANSWERS["GetEdition"], "stages": [stage]}
    english = gateway.get(f"{HERE}/judging").text
    assert "the 1 highest and the 1 lowest are dropped" in english
    assert "the higher average in Pitch, then by the highest single mark" in english
    assert "去掉 1 個最高分和 1 個最低分" in gateway.get(f"{HERE}/judging?lang=zh_Hant").text


@pytest.mark.parametrize(
    ("promote", "plan", "said"),
    [
        (12, None, "12 entries go on."),
        (
            12,
            {"per_group": 3, "group_by": "city"},
            "The first 3 of each city go on. Then the next by place go on",
        ),
        (0, {"per_group": 1, "group_by": "session"}, "The first of each session goes on."),
        (
            0,
            {"threshold": "80"},
            "Everybody who reaches what is needed goes on. Needed: a total of at least 80.",
        ),
        (5, {"choice": 2}, "5 entries go on. The organiser may add up to 2 more."),
    ],
)
def test_who_goes_on_is_told_as_the_rule_has_it(gateway, promote, plan, said):
    blank = {"per_group": 0, "group_by": "", "threshold": None, "share": None, "choice": 0}
    rule = plan and {**blank, **plan}
    stage = {**ANSWERS["GetEdition"]["stages"][0], "promote": promote, "promotion": rule}
    gateway.ask.answers["GetEdition"] = {**ANSWERS["GetEdition"], "stages": [stage]}
    assert said in gateway.get(f"{HERE}/judging").text


def test_a_service_that_is_away_takes_only_its_part_with_it(gateway):
    gateway.ask.silent = {"scoring", "judging"}
    for path in PAGES:
        assert gateway.get(f"{HERE}/{path}").status_code == 200


def test_an_entry_that_is_not_listed_has_no_page(gateway):
    gateway.ask.answers["GetShown"] = NotFound("no entry is shown")
    assert gateway.get(f"{HERE}/gallery/{ENTRY}").status_code == 404


def test_the_settings_keep_what_was_typed_when_somebody_else_was_first(gateway):
    gateway.ask.answers["SetSite"] = Changed("somebody else changed the site meanwhile")
    form = {"public": "on", "about": "My own words", "contact": "x@y.example", "seen": "2"}
    answer = gateway.post(f"{HERE}/site/settings", by="olive", data=form)
    assert answer.status_code == 409
    assert "My own words" in answer.text
    assert gateway.ask.named("SetSite")[0][0]["seen"] == 2


def test_the_settings_are_for_organisers(gateway):
    for other in ("oscar", "judy", "fay", "ivan"):
        assert gateway.get(f"{HERE}/site/settings", by=other).status_code == 403


def test_a_founder_decides_what_the_own_entry_shows_and_no_other(gateway):
    form = {"listed": "on", "parts": ["deck", "website", "shoes"], "seen": "1"}
    assert gateway.post(SHOWING, by="fay", data=form).status_code == 303
    told = gateway.ask.named("ChooseShown")[0][0]
    assert (told["listed"], told["parts"], told["seen"]) == (True, ["website", "deck"], 1)
    other = f"{HERE}/entries/e-0000000000000009/showing"
    assert gateway.get(other, by="fay").status_code == 403
    assert gateway.post(other, by="fay", data=form).status_code == 403
    assert gateway.get(other, by="olive").status_code == 200


def test_the_rubric_is_public(gateway):
    assert "The best this year" in gateway.get(f"{HERE}/judging").text


def test_a_timetable_of_hundreds_shows_the_running_order_of_one_session_at_a_time(gateway):
    def of(number):
        slots = [
            {**SESSION["slots"][0], "company": f"Startup {number}.{n}", "position": n} for n in range(200)
        ]
        return {**SESSION, "session_id": f"final.0{number}", "name": f"Heat {number}", "slots": slots}

    sit(gateway, of(1), of(2))
    whole = gateway.get(f"{HERE}/timetable").text
    assert "Startup 1." not in whole
    assert [whole.count(f"timetable?session=final.0{n}#final.0{n}") for n in (1, 2)] == [1, 1]
    one = gateway.get(f"{HERE}/timetable?session=final.02").text
    assert (one.count("Startup 2."), one.count("Startup 1.")) == (200, 0)
