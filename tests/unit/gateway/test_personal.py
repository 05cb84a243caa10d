"""Personal data: taken away by whom it is about, looked up and erased by organisers."""

import json

from gateway.access.sessions import digest_of
from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, JUDGE, OTHER_EDITION

PAGE = f"/editions/{EDITION}/personal-data"
API = f"/api/v1{PAGE}"
ASKED = ("GetRegistrationRecords", "GetJudgingRecords", "GetScoringRecords", "GetMatchingRecords")


def test_a_person_takes_away_what_every_service_holds_on_them_in_their_edition(gateway):
    response = gateway.get("/account/personal-data.json", by="judy")
    assert response.headers["Content-Disposition"] == 'attachment; filename="personal-data.json"'
    assert response.headers["Cache-Control"] == "no-store"
    assert [record["service"] for record in json.loads(response.text)["records"]] == ["judging"]
    for name in ASKED:
        told = gateway.ask.named(name)[-1][0]
        assert (told["edition_id"], told["email"]) == (EDITION, "judy@example.org")
        assert (told["person_ids"], told["subject_ids"]) == (["person-judy"], [JUDGE])


def test_scoring_is_asked_by_the_ids_that_the_others_know_the_address_by(gateway):
    gateway.get(f"{API}?email=judy@example.org", by="olive")
    assert gateway.ask.named("GetScoringRecords")[-1][0]["subject_ids"] == [JUDGE]


def test_an_organiser_of_one_edition_looks_up_nobody_of_another_nor_of_all(gateway):
    for url in (API, "/api/v1/personal-data", PAGE, "/system/personal-data", f"{PAGE}/person.json"):
        assert gateway.get(f"{url}?email=judy@example.org", by="oscar").status_code == 403
    own = gateway.get(f"/api/v1/editions/{OTHER_EDITION}/personal-data?email=judy@example.org", by="oscar")
    assert own.json["edition_id"] == OTHER_EDITION


def test_whose_sessions_ended_is_nobody_at_once(gateway):
    gateway.ask.answers["ErasePersonalData"] = {"ended": [digest_of("judy")], "people": 1}
    assert gateway.get("/api/v1/me", by="judy").status_code == 200
    del gateway.ask.people[digest_of("judy")]
    assert gateway.get("/api/v1/me", by="judy").status_code == 200
    form = {"email": "judy@example.org", "subject_id": JUDGE}
    assert gateway.post(f"{PAGE}/erase", by="olive", data=form).status_code == 303
    [(told, _, _)] = gateway.ask.named("ErasePersonalData")
    assert (told["email"], told["subject_ids"]) == ("judy@example.org", [JUDGE])
    assert gateway.get("/api/v1/me", by="judy").status_code == 401


def test_the_page_says_what_would_become_of_it_before_anything_is_erased(gateway):
    page = gateway.get(f"{PAGE}?email=judy@example.org&lang=en", by="olive").text
    assert "Erase what is held on Judy" in page
    assert "Scorecards, marks, places and the proof of the results stay as they are." in page


def test_a_date_that_somebody_else_changed_is_told_and_what_was_typed_stays(gateway):
    refusal = Refusal("somebody else changed the date meanwhile")
    refusal.code, refusal.status = "retention_changed", 409
    gateway.ask.answers["SetRetention"] = refusal
    page = gateway.post(f"{PAGE}/retention?lang=en", by="olive", data={"until": "2027-03-04", "seen": "1"})
    assert page.status_code == 409
    assert 'value="2027-03-04"' in page.text
    assert "Somebody else changed the date" in page.text


def test_the_edition_reminds_of_a_date_that_is_over(gateway):
    page = f"/editions/{EDITION}?lang=en"
    assert "Personal data was to be kept until 2026-11-30." in gateway.get(page, by="olive").text
    gateway.ask.answers["GetRetention"] = {**gateway.ask.answers["GetRetention"], "over": False}
    assert "was to be kept" not in gateway.get(page, by="olive").text
