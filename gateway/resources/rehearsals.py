"""Rehearsals: editions played by people who are made up."""

from typing import Any

from gateway.rehearsals import playing
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.registration import EditionAnswer
from schemas.api.rehearsals import (
    RehearsalsAnswer,
    RehearsedScoringAnswer,
    RehearseScoringBody,
    StartRehearsalBody,
    ThrownAwayAnswer,
)
from schemas.commands import ThrowRehearsalAway
from schemas.queries import ListRehearsals

blp = Room("rehearsals", __name__, description="Rehearsals")

EDITION = "/editions/<id:edition_id>"


@blp.route(f"{EDITION}/rehearsals")
@blp.response(200, RehearsalsAnswer)
def list_rehearsals(edition_id: str) -> Any:
    """Return the rehearsals of an edition that were not thrown away."""
    return query(ListRehearsals, edition_id=edition_id)


@blp.route(f"{EDITION}/rehearsals", methods=["POST"])
@blp.arguments(StartRehearsalBody)
@blp.response(200, EditionAnswer)
def start_rehearsal(body: dict[str, Any], edition_id: str) -> Any:
    """Start a rehearsal with the edition's set-up, and with entries and judges that are made up."""
    return playing.start_rehearsal(edition_id, **body)


@blp.route(f"{EDITION}/stages/<id:stage_id>/rehearsed-scorecards", methods=["POST"])
@blp.arguments(RehearseScoringBody)
@blp.response(200, RehearsedScoringAnswer)
def rehearse_scoring(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Let the judges of a rehearsal score: each scorecard goes the way of one from a phone."""
    return playing.rehearse_scoring(edition_id, stage_id, **body)


@blp.route(f"{EDITION}/throw-away", methods=["POST"])
@blp.response(200, ThrownAwayAnswer)
def throw_rehearsal_away(edition_id: str) -> Any:
    """Take a rehearsal out of every list."""
    return command(ThrowRehearsalAway, edition_id=edition_id)
