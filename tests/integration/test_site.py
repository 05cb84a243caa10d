"""The public site over a real database: what an entry does not show never leaves registration."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes, open_database
from services.registration.decks.domain.deck import Deck
from services.registration.domain.edition import Edition
from services.registration.domain.entry import Entry
from services.registration.domain.host import Host, Programme
from services.registration.domain.startup import Startup
from services.registration.domain.turn import Act
from services.registration.repository import RegistrationStore
from services.registration.shelf import blueprint
from services.registration.site import handlers, queries

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ALL = ["description", "categories", "place", "founded_year", "website", "deck"]


@pytest.fixture
def store(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    store = RegistrationStore(database)
    ensure_indexes(store)
    yield store
    database.client.close()


@pytest.fixture
def entries(store):
    """Three entries that compete, each with a deck, and one that is not eligible."""
    programme = Programme.create(Host.create("Black Horse Society"), name="Black Horse")
    edition = Edition.start(
        programme, blueprint=blueprint("black-horse"), name="Cup 2026", zone="Asia/Taipei", now=NOON
    )
    store.editions.save(edition)
    made = []
    for number, company in enumerate(("Amber", "Birch", "Cobalt", "Dune")):
        startup = Startup(startup_id=f"s-{number}", company=company, description=f"What {company} does")
        entry = Entry.submit(startup, edition_id=edition.id, now=NOON)
        entry.screen(
            "eligible" if number < 3 else "ineligible",
            stage_id="preliminary",
            reason="",
            act=Act("c-1", None, NOON),
        )
        store.entries.save(entry)
        deck = Deck(entry.id, edition.id)
        deck.submit("0" * 64, name="deck.pdf", size=9, pages=3, pictures=3, now=NOON)
        store.decks.save(deck)
        made.append(entry)
    return made


def choose(store, entry, **chosen):
    names = {"edition_id": entry.edition_id, "entry_id": entry.id}
    seen = queries.get_showing(store, names)["version"]
    told = {"seen": seen, "listed": True, "parts": ALL, **chosen}
    handlers.choose_shown(Asked(str(uuid4()), "p-1", NOON, {**names, **told}), store)


def gallery(store, entries, **wanted):
    edition_id = entries[0].edition_id
    return queries.list_shown(
        store, {"edition_id": edition_id, "search": "", "after": "", "limit": 9, **wanted}
    )


def test_the_gallery_has_those_who_compete_and_are_listed_page_by_page(store, entries):
    choose(store, entries[1], listed=False)
    first = gallery(store, entries, limit=1)
    assert ([e["company"] for e in first["entries"]], first["total"]) == (["Amber"], 2)
    second = gallery(store, entries, after=first["next"])
    assert [e["company"] for e in second["entries"]] == ["Cobalt"]
    assert gallery(store, entries, search="birch")["entries"] == []


def test_what_a_founder_takes_back_is_gone_from_both_pages(store, entries):
    choose(store, entries[0])
    names = {"edition_id": entries[0].edition_id, "entry_id": entries[0].id}
    assert queries.get_shown(store, names)["deck"] == {"version": 1, "pictures": 3}
    choose(store, entries[0], parts=["categories"])
    for told in (queries.get_shown(store, names), gallery(store, entries)["entries"][0]):
        assert (told["company"], told["description"], told["deck"]) == ("Amber", "", None)


@pytest.mark.parametrize("number", [1, 3])
def test_who_is_not_listed_or_does_not_compete_has_no_page(store, entries, number):
    choose(store, entries[1], listed=False)
    entry = entries[number]
    with pytest.raises(NotFound):
        queries.get_shown(store, {"edition_id": entry.edition_id, "entry_id": entry.id})
