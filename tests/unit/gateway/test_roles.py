"""Who may use what."""

import pytest

from gateway.access.roles import PUBLIC, ROLES
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, INVESTOR, JUDGE
from tests.unit.gateway.fakes import an_app

NAMES = {
    "edition_id": EDITION,
    "stage_id": FINAL,
    "entry_id": ENTRY,
    "act": "open",
    "receipt": "r-1",
    "page": 1,
}


def routes():
    import tempfile
    from pathlib import Path

    app, _, _ = an_app(Path(tempfile.mkdtemp()))
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            values = {name: NAMES.get(name, "x-1") for name in rule.arguments}
            with app.test_request_context():
                url = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            yield pytest.param(rule.endpoint, method, url, id=f"{method} {rule.rule}")


ROUTES = list(routes())
API = [r for r in ROUTES if r.values[2].startswith("/api/v1/") and ROLES[r.values[0]] is not PUBLIC]


def test_every_route_is_in_the_table_and_the_table_names_no_other():
    assert {route.values[0] for route in ROUTES} == set(ROLES)


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
        "editions.list_editions",
        "editions.get_edition",
        "applications.get_call",
        "applications.begin_application",
        "apply.apply",
        "apply.begin",
        "scoring.get_results",
        "scoring.get_board",
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
        "site.list_shown",
        "site.get_shown",
        "site.get_shown_picture",
        "organiser.edition",
    }


@pytest.mark.parametrize(("endpoint", "method", "url"), API)
def test_nobody_who_is_not_signed_in_gets_past_the_door(gateway, endpoint, method, url):
    response = gateway.get(url) if method == "GET" else gateway.post(url, json={})
    assert (response.status_code, response.json["code"]) == (401, "sign_in_first")
    assert gateway.ask.asked == []


@pytest.mark.parametrize(("endpoint", "method", "url"), API)
def test_a_role_opens_only_its_own_doors(gateway, endpoint, method, url):
    allowed = ROLES[endpoint].roles
    for person, role in (("judy", "judge"), ("fay", "founder"), ("ivan", "investor"), ("olive", "organiser")):
        response = gateway.get(url, by=person) if method == "GET" else gateway.post(url, by=person, json={})
        refused = response.status_code == 403 and response.json["code"] == "not_allowed"
        assert refused == (bool(allowed) and role not in allowed), (person, response.json)


@pytest.mark.parametrize(
    ("endpoint", "method", "url"), [r for r in API if EDITION in r.values[2] or ROLES[r.values[0]].everywhere]
)
def test_an_organiser_of_one_edition_has_no_say_in_another(gateway, endpoint, method, url):
    response = gateway.get(url, by="oscar") if method == "GET" else gateway.post(url, by="oscar", json={})
    assert (response.status_code, response.json["code"]) == (403, "not_allowed")


def test_a_founder_sees_the_own_entry_and_no_other(gateway):
    own = gateway.get(f"/api/v1/editions/{EDITION}/entries/{ENTRY}", by="fay")
    other = gateway.get(f"/api/v1/editions/{EDITION}/entries/e-ffffffffffffffff", by="fay")
    assert (own.status_code, other.status_code) == (200, 403)


def test_a_judge_declares_conflicts_of_their_own_only(gateway):
    url, conflict = f"/api/v1/editions/{EDITION}/conflicts", {"entry_id": ENTRY, "reason": "invested"}
    own = gateway.post(url, by="judy", json={**conflict, "judge_id": JUDGE})
    other = gateway.post(url, by="judy", json={**conflict, "judge_id": "j-ffffffffffffffff"})
    assert (own.status_code, other.status_code) == (200, 403)


def test_an_answer_is_given_in_the_name_of_the_investor_who_is_signed_in(gateway):
    gateway.post("/api/v1/me/answers", by="ivan", json={"entry_id": ENTRY, "answer": "interested"})
    [(asked, _, by)] = gateway.ask.named("AnswerStartup")
    assert (asked["edition_id"], asked["investor_id"], by) == (EDITION, INVESTOR, "person-ivan")
