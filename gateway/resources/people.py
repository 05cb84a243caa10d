"""Invitations."""

from typing import Any

from gateway.resources.doors import command
from gateway.resources.room import Room
from schemas.api.registration import InvitePeopleBody, LinksAnswer
from schemas.commands import InvitePeople

blp = Room("people", __name__, description="People and their roles")


@blp.route("/editions/<id:edition_id>/invitations", methods=["POST"])
@blp.arguments(InvitePeopleBody)
@blp.response(200, LinksAnswer)
def invite_people(body: dict[str, Any], edition_id: str) -> Any:
    """Make people with a role in the edition, and a single-use sign-in link for each."""
    return command(InvitePeople, edition_id=edition_id, **body)
