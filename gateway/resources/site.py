"""The public site of an edition: what everybody sees of it, and who decides that."""

import base64
from typing import Any

from flask import Response, abort, request

from gateway.access.guard import identity
from gateway.access.roles import NotAllowed
from gateway.resources.decks import BINARY, WEBP
from gateway.resources.doors import command, query
from gateway.resources.downloads import AGAIN
from gateway.resources.room import Room
from schemas.api.site import (
    ChooseShownBody,
    SetSiteBody,
    ShowingAnswer,
    ShownEntriesAnswer,
    ShownEntryAnswer,
    ShownParameters,
    SiteAnswer,
)
from schemas.commands import ChooseShown, SetSite
from schemas.commands.decks import DECK_PAGES
from schemas.queries import GetDeckPicture, GetShowing, GetShown, GetSite, ListShown

blp = Room("site", __name__, description="The public site")

EDITION = "/editions/<id:edition_id>"
SHOWN = f"{EDITION}/gallery/<id:entry_id>"
SHOWING = f"{EDITION}/entries/<id:entry_id>/showing"


def check_own(edition_id: str, entry_id: str) -> None:
    """Return when whoever makes the request decides what the entry shows; NotAllowed otherwise."""
    person = identity()
    founders = person.granted("founder")
    own = any(grant.subject_id == entry_id and grant.covers(edition_id) for grant in founders)
    if not own and not person.organises(edition_id):
        raise NotAllowed("founders decide what their own entry shows")


@blp.route(f"{EDITION}/site")
@blp.response(200, SiteAnswer)
def get_site(edition_id: str) -> Any:
    """Return what the organiser says about the edition, and whether search engines are welcome."""
    return query(GetSite, edition_id=edition_id)


@blp.route(f"{EDITION}/site", methods=["POST"])
@blp.arguments(SetSiteBody)
@blp.response(200, SiteAnswer)
def set_site(body: dict[str, Any], edition_id: str) -> Any:
    """Set up the public site; `seen` is the version as it was read."""
    return command(SetSite, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/gallery")
@blp.arguments(ShownParameters, location="query")
@blp.response(200, ShownEntriesAnswer)
def list_shown(parameters: dict[str, Any], edition_id: str) -> Any:
    """Return the entries that compete and are listed; `after` is the `next` of the page before."""
    return query(ListShown, edition_id=edition_id, **parameters)


@blp.route(SHOWN)
@blp.response(200, ShownEntryAnswer)
def get_shown(edition_id: str, entry_id: str) -> Any:
    """Return what an entry lets everybody see."""
    return query(GetShown, edition_id=edition_id, entry_id=entry_id)


@blp.route(f"{SHOWN}/deck/<int:page>.webp")
@blp.response(200, BINARY, content_type=WEBP)
def get_shown_picture(edition_id: str, entry_id: str, page: int) -> Any:
    """Return a page of the deck as a picture, where the founder shows the deck to everybody."""
    wanted = {"edition_id": edition_id, "entry_id": entry_id}
    deck = query(GetShown, **wanted)["deck"]
    if deck is None or not 1 <= page <= DECK_PAGES:
        abort(404)
    known = next(iter(request.if_none_match.as_set()), "").partition(".")[0][:64]
    found = query(GetDeckPicture, **wanted, deck_version=deck["version"], page=page, unless=known)
    response = Response(base64.b64decode(found["data"] or ""), mimetype=WEBP)
    response.set_etag(f"{found['deck']['digest']}.{page}")
    # Asked for again each time: a founder may have changed their mind.
    response.headers["Cache-Control"] = AGAIN
    response.make_conditional(request)
    return response


@blp.route(SHOWING)
@blp.response(200, ShowingAnswer)
def get_showing(edition_id: str, entry_id: str) -> Any:
    """Return what of an entry everybody sees."""
    check_own(edition_id, entry_id)
    return query(GetShowing, edition_id=edition_id, entry_id=entry_id)


@blp.route(SHOWING, methods=["POST"])
@blp.arguments(ChooseShownBody)
@blp.response(200, ShowingAnswer)
def choose_shown(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Choose what of an entry everybody sees; `seen` is the version as it was read."""
    check_own(edition_id, entry_id)
    return command(ChooseShown, edition_id=edition_id, entry_id=entry_id, **body)
