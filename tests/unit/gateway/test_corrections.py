"""Corrections at the gateway: forms that lose nothing, and certificates that say what replaced them."""

import pytest

from schemas.refusal import Refusal
from tests.unit.gateway.answers import (
    CERTIFICATES,
    CORRECTION,
    EDITION,
    EDITION_ANSWER,
    ENTRY,
    FINAL,
    JUDGE,
    STANDING,
)

API = f"/api/v1/editions/{EDITION}/stages/{FINAL}"
PAGE = f"/editions/{EDITION}/stages/{FINAL}"
CARDS = f"{PAGE}/entries/{ENTRY}/scorecards"
NAMES = {"edition_id": EDITION, "stage_id": FINAL, "entry_id": ENTRY, "judge_id": JUDGE}


class Changed(Refusal):
    code = "scorecard_changed"


@pytest.fixture
def certified(gateway):
    """A gateway whose edition has a certified final."""
    stages = [{**stage, "certificate": 1} for stage in EDITION_ANSWER["stages"]]
    gateway.ask.answers["GetEdition"] = {**EDITION_ANSWER, "stages": stages}
    return gateway


def test_a_program_amends_and_voids_in_the_organisers_name(gateway):
    pair = {"entry_id": ENTRY, "judge_id": JUDGE, "revision": 2, "reason": "A slip"}
    amended = gateway.post(f"{API}/scorecards/amend", by="olive", json={**pair, "marks": {"team": "6.5"}})
    voided = gateway.post(f"{API}/scorecards/void", by="olive", json=pair)
    assert (amended.json["state"], voided.json["state"]) == ("amended", "void")
    [(data, _, by)] = gateway.ask.named("VoidScorecard")
    assert (data, by) == ({**NAMES, "revision": 2, "reason": "A slip"}, "person-olive")


def test_a_correction_without_a_reason_is_refused_by_its_field(gateway):
    pair = {"entry_id": ENTRY, "judge_id": JUDGE, "revision": 2, "reason": "  "}
    answer = gateway.post(f"{API}/scorecards/void", by="olive", json=pair)
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["reason"])


def test_the_page_of_an_entrys_scorecards_has_the_marks_and_what_was_before(certified):
    text = certified.get(CARDS, by="olive").text
    assert 'name="mark.team"' in text
    assert "A slip" in text
    assert "Team 9.5" in text


def test_before_certifying_there_is_nothing_to_correct_with(gateway):
    assert 'name="reason"' not in gateway.get(CARDS, by="olive").text


def test_the_form_sends_the_revision_that_was_looked_at(certified):
    form = {"revision": "2", "reason": "A slip", "mark.team": "6.5", "mark.market": ""}
    answer = certified.post(f"{CARDS}/{JUDGE}/amend", by="olive", data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}/certificates")
    [(data, _, _)] = certified.ask.named("AmendScorecard")
    assert data == {**NAMES, "revision": 2, "reason": "A slip", "marks": {"team": "6.5", "market": None}}


def test_who_was_too_late_is_told_and_loses_nothing(certified):
    certified.ask.answers["AmendScorecard"] = Changed("it is at revision 3")
    form = {"revision": "2", "reason": "My long reason", "mark.team": "6.5"}
    answer = certified.post(f"{CARDS}/{JUDGE}/amend", by="olive", data=form)
    assert answer.status_code == 409
    assert "My long reason" in answer.text
    assert 'value="6.5"' in answer.text


def test_everybody_reads_certificates_only_once_they_are_public(gateway):
    assert gateway.get(f"{API}/certificates").json == CERTIFICATES
    assert [data["public"] for data, _, _ in gateway.ask.named("ListCertificates")] == [True]
    gateway.get(f"{API}/certificates", by="olive")
    assert [data["public"] for data, _, _ in gateway.ask.named("ListCertificates")] == [True, False]


def test_the_page_shows_who_moved_and_by_how_much(gateway):
    text = gateway.get(f"{PAGE}/certificates").text
    assert CORRECTION["reason"] in text
    assert "-0.33" in text
    assert "Replaced by certificate 2" in text


def test_an_old_certificate_says_that_it_was_replaced(gateway):
    assert "no longer in force" in gateway.get(f"{PAGE}/certificates/1").text
    assert "are out of date" in gateway.get(f"{PAGE}/certificates/1").text
    assert "no longer in force" not in gateway.get(f"{PAGE}/certificates/2").text
    assert "This certificate is in force" in gateway.get(f"{PAGE}/certificates/2").text


def test_a_certificate_that_was_replaced_twice_names_the_newest_too(gateway):
    third = {"number": 3, "replaced_by": None, "correction": CORRECTION, "moved": []}
    known = [{**each, "replaced_by": each["replaced_by"] or 3} for each in CERTIFICATES["certificates"]]
    gateway.ask.answers["ListCertificates"] = {**CERTIFICATES, "certificates": [third, *known]}
    assert 'certificates/3">Certificate 3</a>' in gateway.get(f"{PAGE}/certificates/1").text


def test_the_downloads_say_that_what_was_printed_before_a_correction_is_out_of_date(gateway):
    exports = f"/editions/{EDITION}/exports"
    assert "printed before certificate 2 is out of date" in gateway.get(exports, by="olive").text
    first = CERTIFICATES["certificates"][1:]
    gateway.ask.answers["ListCertificates"] = {**CERTIFICATES, "certificates": first}
    assert "out of date" not in gateway.get(exports, by="olive").text


def test_organisers_see_what_was_made_from_an_old_certificate(gateway):
    stages = [{**stage, "promoted_by": 1, "certificate": 2} for stage in EDITION_ANSWER["stages"]]
    gateway.ask.answers["GetEdition"] = {**EDITION_ANSWER, "stages": stages}
    gateway.ask.answers["ListInvestors"] = {"investors": [], "stale_shortlists": 3}
    text = gateway.get(f"{PAGE}/certificates", by="olive").text
    assert "Entries went on by certificate 1" in text
    assert "3 shortlists were made" in text
    assert "shortlists were made" not in gateway.get(f"{PAGE}/certificates").text


def test_the_edition_says_that_results_were_corrected(gateway):
    gateway.ask.answers["GetStandings"] = {
        **STANDING,
        "certificate": 2,
        "corrected": True,
        "rule": "",
        "rows": [],
    }
    assert f"{PAGE}/certificates" in gateway.get(f"/editions/{EDITION}", by="olive").text


def test_an_entry_is_disqualified_with_a_reason(gateway):
    url = f"/api/v1/editions/{EDITION}/entries/{ENTRY}/disqualify"
    assert gateway.post(url, by="olive", json={"reason": "Two entries"}).json["state"] == "disqualified"
    assert gateway.post(url, by="olive", json={"reason": ""}).status_code == 422
    form = {"entry_id": ENTRY, "reason": "Two entries"}
    assert gateway.post(f"/editions/{EDITION}/entries/disqualify", by="olive", data=form).status_code == 303
    assert len(gateway.ask.named("DisqualifyEntry")) == 2
