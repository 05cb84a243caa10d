"""Set-ups of editions, and the blueprints they start from."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.registration import BlueprintAnswer, EditionAnswer
from schemas.api.setups import (
    AddBlueprintBody,
    BlueprintFileAnswer,
    ChangeSetUpBody,
    CloneEditionBody,
    HostsAnswer,
)
from schemas.commands import AddBlueprint, ChangeSetUp, CloneEdition
from schemas.queries import ListHosts, WriteBlueprint, WriteSetUp

blp = Room("setups", __name__, description="Set-ups and blueprints")


@blp.route("/hosts")
@blp.response(200, HostsAnswer)
def list_hosts() -> Any:
    """Return the organisations that run contests, with their programmes."""
    return query(ListHosts)


@blp.route("/hosts/<id:host_id>/blueprints", methods=["POST"])
@blp.arguments(AddBlueprintBody)
@blp.response(200, BlueprintAnswer)
def add_blueprint(body: dict[str, Any], host_id: str) -> Any:
    """Keep a blueprint of a host; errors name file, line and field."""
    return command(AddBlueprint, host_id=host_id, **body)


@blp.route("/blueprints/<id:blueprint>/file")
@blp.response(200, BlueprintFileAnswer)
def write_blueprint(blueprint: str) -> Any:
    """Return a blueprint as YAML."""
    return query(WriteBlueprint, blueprint=blueprint)


@blp.route("/editions/<id:edition_id>/set-up", methods=["POST"])
@blp.arguments(ChangeSetUpBody)
@blp.response(200, EditionAnswer)
def change_set_up(body: dict[str, Any], edition_id: str) -> Any:
    """Let an edition be run by another set-up; refused where that would break what has happened."""
    return command(ChangeSetUp, edition_id=edition_id, **body)


@blp.route("/editions/<id:edition_id>/set-up/file")
@blp.response(200, BlueprintFileAnswer)
def write_set_up(edition_id: str) -> Any:
    """Return an edition's set-up as YAML that is a blueprint."""
    return query(WriteSetUp, edition_id=edition_id)


@blp.route("/editions/<id:edition_id>/clone", methods=["POST"])
@blp.arguments(CloneEditionBody)
@blp.response(200, EditionAnswer)
def clone_edition(body: dict[str, Any], edition_id: str) -> Any:
    """Start another edition with the set-up of this one, and nothing else of it."""
    return command(CloneEdition, edition_id=edition_id, **body)
