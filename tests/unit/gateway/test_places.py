"""The links beside an organiser's pages of an edition."""

import re

import pytest

from gateway.pages.places import PLACES
from tests.unit.gateway.answers import EDITION

ENDPOINTS = [endpoint for _, places in PLACES for endpoint, _ in places]


def links(page):
    """Return the addresses in the links beside the page, and the one that is marked as here."""
    beside = re.search(r'<nav class="beside".*?</nav>', page, re.DOTALL)
    text = beside.group() if beside else ""
    return re.findall(r'href="([^"]+)"', text), re.findall(r'href="([^"]+)" aria-current="page"', text)


def test_an_organiser_goes_from_any_page_of_an_edition_to_any_other(gateway):
    there, here = links(gateway.get(f"/editions/{EDITION}/entries", by="olive").text)
    assert len(there) == len(set(there)) == len(ENDPOINTS)
    assert here == [f"/editions/{EDITION}/entries"]
    assert {gateway.get(address, by="olive").status_code for address in there} == {200}


@pytest.mark.parametrize("by", [None, "judy", "fay", "ivan"])
def test_nobody_else_sees_where_organisers_go(gateway, by):
    assert links(gateway.get(f"/editions/{EDITION}/site", by=by).text) == ([], [])


def test_a_page_of_another_edition_has_no_links_for_who_does_not_organise_it(gateway):
    assert links(gateway.get(f"/editions/{EDITION}/board", by="oscar").text) == ([], [])
