"""Tables to take away."""

import csv
import io
import os
from threading import Event
from zipfile import ZipFile

import pytest

from gateway.asked import label_of
from gateway.audit import rows_of as acts_in_rows
from gateway.exports import TABLES
from gateway.exports.columns import COLUMNS
from gateway.exports.making import KEPT_SECONDS, SILENT_SECONDS, Makings
from gateway.exports.writing import BOM, as_csv, as_xlsx
from gateway.pages.exports import LARGE
from schemas.refusal import NotFound
from tests.unit.gateway.answers import EDITION, EDITION_ANSWER, ENTRY, FINAL, JUDGE, ROWS

EXPORTS = f"/editions/{EDITION}/exports"
CARD = {
    "scorecard_id": "sc-1",
    "entry_id": ENTRY,
    "judge_id": JUDGE,
    "state": "submitted",
    "revision": 2,
    "marks": {"team": "9", "pitch": None},
    "comment": "=HYPERLINK(1)",
    "made_at": "2026-06-01T10:00:00+00:00",
    "received_at": "2026-06-01T10:00:01+00:00",
    "command_ids": ["c-1"],
}


@pytest.fixture(autouse=True)
def one_page_of_entries(gateway):
    gateway.ask.answers["ListEntries"] = {**gateway.ask.answers["ListEntries"], "next": None}


def lines(response):
    """Return the rows of a file whose columns are codes."""
    assert response.status_code == 200, response.text
    text = response.data.decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


def written(response):
    """Return all rows of a file as they are, the header first."""
    assert response.status_code == 200, response.text
    return list(csv.reader(io.StringIO(response.data.decode().removeprefix(BOM))))


def asked(gateway):
    """Return the headings that are words already: what founders are asked."""
    call = gateway.ask.answers["GetCall"]
    return {label_of(field) for field in (*call["form"], *call["removed"])}


def test_a_scorecard_comes_with_names_and_a_column_for_each_criterion(gateway):
    gateway.ask.answers["ListScorecards"] = {"scorecards": [CARD], "next": None}
    [line] = lines(gateway.get(f"{EXPORTS}/scorecards.csv?columns=codes&stage_id={FINAL}", by="olive"))
    assert (line["judge_id"], line["judge"]) == (JUDGE, "Judy Chen")
    assert (line["revision"], line["mark_team"], line["mark_pitch"]) == ("2", "9", "")


def test_no_cell_is_a_formula(gateway):
    gateway.ask.answers["ListScorecards"] = {"scorecards": [CARD], "next": None}
    [line] = lines(gateway.get(f"{EXPORTS}/scorecards.csv?columns=codes&stage_id={FINAL}", by="olive"))
    assert line["comment"] == "'=HYPERLINK(1)"


def test_pages_are_asked_for_until_there_is_no_next(gateway):
    pages = {"": {"scorecards": [CARD], "next": "sc-1"}, "sc-1": {"scorecards": [CARD], "next": None}}
    gateway.ask.answers["ListScorecards"] = lambda data: pages[data["after"]]
    assert (
        len(lines(gateway.get(f"{EXPORTS}/scorecards.csv?columns=codes&stage_id={FINAL}", by="olive"))) == 2
    )


@pytest.mark.parametrize("table", [name for name in TABLES if name not in ("audit", "scorecards")])
def test_every_table_has_a_line_for_each_thing(gateway, table):
    assert lines(gateway.get(f"{EXPORTS}/{table}.csv?columns=codes&stage_id={FINAL}", by="olive"))


@pytest.mark.parametrize(("language", "named"), [("en", "Company"), ("zh_Hant", "公司"), ("zh_Hans", "公司")])
@pytest.mark.parametrize("table", [name for name in TABLES if name != "audit"])
def test_columns_are_called_as_the_readers_language_calls_them(gateway, table, language, named):
    gateway.ask.answers["ListScorecards"] = {"scorecards": [CARD], "next": None}
    address = f"{EXPORTS}/{table}.csv?stage_id={FINAL}"
    [called, *_] = written(gateway.get(f"{address}&lang={language}", by="olive"))
    [codes, *_] = written(gateway.get(f"{address}&columns=codes", by="olive"))
    assert len(called) == len(codes)
    assert {code for code, name in zip(codes, called, strict=True) if code == name} <= asked(gateway)
    assert "company" not in codes or named in called


def test_every_column_of_what_organisers_did_has_a_word():
    change = {"of": "stages", "id": "final", "field": "state", "before": "planned", "after": "open"}
    act = {**dict.fromkeys(("at", "by", "name", "kind", "service", "outcome")), "on": {}, "changes": [change]}
    [row] = acts_in_rows({**act, "more": 0})
    assert set(row) <= set(COLUMNS)


def test_a_criterion_is_called_by_its_name(gateway):
    gateway.ask.answers["ListScorecards"] = {"scorecards": [CARD], "next": None}
    [called, _] = written(gateway.get(f"{EXPORTS}/scorecards.csv?stage_id={FINAL}&lang=en", by="olive"))
    assert "Mark: Team" in called


def test_two_columns_of_one_name_are_told_apart():
    file = b"".join(as_csv([{"a": 1, "b": 2, "c": 3}], lambda code: "=1" if code == "c" else "Name"))
    assert file.decode().splitlines()[0] == f"{BOM}Name (a),Name (b),'=1"


def test_an_entrys_state_is_not_the_state_its_city_is_in(gateway):
    found = gateway.ask.answers["ListEntries"]["entries"]
    for entry in found:
        entry["startup"]["state"] = "CA"
    [line, *_] = lines(gateway.get(f"{EXPORTS}/entries.csv?columns=codes", by="olive"))
    assert (line["state"], line["region"]) == (found[0]["state"], "CA")


