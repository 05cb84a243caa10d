"""What public pages are told. What an entry does not show never leaves here."""

from collections.abc import Mapping
from typing import Any

from schemas.refusal import NotFound
from services.registration.domain.entry import ELIGIBLE, Entry
from services.registration.repository import RegistrationStore, entry_of
from services.registration.site.domain.showing import DECK, Showing
from services.registration.site.finding import showing_of, site_of

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def get_site(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetSite."""
    return site_of(query["edition_id"], store).as_dict()


def get_showing(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetShowing."""
    return showing_of(entry_of(store, query), store).as_dict()


def list_shown(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer ListShown."""
    edition_id = query["edition_id"]
    store.editions.get(edition_id)
    page = store.entry_index.page(
        edition_id,
        search=query["search"],
        by_name=True,  # what is not shown is not to be found out by searching for it
        after=query["after"],
        limit=query["limit"],
        without=store.hidden.of(edition_id),
        state=ELIGIBLE,
    )
    ids = [entry.id for entry in page.entries]
    showings, decks = store.showings.load(ids), store.decks.load(ids)
    shown = [
        _shown(entry, showings.get(entry.id) or Showing(entry.id, edition_id), decks.get(entry.id))
        for entry in page.entries
    ]
    return {"entries": shown, "total": page.total, "next": page.next}


def get_shown(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetShown; NotFound where the entry does not compete, or is not listed."""
    entry = entry_of(store, query)
    showing = showing_of(entry, store)
    if not entry.competes or not showing.listed:
        raise NotFound(f"no entry {entry.id!r} is shown")
    return _shown(entry, showing, store.decks.find(entry.id))


def _shown(entry: Entry, showing: Showing, deck: Any) -> Answer:
    newest = deck.newest if deck is not None and showing.shows(DECK) else None
    told = {"version": newest.number, "pictures": newest.pictures} if newest and newest.pictures else None
    return {"entry_id": entry.id, **showing.of(entry.startup), "deck": told}
