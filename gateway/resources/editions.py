"""Hosts, programmes, editions and their stages."""

from typing import Any

from gateway.resources.doors import MANY_SECONDS, command, query
from gateway.resources.room import Room
from schemas.api.registration import (
    BlueprintsAnswer,
    CreateHostBody,
    CreateProgrammeBody,
    EditionAnswer,
    EditionsAnswer,
    HostAnswer,
    ProgrammeAnswer,
    PromoteEntriesBody,
    PromotionAnswer,
    PromotionParameters,
    PromotionPreviewAnswer,
    StageAnswer,
    StartEditionBody,
)
from schemas.commands import CloseStage, CreateHost, CreateProgramme, OpenStage, PromoteEntries, StartEdition
from schemas.queries import GetEdition, GetPromotion, ListBlueprints, ListEditions

blp = Room("editions", __name__, description="Editions and their stages")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"


@blp.route("/blueprints")
@blp.response(200, BlueprintsAnswer)
def list_blueprints() -> Any:
    """Return the ready set-ups that an edition can start from."""
    return query(ListBlueprints)


@blp.route("/hosts", methods=["POST"])
@blp.arguments(CreateHostBody)
@blp.response(200, HostAnswer)
def create_host(body: dict[str, Any]) -> Any:
    """Make an organisation that runs contests."""
    return command(CreateHost, **body)


@blp.route("/hosts/<id:host_id>/programmes", methods=["POST"])
@blp.arguments(CreateProgrammeBody)
@blp.response(200, ProgrammeAnswer)
def create_programme(body: dict[str, Any], host_id: str) -> Any:
    """Make a host's long-lived contest, of which editions are runs."""
    return command(CreateProgramme, host_id=host_id, **body)


@blp.route("/programmes/<id:programme_id>/editions", methods=["POST"])
@blp.arguments(StartEditionBody)
@blp.response(200, EditionAnswer)
def start_edition(body: dict[str, Any], programme_id: str) -> Any:
    """Start an edition of a programme from a blueprint."""
    return command(StartEdition, programme_id=programme_id, **body)


@blp.route("/editions")
@blp.response(200, EditionsAnswer)
def list_editions() -> Any:
    """Return the editions, newest first."""
    return query(ListEditions)


@blp.route("/editions/<id:edition_id>")
@blp.response(200, EditionAnswer)
def get_edition(edition_id: str) -> Any:
    """Return an edition with its stages and awards."""
    return query(GetEdition, edition_id=edition_id)


@blp.route(f"{STAGE}/open", methods=["POST"])
@blp.response(200, StageAnswer)
def open_stage(edition_id: str, stage_id: str) -> Any:
    """Take scorecards of a stage from now on."""
    return command(OpenStage, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/close", methods=["POST"])
@blp.response(200, StageAnswer)
def close_stage(edition_id: str, stage_id: str) -> Any:
    """Take no more scorecards: those received from now on are late."""
    return command(CloseStage, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/promote", methods=["POST"])
@blp.arguments(PromoteEntriesBody)
@blp.response(200, PromotionAnswer)
def promote_entries(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Send the first of a certified stage on to the next."""
    return command(PromoteEntries, timeout=MANY_SECONDS, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/promotion")
@blp.arguments(PromotionParameters, location="query")
@blp.response(200, PromotionPreviewAnswer)
def get_promotion(parameters: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Return who would go on by a rule, and why, with the ties that are open."""
    return query(GetPromotion, edition_id=edition_id, stage_id=stage_id, **parameters)
