"""Pitch decks: sent by founders and organisers, seen by them and by the edition's judges."""

import base64
from typing import Any

from flask import Response, abort, request, url_for

from gateway.access.guard import identity
from gateway.access.roles import NotAllowed
from gateway.clients import Unavailable
from gateway.resources.attachments import counted
from gateway.resources.doors import doors, query
from gateway.resources.downloads import kept, stream
from gateway.resources.room import Room
from gateway.resources.uploads import check_length, received, receiving, send_deck
from schemas.api.decks import DeckAnswer, DeckParameters, DecksAnswer, SubmitDeckParameters
from schemas.commands.decks import DECK_PAGES
from schemas.queries import GetDeckPart, GetDeckPicture, GetDecks, ListDecks
from schemas.refusal import Refusal

blp = Room("decks", __name__, description="Pitch decks")

ENTRY = "/editions/<id:edition_id>/entries/<id:entry_id>"
DECK = f"{ENTRY}/deck"
PDF, WEBP = "application/pdf", "image/webp"
BINARY = {"type": "string", "format": "binary"}
BODY = {"required": True, "content": {PDF: {"schema": BINARY}}}


class NotPdfBody(Refusal):
    """The body says that it is something else."""

    code = "deck_not_pdf"
    status = 415


def sends(edition_id: str, entry_id: str) -> bool:
    """Return whether whoever makes the request may send the entry's deck."""
    person = identity()
    founders = person.granted("founder")
    own = any(grant.subject_id == entry_id and grant.covers(edition_id) for grant in founders)
    return own or person.organises(edition_id)


def check_sends(edition_id: str, entry_id: str) -> None:
    """Return when whoever makes the request may send the entry's deck; NotAllowed otherwise."""
    if not sends(edition_id, entry_id):
        raise NotAllowed("founders send the deck of their own entry")


def check_sees(edition_id: str, entry_id: str) -> None:
    """Return when whoever makes the request may see the entry's deck; NotAllowed otherwise."""
    judges = any(grant.covers(edition_id) for grant in identity().granted("judge"))
    if not judges and not sends(edition_id, entry_id):
        raise NotAllowed("founders see the deck of their own entry")


@blp.route(DECK, methods=["POST"])
@blp.doc(requestBody=BODY)
@blp.arguments(SubmitDeckParameters, location="query")
@blp.response(200, DeckAnswer)
def submit_deck(parameters: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Send a PDF of up to 20 MB and 60 pages; it becomes the entry's newest deck once it was read."""
    check_sends(edition_id, entry_id)
    if request.mimetype != PDF:
        raise NotPdfBody(f"the body must be a PDF, with the header Content-Type: {PDF}")
    check_length()
    with receiving(), received(request.stream) as file:  # type: ignore[arg-type]
        return send_deck(file, name=parameters["name"], edition_id=edition_id, entry_id=entry_id)


@blp.route(f"{ENTRY}/decks")
@blp.response(200, DecksAnswer)
def list_decks(edition_id: str, entry_id: str) -> Any:
    """Return the versions of the entry's deck that are kept, newest first."""
    check_sees(edition_id, entry_id)
    return query(ListDecks, edition_id=edition_id, entry_id=entry_id)


@blp.route(DECK)
@blp.arguments(DeckParameters, location="query")
@blp.response(200, BINARY, content_type=PDF)
def get_deck(parameters: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Return the deck as it was sent; the newest unless a version is named."""
    check_sees(edition_id, entry_id)
    wanted = {"edition_id": edition_id, "entry_id": entry_id}
    first = query(GetDeckPart, **wanted, deck_version=parameters["version"], number=0)
    deck = first["deck"]
    response = kept(Response(mimetype=PDF), deck["digest"], forever=parameters["version"] is not None)
    response.headers["Content-Disposition"] = f'attachment; filename="{entry_id}-{deck["version"]}.pdf"'
    response.make_conditional(request)
    if response.status_code == 200:
        # What follows runs after the request.
        door, by, version = doors().ask, identity().person_id, deck["version"]
        stream(
            response,
            first["data"],
            deck["size"],
            lambda number: door.ask(
                GetDeckPart, {**wanted, "deck_version": version, "number": number}, by=by
            ),
        )
    return response


@blp.route(f"{DECK}/<int:page>.webp")
@blp.arguments(DeckParameters, location="query")
@blp.response(200, BINARY, content_type=WEBP)
def get_deck_picture(parameters: dict[str, Any], edition_id: str, entry_id: str, page: int) -> Any:
    """Return a page of the deck as a picture; the first twenty are drawn."""
    check_sees(edition_id, entry_id)
    if not 1 <= page <= DECK_PAGES:
        abort(404)
    found = query(
        GetDeckPicture,
        edition_id=edition_id,
        entry_id=entry_id,
        deck_version=parameters["version"],
        page=page,
        unless=next(iter(request.if_none_match.as_set()), "").partition(".")[0][:64],
    )
    data = base64.b64decode(found["data"] or "")
    tag = f"{found['deck']['digest']}.{page}"
    response = kept(Response(data, mimetype=WEBP), tag, forever=parameters["version"] is not None)
    response.make_conditional(request)
    return response


def with_decks(edition_id: str, judge_list: dict[str, Any]) -> dict[str, Any]:
    """Give each assignment of a judge's list its `deck` and how many `files` the entry has.

    The deck is None where there is none, or none to see.
    """
    owed = [each for stage in judge_list["stages"] for each in stage["assignments"]]
    entry_ids = sorted({each["entry_id"] for each in owed if each["state"] != "void"})
    try:
        decks = query(GetDecks, edition_id=edition_id, entry_ids=entry_ids)["decks"] if entry_ids else {}
    except Unavailable:
        decks = {}  # a judge scores without the deck as well
    files = counted(edition_id, entry_ids)

    def shown(each: dict[str, Any]) -> dict[str, Any]:
        deck = decks.get(each["entry_id"]) if each["state"] != "void" else None
        here = files.get(each["entry_id"], 0) if each["state"] != "void" else 0
        return {**each, "deck": deck and _shown(edition_id, deck), "files": here}

    stages = [{**s, "assignments": [shown(each) for each in s["assignments"]]} for s in judge_list["stages"]]
    return {**judge_list, "stages": stages}


def _shown(edition_id: str, deck: dict[str, Any]) -> dict[str, Any]:
    address = {"edition_id": edition_id, "entry_id": deck["entry_id"], "version": deck["version"]}
    picture = url_for("decks.get_deck_picture", page=1, **address)
    return {"picture": picture, **{name: deck[name] for name in ("pages", "pictures", "version")}}
