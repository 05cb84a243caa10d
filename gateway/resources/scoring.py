"""Standings, results and the public board."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.scoring import (
    BoardAnswer,
    FreezeStageBody,
    ResultsAnswer,
    RevealKeyAnswer,
    RevealPlaceBody,
    SealedResultsAnswer,
    StandingAnswer,
    StandingsAnswer,
    StandingsParameters,
)
from schemas.commands import CertifyResults, FreezeStage, PublishResults, RevealPlace
from schemas.queries import GetBoard, GetResults, GetRevealKey, GetSealedResults, GetStandings

blp = Room("scoring", __name__, description="Standings, results and the board")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"


@blp.route(f"{STAGE}/freeze", methods=["POST"])
@blp.arguments(FreezeStageBody, required=False)
@blp.response(200, StandingAnswer)
def freeze_stage(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Stop the standings."""
    return command(FreezeStage, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/certify", methods=["POST"])
@blp.response(200, StandingAnswer)
def certify_results(edition_id: str, stage_id: str) -> Any:
    """Make the frozen standings the certified results."""
    return command(CertifyResults, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/reveal", methods=["POST"])
@blp.arguments(RevealPlaceBody)
@blp.response(200, StandingAnswer)
def reveal_place(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Show one more place to everyone, from last to first."""
    return command(RevealPlace, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/publish", methods=["POST"])
@blp.response(200, StandingAnswer)
def publish_results(edition_id: str, stage_id: str) -> Any:
    """Make the certified results public."""
    return command(PublishResults, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/standings")
@blp.arguments(StandingsParameters, location="query")
@blp.response(200, StandingsAnswer)
def get_standings(parameters: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Return the standings with the rule in words, of a track where one is named."""
    return query(GetStandings, edition_id=edition_id, stage_id=stage_id, **parameters)


@blp.route(f"{STAGE}/reveal-key")
@blp.response(200, RevealKeyAnswer)
def get_reveal_key(edition_id: str, stage_id: str) -> Any:
    """Return the key that opens the sealed results."""
    return query(GetRevealKey, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/sealed-results")
@blp.response(200, SealedResultsAnswer)
def get_sealed_results(edition_id: str, stage_id: str) -> Any:
    """Return the certified results, sealed step by step."""
    return query(GetSealedResults, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/results")
@blp.response(200, ResultsAnswer)
def get_results(edition_id: str, stage_id: str) -> Any:
    """Return the results once they are public."""
    return query(GetResults, edition_id=edition_id, stage_id=stage_id)


@blp.route("/editions/<id:edition_id>/board")
@blp.response(200, BoardAnswer)
def get_board(edition_id: str) -> Any:
    """Return the public board of every stage; the live stream tells when one changes."""
    return query(GetBoard, edition_id=edition_id)
