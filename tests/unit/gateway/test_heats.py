"""The page that sets up several sessions of a stage, and how entries stand within them."""

from gateway.resources.sessions import by_session
from schemas.refusal import Invalid
from tests.unit.gateway.answers import ALLOTMENT, EDITION, ENTRY, FINAL, JUDGE, JUDGE_ANSWER, SESSION

HEATS = f"/editions/{EDITION}/stages/{FINAL}/sessions"
FORM = {
    **{"by": "hand", "seed": "7", "pitch": "5", "questions": "3", "window": "60", "deliberation": "on"},
    **{"name.0": "Shanghai heat", "city.0": "Shanghai", "starts_at.0": "2026-11-23T14:00", "judges.0": JUDGE},
    **{"name.1": "", "name.2": "Beijing heat", "hand.e-1": "2", "hand.e-2": "0", "hand.e-3": ""},
    f"hand.{ENTRY}": "",
}
OTHER = {**SESSION, "session_id": f"{FINAL}.02", "name": "Beijing heat", "current": None, "state": "planned"}


def test_the_form_sets_up_the_sessions_that_have_a_name_in_the_editions_zone(gateway):
    assert gateway.post(HEATS, by="olive", data=FORM).status_code == 303
    [(data, *_)] = gateway.ask.named("AllotSessions")
    assert (data["by"], data["seed"], data["pitch_seconds"], data["questions_seconds"]) == (
        "hand",
        7,
        300,
        180,
    )
    shanghai, beijing = data["sessions"]
    assert (shanghai["name"], shanghai["judge_ids"], shanghai["entry_ids"]) == (
        "Shanghai heat",
        [JUDGE],
        ["e-2"],
    )
    assert shanghai["starts_at"].startswith("2026-11-23T14:00:00+08:00")
    assert (beijing["name"], beijing["entry_ids"], beijing["starts_at"]) == ("Beijing heat", ["e-1"], None)


def test_what_was_typed_stays_when_it_is_refused(gateway):
    gateway.ask.answers["ListSessions"] = {"sessions": [OTHER], "now": SESSION["now"]}
    errors = {"sessions.0.judge_ids": {"came": ["j-x"], "allowed": "judges of the edition"}}
    gateway.ask.answers["AllotSessions"] = Invalid(
        "the sessions name judges that cannot be in them", errors=errors
    )
    answer = gateway.post(HEATS, by="olive", data=FORM)
    assert answer.status_code == 422
    bad = gateway.post(HEATS, by="olive", data={**FORM, "starts_at.0": "noon"})
    assert bad.status_code == 422
    assert "starts_at.0" in bad.text
    for said in ("sessions.0.judge_ids", "Shanghai heat", "Beijing heat", "2026-11-23T14:00"):
        assert said in answer.text


def test_a_stage_page_of_several_sessions_shows_the_one_that_is_named_and_leads_to_the_others(gateway):
    gateway.ask.answers["ListSessions"] = {"sessions": [SESSION, OTHER], "now": SESSION["now"]}
    page = f"/editions/{EDITION}/stages/{FINAL}/stage"
    running, named = (
        gateway.get(f"{page}{query}", by="olive").text for query in ("", f"?session={FINAL}.02")
    )
    assert f'data-session="{FINAL}"' in running
    assert f'data-session="{FINAL}.02"' in named
    assert "Beijing heat" in running
    gateway.post(f"{page}/session?session={FINAL}.02", by="olive", data={"pitch": "5"})
    assert gateway.ask.named("PrepareSession")[0][0]["session_id"] == f"{FINAL}.02"


def test_an_entry_that_the_page_does_not_show_stays_where_it_is(gateway):
    gateway.ask.answers["GetAllotment"] = {**ALLOTMENT, "entries": [], "of": 20_000}
    unsaid = {name: value for name, value in FORM.items() if name != f"hand.{ENTRY}"}
    assert gateway.post(HEATS, by="olive", data=unsaid).status_code == 303
    shanghai, beijing = gateway.ask.named("AllotSessions")[-1][0]["sessions"]
    assert (shanghai["entry_ids"], beijing["entry_ids"]) == ([ENTRY, "e-2"], ["e-1"])


def test_turning_the_page_sets_nothing_up_and_keeps_what_was_typed_and_chosen(gateway):
    gateway.ask.answers["ListSessions"] = {"sessions": [OTHER], "now": SESSION["now"]}
    gateway.ask.answers["GetAllotment"] = {**ALLOTMENT, "of": 120}
    page = gateway.post(HEATS, by="olive", data={**FORM, "page": "2", "search": "web"})
    assert page.status_code == 200
    assert gateway.ask.named("AllotSessions") == []
    asked = gateway.ask.named("GetAllotment")[-1][0]
    assert (asked["search"], asked["after"], asked["limit"]) == ("web", 50, 50)
    for kept in ('value="Shanghai heat"', 'name="hand.e-1" value="2"', 'name="page" value="3"'):
        assert kept in page.text


def test_a_panel_is_chosen_from_hundreds_for_one_session_at_a_time(gateway):
    gateway.ask.answers["ListSessions"] = {"sessions": [], "now": SESSION["now"]}
    many = [{**JUDGE_ANSWER, "judge_id": f"j-{n}", "name": f"Judge {n}"} for n in range(400)]
    gateway.ask.answers["ListJudges"] = {"judges": many, "total": 400}
    assert gateway.get(HEATS, by="olive").text.count('type="checkbox" name="judges.') == 0
    form = {**FORM, "judges.0": ["j-1", "j-2"], "panel": "2"}
    page = gateway.post(HEATS, by="olive", data=form).text
    assert page.count('type="checkbox" name="judges.2"') == 400
    assert page.count('type="hidden" name="judges.0"') == 2


def row(entry_id, place):
    return {
        "entry_id": entry_id,
        "company": entry_id.title(),
        "place": place,
        "shared": False,
        "total": "7.00",
    }


def test_places_within_a_session_follow_from_those_in_the_stage_and_shared_ones_stay_shared():
    rows = [row("ant", 4), row("bee", 2), row("cat", 2), row("dog", 1), row("eel", None)]
    seated = [
        {"session_id": "p.01", "name": "A", "entry_ids": ["ant", "bee", "cat", "eel"]},
        {"session_id": "p.02", "name": "B", "entry_ids": ["dog"]},
    ]
    first, second = by_session(seated, rows)
    places = [(each["entry_id"], each["place"], each["shared"]) for each in first["rows"]]
    assert places == [("bee", 1, True), ("cat", 1, True), ("ant", 3, False)]
    assert [(each["entry_id"], each["place"]) for each in second["rows"]] == [("dog", 1)]


def test_it_is_for_organisers_only_and_shows_itself_while_services_are_silent(gateway):
    assert gateway.get(HEATS, by="judy").status_code == 403
    gateway.ask.silent = {"judging", "scoring"}
    assert gateway.get(HEATS, by="olive").status_code == 200
