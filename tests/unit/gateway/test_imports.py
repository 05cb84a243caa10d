"""Importing a file of entries."""

import io

import pytest

from tests.unit.gateway.answers import EDITION, IMPORT

ROOT = f"/editions/{EDITION}/imports"
ONE = f"{ROOT}/{IMPORT['import_id']}"
CSV = "company\nKiko\n"


def send(gateway, data, **form):
    form["file"] = (io.BytesIO(data), "startups.csv")
    return gateway.post(ROOT, by="olive", data=form, content_type="multipart/form-data")


@pytest.mark.parametrize("path", [ROOT, ONE])
def test_imports_are_for_organisers_of_the_edition(gateway, path):
    assert gateway.get(path, by="olive").status_code == 200
    for other in ("oscar", "judy", "fay", "ivan"):
        assert gateway.get(path, by=other).status_code == 403


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_leads_to_its_progress(gateway, encoding):
    answer = send(gateway, CSV.encode(encoding), skip_bad_lines="on")
    assert (answer.status_code, answer.headers["Location"]) == (303, ONE)
    told = gateway.ask.named("StartImport")[0][0]
    assert (told["csv"], told["name"], told["skip_bad_lines"]) == (CSV, "startups.csv", True)


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "The file is empty"), ("公司".encode("big5"), "not in UTF-8"), (b" \n", "empty")]
)
def test_a_file_that_cannot_be_taken_is_refused_and_the_choice_stays(gateway, data, said):
    answer = send(gateway, data, skip_bad_lines="on")
    assert answer.status_code == 422
    assert said in answer.text
    assert 'name="skip_bad_lines" checked' in answer.text
    assert gateway.ask.named("StartImport") == []


def test_a_form_without_a_file_says_so(gateway):
    answer = gateway.post(ROOT, by="olive", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


def test_progress_asks_again_with_and_without_scripts_until_it_is_over(gateway):
    page = gateway.get(ONE, by="olive").text
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
    assert "6000" in page
    gateway.ask.answers["GetImport"] = {**IMPORT, "state": "done", "ended_at": IMPORT["at"]}
    page = gateway.get(ONE, by="olive").text
    assert "every 1s" not in page
    assert "refresh" not in page
    assert "founded_year" in page


def test_the_good_lines_can_be_entered_after_all(gateway):
    refused = {**IMPORT, "state": "refused", "code": "import_invalid", "can_skip": True}
    gateway.ask.answers["GetImport"] = refused
    assert "Import the 20000 good lines" in gateway.get(ONE, by="olive").text
    assert gateway.post(f"{ONE}/go-on", by="olive").headers["Location"] == ONE


def test_over_http_a_file_is_answered_202_with_where_its_progress_is(gateway):
    answer = gateway.post(f"/api/v1{ROOT}", by="olive", json={"csv": CSV})
    assert (answer.status_code, answer.headers["Location"]) == (202, f"/api/v1{ONE}")
    assert gateway.get(answer.headers["Location"], by="olive").get_json()["done"] == 6000
