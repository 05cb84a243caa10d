"""What pages are told of decks."""

import base64
from collections.abc import Mapping
from typing import Any

from schemas.refusal import NotFound
from services.registration.decks.domain.deck import Deck
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def get_decks(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetDecks."""
    decks = store.decks.load(query["entry_ids"]).values()
    here = [deck for deck in decks if deck.edition_id == query["edition_id"]]
    return {"decks": {deck.id: deck.as_dict(deck.at(None)) for deck in here}}


def list_decks(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer ListDecks."""
    deck = store.decks.find(query["entry_id"])
    if deck is None or deck.edition_id != query["edition_id"]:
        return {"decks": []}
    return {"decks": [deck.as_dict(version) for version in reversed(deck.versions)]}


def get_deck_part(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetDeckPart."""
    deck = _deck(store, query)
    version = deck.at(query["deck_version"])
    data = store.deck_files.part(deck.id, version.digest, query["number"])
    if data is None:
        raise NotFound(f"the file has no part {query['number']}")
    return {"deck": deck.as_dict(version), "data": base64.b64encode(data).decode()}


def get_deck_picture(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetDeckPicture."""
    deck = _deck(store, query)
    version = deck.at(query["deck_version"])
    if version.digest == query["unless"]:
        return {"deck": deck.as_dict(version), "data": None}
    data = store.deck_files.picture(deck.id, version.digest, query["page"])
    if data is None:
        raise NotFound(f"the deck has no picture of page {query['page']}")
    return {"deck": deck.as_dict(version), "data": base64.b64encode(data).decode()}


def _deck(store: RegistrationStore, query: Wanted) -> Deck:
    deck: Deck | None = store.decks.find(query["entry_id"])
    if deck is None or deck.edition_id != query["edition_id"]:
        raise NotFound(f"the entry {query['entry_id']!r} has no deck")
    return deck
