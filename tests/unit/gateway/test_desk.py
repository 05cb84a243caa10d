"""The head judge's view."""

import re

from gateway.pages.desk import chart_of
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, SPREAD

DESK = f"/editions/{EDITION}/stages/{FINAL}/desk"


def test_who_is_missing_is_shown_with_a_few_of_the_entries_and_how_many_more(gateway):
    text = gateway.get(DESK, by="olive").text
    missing = text[text.index('id="missing"') : text.index('id="spread"')]
    assert "Judy Chen" in missing
    assert "On stage now" in missing
    assert "Kiko, Weebly and 12 more" in missing


def test_the_lists_of_the_page_are_turned_each_for_itself(gateway):
    owing = gateway.ask.answers["ListOwing"]
    gateway.ask.answers["ListOwing"] = {**owing, "total": 120}
    gateway.ask.answers["GetSpread"] = {**SPREAD, "of": 120}
    text = gateway.get(f"{DESK}?judges=2&page=1", by="olive").text
    assert gateway.ask.named("ListOwing")[-1][0]["page"] == 2
    assert [gateway.ask.named("GetSpread")[-1][0][name] for name in ("after", "limit")] == [0, 50]
    assert "page=1&amp;judges=3#missing" in text or "judges=3&amp;page=1#missing" in text
    assert "judges=2&amp;page=2#spread" in text or "page=2&amp;judges=2#spread" in text


def test_dots_stand_where_the_totals_are_on_the_scale():
    chart = chart_of({"totals": ["0", "5", "10"], "mean": "5"}, SPREAD)
    assert chart["dots"] == [chart["left"], 160, chart["right"]]
    assert chart["mean"] == 160
    assert chart_of({"totals": [], "mean": None}, SPREAD) is None


def test_the_page_shows_each_total_and_no_judge_beside_it(gateway):
    text = gateway.get(DESK, by="olive").text
    assert text.count("<circle") == 4
    assert "Totals: 2.50, 8.00, 8.00, on a scale from 0.00 to 10.00" in text
    spread = text[text.index('id="spread"') :]
    assert not re.search("Judy|Wei Wu|j-", spread)
    assert spread.index("Weebly") < spread.index("Kiko")


def test_the_page_shows_itself_while_judging_is_silent(gateway):
    gateway.ask.silent = {"judging"}
    assert gateway.get(DESK, by="olive").status_code == 200


def test_it_is_for_organisers_only(gateway):
    for by in ("judy", "fay", "ivan", "oscar"):
        assert gateway.get(DESK, by=by).status_code == 403
    assert gateway.ask.named("GetSpread") == []
    assert (
        gateway.get(f"/api/v1{DESK.replace('desk', 'spread')}", by="olive").json["entries"][0]["entry_id"]
        == ENTRY
    )
