"""The page of an entry's pitch deck: seen by founders, judges and organisers, sent by the first and last."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.access.forms import check_token
from gateway.pages.acting import acted
from gateway.resources.decks import check_sees, check_sends, sends
from gateway.resources.doors import query
from gateway.resources.uploads import received, receiving, send_deck
from schemas.commands.decks import DECK_BYTES, DECK_PAGES
from schemas.fields import SHORT
from schemas.queries import GetEdition, GetEntry, ListDecks
from schemas.refusal import Refusal

pages = Blueprint("deck", __name__)

DECK = "/editions/<id:edition_id>/entries/<id:entry_id>/deck"


@pages.get(DECK)
def deck(edition_id: str, entry_id: str) -> str:
    """Show the deck's pages, and the form by which another is sent."""
    check_sees(edition_id, entry_id)
    return show_deck(edition_id, entry_id)


def show_deck(edition_id: str, entry_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page of a deck."""
    return render_template(
        "deck/deck.html",
        edition=query(GetEdition, edition_id=edition_id),
        entry=query(GetEntry, edition_id=edition_id, entry_id=entry_id),
        refusal=refusal,
        **decks_of(edition_id, entry_id),
    )


def decks_of(edition_id: str, entry_id: str) -> dict[str, Any]:
    """Return what the section about a deck needs."""
    return {
        "decks": query(ListDecks, edition_id=edition_id, entry_id=entry_id)["decks"],
        "may_send": sends(edition_id, entry_id),
        "largest": DECK_BYTES,
        "most_pages": DECK_PAGES,
    }


@pages.post(DECK)
def send(edition_id: str, entry_id: str) -> Any:
    """Take a deck; when it is refused, the one before stays."""
    check_sends(edition_id, entry_id)
    with receiving():
        check_token(request, signed_in=True)

    def take() -> Any:
        with receiving():
            file = request.files.get("file")
        if file is None or not file.filename:
            raise NoFile("no file was chosen")
        with received(file.stream) as content:  # type: ignore[arg-type]
            name = file.filename[-SHORT:]
            return send_deck(content, name=name, edition_id=edition_id, entry_id=entry_id)

    return acted(
        take,
        then=url_for("deck.deck", edition_id=edition_id, entry_id=entry_id),
        show=lambda refusal: show_deck(edition_id, entry_id, refusal=refusal),
    )


class NoFile(Refusal):
    """The form came without a file."""

    code = "deck_no_file"
    status = 422