def test_certified_results_are_those_of_the_newest_certificate(gateway):
    address = f"{EXPORTS}/results.csv?columns=codes&stage_id={FINAL}"
    [first, *_] = lines(gateway.get(address, by="olive"))
    assert (first["place"], first["company"], first["certificate"]) == ("1", ROWS[0]["company"], "2")
    gateway.ask.answers["ListCertificates"] = NotFound("not certified")
    assert gateway.get(address, by="olive").status_code == 404


def test_a_workbook_holds_the_same(gateway):
    response = gateway.get(f"{EXPORTS}/judges.xlsx", by="olive")
    with ZipFile(io.BytesIO(response.data)) as book:
        assert JUDGE in book.read("xl/worksheets/sheet1.xml").decode()
    assert response.headers["Content-Disposition"] == f'attachment; filename="{EDITION}-judges.xlsx"'


def test_what_is_not_there_is_said_with_what_there_is(gateway):
    assert gateway.get(f"{EXPORTS}/moon.csv", by="olive").status_code == 404
    assert gateway.get(f"{EXPORTS}/entries.pdf", by="olive").status_code == 404
    assert gateway.get(f"{EXPORTS}/scorecards.csv", by="olive").status_code == 422


def test_a_service_that_is_away_gives_an_error_page_and_no_half_file(gateway):
    gateway.ask.silent.add("registration")
    assert gateway.get(f"{EXPORTS}/entries.csv", by="olive").status_code == 503


def test_nothing_to_tell_is_an_empty_file():
    assert b"".join(as_csv([])) == BOM.encode()
    with ZipFile(io.BytesIO(b"".join(as_xlsx([])))) as book:
        assert "xl/worksheets/sheet1.xml" in book.namelist()


def begin(gateway, **wanted):
    return gateway.post(f"/api/v1{EXPORTS}", by="olive", json={"table": "entries", **wanted})


def test_a_table_is_made_beside_the_request_and_is_what_would_have_come_at_once(gateway, wait_until):
    begun = begin(gateway)
    assert (begun.status_code, begun.json["state"], begun.json["file"]) == (202, "running", None)
    progress = begun.headers["Location"]
    job = wait_until(lambda: (told := gateway.get(progress, by="olive").json)["file"] and told)
    assert (job["state"], job["rows"]) == ("done", len(gateway.ask.answers["ListEntries"]["entries"]))
    made = gateway.get(job["file"], by="olive")
    assert made.data == gateway.get(f"{EXPORTS}/entries.csv?columns=codes", by="olive").data
    assert made.headers["Cache-Control"] == "no-store"
    assert "Download" in gateway.get(f"{EXPORTS}/{job['job_id']}", by="olive").text


def test_a_large_table_is_offered_with_its_progress_and_a_small_one_at_once(gateway, wait_until):
    counts = {**EDITION_ANSWER["counts"], "entries": LARGE}
    gateway.ask.answers["GetEdition"] = {**EDITION_ANSWER, "counts": counts}
    small = gateway.get(EXPORTS, by="olive").text
    assert f'href="{EXPORTS}/entries.csv"' in small
    gateway.ask.answers["GetEdition"]["counts"]["entries"] += 1
    assert f'href="{EXPORTS}/entries.csv"' not in gateway.get(EXPORTS, by="olive").text
    form = {"table": "entries", "form": "xlsx", "stage_id": ""}
    where = gateway.post(EXPORTS, by="olive", data=form).headers["Location"]
    wait_until(lambda: f"{where.rpartition('/')[2]}.xlsx" in gateway.get(where, by="olive").text)


def test_what_cannot_be_made_says_so_and_leaves_no_file(gateway, wait_until):
    gateway.ask.silent.add("judging")
    progress = begin(gateway, table="judges").headers["Location"]
    wait_until(lambda: gateway.get(progress, by="olive").json["state"] == "failed")
    assert gateway.get(progress, by="olive").json["file"] is None
    job_id = progress.rpartition("/")[2]
    assert gateway.get(f"{EXPORTS}/made/{job_id}.csv", by="olive").status_code == 404


def test_what_is_asked_for_twice_is_made_once(tmp_path, wait_until):
    makings, made = Makings(tmp_path), []
    job = makings.job("c-1", edition_id=EDITION, expected=1, table="entries", form="csv", stage_id="")
    for _ in range(2):
        makings.begin(job, lambda tell, file: made.append(file))
    wait_until(lambda: makings.find(EDITION, job.job_id).state == "done")
    assert len(made) == 1
    assert makings.find("ed-other", job.job_id) is None


def test_a_job_whose_worker_was_ended_has_failed_and_all_are_thrown_away_after_a_day(tmp_path, wait_until):
    now, held = [1_800_000_000.0], Event()
    makings = Makings(tmp_path, clock=lambda: now[0])
    wanted = {"edition_id": EDITION, "expected": None, "table": "entries", "form": "csv", "stage_id": ""}
    job = makings.begin(makings.job("c-1", **wanted), lambda tell, file: held.wait(30))
    now[0] += SILENT_SECONDS + 1
    assert makings.find(EDITION, job.job_id).state == "failed"
    held.set()
    wait_until(lambda: makings.find(EDITION, job.job_id).state == "done")
    long_ago = now[0] - KEPT_SECONDS - 1
    for path in tmp_path.iterdir():
        os.utime(path, (long_ago, long_ago))
    makings.begin(makings.job("c-2", **wanted), lambda tell, file: None)
    assert makings.find(EDITION, job.job_id) is None
