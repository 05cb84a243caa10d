"""Who organises an edition, a host or everything."""

from typing import Any

from gateway.resources.accounts import ending
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.accounts import EndedAnswer, OrganisersAnswer
from schemas.api.registration import InviteEverywhereBody, LinksAnswer
from schemas.commands import InvitePeople, RemoveOrganiser
from schemas.queries import ListOrganisers

blp = Room("organisers", __name__, description="Organisers")

EDITION = "/editions/<id:edition_id>/organisers"


@blp.route(EDITION)
@blp.response(200, OrganisersAnswer)
def list_organisers(edition_id: str) -> Any:
    """Return who organises the edition, its host or everything."""
    return query(ListOrganisers, edition_id=edition_id)


@blp.route(f"{EDITION}/<id:person_id>/remove", methods=["POST"])
@blp.response(200, EndedAnswer)
def remove_organiser(edition_id: str, person_id: str) -> Any:
    """Take somebody's role in the edition away, and end their sessions."""
    return ending(RemoveOrganiser, edition_id=edition_id, person_id=person_id)


@blp.route("/organisers")
@blp.response(200, OrganisersAnswer)
def list_organisers_everywhere() -> Any:
    """Return who organises a host or everything."""
    return query(ListOrganisers)


@blp.route("/organisers/<id:person_id>/remove", methods=["POST"])
@blp.response(200, EndedAnswer)
def remove_organiser_everywhere(person_id: str) -> Any:
    """Take somebody's role in a host or in everything away; the last who organises everything stays."""
    return ending(RemoveOrganiser, edition_id=None, person_id=person_id)


@blp.route("/invitations", methods=["POST"])
@blp.arguments(InviteEverywhereBody)
@blp.response(200, LinksAnswer)
def invite_everywhere(body: dict[str, Any]) -> Any:
    """Make organisers of a host or of everything, and a single-use sign-in link for each."""
    return command(InvitePeople, edition_id=None, **body)
