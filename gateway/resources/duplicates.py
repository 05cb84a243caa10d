"""Entries that look alike: listed, merged, kept apart."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.duplicates import (
    DecidePairBody,
    DuplicatesAnswer,
    DuplicatesParameters,
    LookingAnswer,
    PairAnswer,
)
from schemas.commands import DecidePair, LookForDuplicates
from schemas.queries import ListDuplicates

blp = Room("duplicates", __name__, description="Entries that look alike")

DUPLICATES = "/editions/<id:edition_id>/duplicates"


@blp.route(DUPLICATES)
@blp.arguments(DuplicatesParameters, location="query")
@blp.response(200, DuplicatesAnswer)
def list_duplicates(wanted: dict[str, Any], edition_id: str) -> Any:
    """Return pairs of entries that look alike, with the reasons."""
    return query(ListDuplicates, edition_id=edition_id, **wanted)


@blp.route(f"{DUPLICATES}/look", methods=["POST"])
@blp.response(200, LookingAnswer)
def look_for_duplicates(edition_id: str) -> Any:
    """Compare all entries again; they are compared by themselves as they come in."""
    return command(LookForDuplicates, edition_id=edition_id)


@blp.route(f"{DUPLICATES}/<id:pair_id>/decide", methods=["POST"])
@blp.arguments(DecidePairBody)
@blp.response(200, PairAnswer)
def decide_pair(body: dict[str, Any], edition_id: str, pair_id: str) -> Any:
    """Merge two entries into the one that stays, keep both, or take that back."""
    return command(DecidePair, edition_id=edition_id, pair_id=pair_id, **body)
