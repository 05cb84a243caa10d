"""Who may use what: every route, by everybody, and from another edition."""

import pytest

from gateway.access.phases import PHASES
from gateway.access.roles import NOBODY, PUBLIC, ROLES
from schemas.commands import COMMANDS
from tests.unit.gateway.answers import EDITION, ENTRY, INVESTOR, JUDGE
from tests.unit.gateway.fakes import an_app
from tests.unit.gateway.walking import routes

ROUTES = routes()
CLOSED = [route for route in ROUTES if ROLES.get(route.endpoint, NOBODY) is not PUBLIC]
API = [route for route in CLOSED if route.of_api]
HERE = {"judy": "judge", "fay": "founder", "ivan": "investor", "ola": "organiser", "olive": "organiser"}
LOOKERS = {"olive": "organiser", "judy": "judge", "fay": "founder", "ivan": "investor"}
ELSEWHERE = {"jo": "judge", "fred": "founder", "ines": "investor", "oscar": "organiser"}


def ask(gateway, route, by):
    """Ask for a route as a page's form or a program would."""
    if route.method == "GET":
        return gateway.get(route.url, by=by)
    body = {"json": {}} if route.of_api else {"data": {}}
    return gateway.post(route.url, by=by, **body)


def turned_away(response):
    """Return whether it was the role that did not do."""
    if response.status_code != 403:
        return False
    if response.mimetype == "text/html":
        return "This is not for your role." in response.text
    return response.json["code"] == "not_allowed"


def test_every_route_is_in_the_table_and_the_table_names_no_other():
    """A new route is in gateway/access/roles.py before it is anything else: until then it is nobody's."""
    there = {route.endpoint for route in ROUTES}
    assert sorted(there - set(ROLES)) == []
    assert sorted(set(ROLES) - there) == []


def test_a_route_that_nobody_put_into_the_table_is_nobodys(tmp_path):
    app, _, _ = an_app(tmp_path)
    app.add_url_rule("/api/v1/forgotten", "forgotten", lambda: "all of it")
    client = app.test_client()
    for headers in ({}, {"Authorization": "Bearer olive"}):
        assert client.get("/api/v1/forgotten", headers=headers).status_code in (401, 403)


def test_all_that_is_public_is_meant_to_be():
    public = {name for name, allowed in ROLES.items() if allowed is PUBLIC and ".page" not in name}
    assert public == {
        "static",
        "api-docs.openapi_json",
        "docs.try_it",
        "health.healthz",
        "health.readyz",
        "health.metrics",
        "sign_in.sign_in",
        "sign_in.sign_out",
        "accounts.sign_in_by_password",
        "accounts.sign_in_by_code",
        "editions.list_editions",
        "editions.get_edition",
        "applications.get_call",
        "applications.begin_application",
        "apply.apply",
        "apply.begin",
        "scoring.get_results",
        "scoring.get_board",
        "corrections.list_certificates",
        "corrections.get_certificate",
        "results_desk.certificates",
        "results_desk.certificate",
        "proofs.get_proof",
        "sessions.get_session",
        "sessions.list_sessions",
        "screen.screen",
        "votes.get_votes",
        "vote.ticket",
        "vote.cast",
        "vote.about",
        "judge.worker",
        "judge.manifest",
        "vote.find",
        "votes.cast_vote",
        "votes.get_vote_receipts",
        "home.home",
        "home.sign_in_page",
        "home.sign_in",
        "home.sign_in_by_password",
        "home.sign_in_by_code",
        "home.sign_out",
        "board.board",
        "proof.proof",
        "gallery.gallery",
        "gallery.entry",
        "contest.front",
        "contest.timetable",
        "contest.results",
        "contest.judging",
        "site.get_site",
        "calendar.of_an_edition",
        "calendar.feed",
        "sheets.signing_key",
        "sheet_check.form",
        "sheet_check.check",
        "site.list_shown",
        "site.get_shown",
        "site.get_shown_picture",
        "organiser.edition",
    }


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_nobody_who_is_not_signed_in_gets_past_the_door(gateway, route):
    response = ask(gateway, route, None)
    if route.of_api:
        assert (response.status_code, response.json["code"]) == (401, "sign_in_first")
    elif route.method == "GET":
        assert (response.status_code, response.location) == (303, "/sign-in")
    else:
        assert response.status_code == 401
    assert gateway.ask.asked == []


@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_a_role_opens_only_its_own_doors(gateway, route):
    allowed = ROLES[route.endpoint]
    for person, role in HERE.items():
        response = ask(gateway, route, person)
        assert turned_away(response) == (not allowed.by(role, everywhere=person == "olive")), person


@pytest.mark.parametrize(
    "route", [r for r in CLOSED if r.of_an_edition or ROLES[r.endpoint].everywhere], ids=str
)
def test_a_role_in_one_edition_opens_no_door_of_another(gateway, route):
    if not ROLES[route.endpoint].roles:
        return
    for person in ELSEWHERE:
        assert turned_away(ask(gateway, route, person)), person
    assert {name for name, *_ in gateway.ask.asked} <= {"WhoIs"}
    assert gateway.tell.told == []


@pytest.mark.parametrize("route", [r for r in ROUTES if r.method == "GET"], ids=str)
def test_looking_changes_nothing(gateway, route):
    allowed = ROLES[route.endpoint]
    person = next(one for one, role in LOOKERS.items() if allowed.by(role, everywhere=one == "olive"))
    ask(gateway, route, person)
    assert {name for name, *_ in gateway.ask.asked} & set(COMMANDS) == set()
    assert gateway.tell.told == []


OWN = [r for r in CLOSED if ROLES[r.endpoint].own and "entry_id" in r.rule]


@pytest.mark.parametrize("route", OWN, ids=str)
def test_a_founder_reaches_the_own_entry_and_no_other(gateway, route):
    other = route.url.replace(ENTRY, "e-ffffffffffffffff")
    response = gateway.get(other, by="fay") if route.method == "GET" else gateway.post(other, by="fay")
    assert response.status_code == 403
    changed = {name for name, *_ in gateway.ask.asked} & set(COMMANDS)
    assert changed == set()


def test_a_judge_declares_conflicts_of_their_own_only(gateway):
    url, conflict = f"/api/v1/editions/{EDITION}/conflicts", {"entry_id": ENTRY, "reason": "invested"}
    own = gateway.post(url, by="judy", json={**conflict, "judge_id": JUDGE})
    other = gateway.post(url, by="judy", json={**conflict, "judge_id": "j-ffffffffffffffff"})
    assert (own.status_code, other.status_code) == (200, 403)


def test_an_answer_is_given_in_the_name_of_the_investor_who_is_signed_in(gateway):
    gateway.post("/api/v1/me/answers", by="ivan", json={"entry_id": ENTRY, "answer": "interested"})
    [(asked, _, by)] = gateway.ask.named("AnswerStartup")
    assert (asked["edition_id"], asked["investor_id"], by) == (EDITION, INVESTOR, "person-ivan")


def test_every_act_with_a_phase_is_a_command_that_there_is():
    assert set(PHASES) <= set(COMMANDS)


def test_the_page_says_what_the_table_says(gateway):
    page = gateway.get("/system/roles?lang=en", by="ola").text
    opened = page.partition("Opened a stage")[2].partition("</tr>")[0]
    assert opened.count("✓") == 2
    assert "Stage: Planned, Open" in " ".join(opened.split())
    decks = page.partition("Sent a pitch deck")[2].partition("</tr>")[0]
    assert decks.count("own only") == 1
