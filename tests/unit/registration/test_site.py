"""The public site: settings, and what entries show."""

import pytest

from schemas.commands import site as commands
from services.registration.domain.startup import Startup
from services.registration.site.domain.refusals import ShowingChanged, SiteChanged
from services.registration.site.domain.showing import PARTS, Showing
from services.registration.site.domain.site import Site

STARTUP = Startup(
    startup_id="s-1",
    company="Kiko",
    description="Calendars",
    categories=("Web",),
    founded_year=2021,
    city="Taipei",
    state="TPE",
    country="Taiwan",
    website="kiko.example",
    status="operating",
    investors=("Horse Capital",),
    rounds_usd=("500000",),
)
PUBLIC = {"company", "description", "categories", "city", "country", "founded_year", "website"}


def test_the_parts_of_the_domain_are_those_of_the_commands():
    assert PARTS == commands.PARTS


def test_everybody_sees_what_a_startup_is_and_nothing_of_its_money():
    assert set(Showing("e-1", "ed-1").of(STARTUP)) == PUBLIC


def test_the_deck_is_shown_only_where_the_founder_says_so():
    showing = Showing("e-1", "ed-1")
    assert not showing.shows("deck")
    showing.choose(seen=0, listed=True, parts=["deck"])
    assert showing.shows("deck")


@pytest.mark.parametrize("part", PARTS)
def test_what_is_not_chosen_is_empty(part):
    showing = Showing("e-1", "ed-1")
    showing.choose(seen=0, listed=True, parts=[p for p in PARTS if p != part])
    names = {"place": ("city", "country"), "deck": ()}.get(part, (part,))
    shown = showing.of(STARTUP)
    assert all(not shown[name] for name in names)
    assert all(shown[name] for name in PUBLIC - set(names))


def test_an_entry_that_is_not_listed_shows_nothing():
    showing = Showing("e-1", "ed-1", listed=False, parts=PARTS)
    assert not any(showing.shows(part) for part in PARTS)


def test_who_saves_second_is_told_unless_both_want_the_same():
    site = Site("ed-1", version=2)
    assert site.set(seen=2, public=True, about="One evening", contact="")
    site.version = 3
    assert not site.set(seen=2, public=True, about="One evening\r\n", contact="")
    with pytest.raises(SiteChanged):
        site.set(seen=2, public=False, about="Another", contact="")
    with pytest.raises(ShowingChanged):
        Showing("e-1", "ed-1", version=1).choose(seen=0, listed=False, parts=[])
