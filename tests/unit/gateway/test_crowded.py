"""Organisers' pages in an edition of hundreds: each shows a page of its lists, and is no longer than a page."""

import copy
import re

import pytest

from gateway.access.roles import ROLES
from schemas.queries import QUERIES
from tests.unit.gateway.answers import ANSWERS
from tests.unit.gateway.walking import routes

MANY = 400
PAGE = 100
MOST_BYTES = 300_000
# What there are thousands of. Criteria, tracks, stages and the like are few, and so are an entry's judges.
LISTS = {
    *("entries", "judges", "investors", "slots", "pairs", "letters", "acts", "conflicts", "lines", "rows"),
    *("tables", "appeals", "applications", "deliveries", "shown", "takers", "by_entry"),
}
NAMES = ("company", "name", "to", "subject", "target")
IDS = ("judge_id", "entry_id", "investor_id", "letter_id", "appeal_id", "act_id", "pair_id")
MARKED = re.compile(r"№(\d+)№")


def crowd(answer, data):
    """Return an answer with 400 of everybody, or as many as its query asks for, each with a number in the name."""
    answer = copy.deepcopy(answer)
    most = min(data.get("limit") or MANY, PAGE if "page" in data else MANY)
    for place in (answer, *answer.get("sessions", [])):
        for name in LISTS & place.keys():
            lines = place[name]
            if isinstance(lines, list) and lines and isinstance(lines[0], dict):
                place[name] = [numbered(lines[n % len(lines)], n) for n in range(most)]
    return answer | {count: MANY for count in ("total", "of") if count in answer}


def numbered(line, number):
    """Return a line as that of somebody else."""
    ids = {name: f"{line[name][:40]}-{number}" for name in IDS if number and isinstance(line.get(name), str)}
    names = {name: f"{line[name]} №{number}№" for name in NAMES if isinstance(line.get(name), str)}
    startup = {"startup": numbered(line["startup"], number)} if isinstance(line.get("startup"), dict) else {}
    return {**line, **ids, **names, **startup}


@pytest.fixture
def crowded(gateway):
    """A gateway whose services tell of hundreds."""

    def told(before):
        def tell(data):
            found = before(data) if callable(before) else before
            if isinstance(found, Exception):
                raise found
            return crowd(found, data) if isinstance(found, dict) else found

        return tell

    for name in ANSWERS.keys() & QUERIES.keys():
        gateway.ask.answers[name] = told(ANSWERS[name])
    return gateway


def too_long(html):
    """Return what is wrong with a page: whom it shows beyond the hundredth, and its size beyond 300 kB."""
    beyond = sorted({int(number) for number in MARKED.findall(html) if int(number) >= PAGE})
    size = len(html.encode())
    return [*beyond[:3], *([f"{size} bytes"] if size > MOST_BYTES else [])]


def pages():
    """Return the pages that organisers look at, but for cards and sheets that are printed whole."""
    looked_at = (route for route in routes() if route.method == "GET" and not route.of_api)
    return [route for route in looked_at if "organiser" in (ROLES[route.endpoint].roles or ())]


@pytest.mark.parametrize("route", pages(), ids=str)
def test_a_page_shows_one_page_of_hundreds(crowded, route):
    answer = crowded.get(route.url, by="olive")
    if answer.mimetype == "text/html":
        assert answer.status_code in (200, 403, 404, 409)
        assert too_long(answer.text) == []


def test_a_page_that_shows_everybody_would_be_found(crowded, monkeypatch):
    monkeypatch.setattr("gateway.pages.nudges.SHOWN", MANY)
    [nudges] = [route for route in pages() if route.endpoint == "nudges_page.nudges"]
    assert too_long(crowded.get(nudges.url, by="olive").text) == [100, 101, 102]
    assert too_long("x" * (MOST_BYTES + 1)) == ["300001 bytes"]
