"""Tables to take away."""

import csv
import io
from zipfile import ZipFile

import pytest

from gateway.exports.writing import BOM, as_csv, as_xlsx
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, JUDGE

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
    assert response.status_code == 200, response.text
    text = response.data.decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


def test_a_scorecard_comes_with_names_and_a_column_for_each_criterion(gateway):
    gateway.ask.answers["ListScorecards"] = {"scorecards": [CARD], "next": None}
    [line] = lines(gateway.get(f"{EXPORTS}/scorecards.csv?stage_id={FINAL}", by="olive"))
    assert (line["judge_id"], line["judge"]) == (JUDGE, "Judy Chen")
    assert (line["revision"], line["mark_team"], line["mark_pitch"]) == ("2", "9", "")


def test_no_cell_is_a_formula(gateway):
    gateway.ask.answers["ListScorecards"] = {"scorecards": [CARD], "next": None}
    [line] = lines(gateway.get(f"{EXPORTS}/scorecards.csv?stage_id={FINAL}", by="olive"))
    assert line["comment"] == "'=HYPERLINK(1)"


def test_pages_are_asked_for_until_there_is_no_next(gateway):
    pages = {"": {"scorecards": [CARD], "next": "sc-1"}, "sc-1": {"scorecards": [CARD], "next": None}}
    gateway.ask.answers["ListScorecards"] = lambda data: pages[data["after"]]
    assert len(lines(gateway.get(f"{EXPORTS}/scorecards.csv?stage_id={FINAL}", by="olive"))) == 2


@pytest.mark.parametrize("table", ["entries", "judges", "intros", f"standings.csv?stage_id={FINAL}"])
def test_every_table_has_a_line_for_each_thing(gateway, table):
    path = table if "?" in table else f"{table}.csv"
    assert lines(gateway.get(f"{EXPORTS}/{path}", by="olive"))


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
