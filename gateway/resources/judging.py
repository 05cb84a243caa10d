"""Judges, assignments, coverage."""

from typing import Any

from gateway.access.guard import identity, mine
from gateway.access.roles import NotAllowed
from gateway.resources.decks import with_decks
from gateway.resources.doors import MANY_SECONDS, command, query
from gateway.resources.room import Room
from schemas.api.judging import (
    AddedJudgesAnswer,
    AddJudgesBody,
    AssignmentsAnswer,
    CoverageAnswer,
    DeclareConflictBody,
    DeclaredConflictAnswer,
    EditionParameter,
    EntryCardsAnswer,
    JudgeListAnswer,
    JudgesAnswer,
    PageParameters,
    PublishAssignmentsBody,
    RecusalAnswer,
    RecuseJudgeBody,
    ScorecardsAnswer,
)
from schemas.commands import AddJudges, DeclareConflict, PublishAssignments, RecuseJudge
from schemas.queries import GetCoverage, GetJudgeList, ListEntryCards, ListJudges, ListScorecards

blp = Room("judging", __name__, description="Judges and assignments")

EDITION = "/editions/<id:edition_id>"
STAGE = f"{EDITION}/stages/<id:stage_id>"


@blp.route(f"{EDITION}/judges", methods=["POST"])
@blp.arguments(AddJudgesBody)
@blp.response(200, AddedJudgesAnswer)
def add_judges(body: dict[str, Any], edition_id: str) -> Any:
    """Add judges with what they take on."""
    return command(AddJudges, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/judges")
@blp.response(200, JudgesAnswer)
def list_judges(edition_id: str) -> Any:
    """Return the judges and their conflicts of interest."""
    return query(ListJudges, edition_id=edition_id)


@blp.route(f"{EDITION}/conflicts", methods=["POST"])
@blp.arguments(DeclareConflictBody)
@blp.response(200, DeclaredConflictAnswer)
def declare_conflict(body: dict[str, Any], edition_id: str) -> Any:
    """Declare a conflict of interest: an organiser for anybody, a judge for themselves."""
    person = identity()
    own = any(g.subject_id == body["judge_id"] and g.covers(edition_id) for g in person.granted("judge"))
    if not own and not person.organises(edition_id):
        raise NotAllowed("judges declare conflicts of their own")
    return command(DeclareConflict, edition_id=edition_id, **{**body, "own": own})


@blp.route(f"{STAGE}/assignments", methods=["POST"])
@blp.arguments(PublishAssignmentsBody)
@blp.response(200, AssignmentsAnswer)
def publish_assignments(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Assign judges to every entry of the stage."""
    return command(PublishAssignments, timeout=MANY_SECONDS, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/recusals", methods=["POST"])
@blp.arguments(RecuseJudgeBody)
@blp.response(200, RecusalAnswer)
def recuse_judge(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Remove a judge from an entry; what was scored does not count."""
    return command(RecuseJudge, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/coverage")
@blp.response(200, CoverageAnswer)
def get_coverage(edition_id: str, stage_id: str) -> Any:
    """Return how many of the scorecards are in, by entry and by judge."""
    return query(GetCoverage, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/scorecards")
@blp.arguments(PageParameters, location="query")
@blp.response(200, ScorecardsAnswer)
def list_scorecards(parameters: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Return the scorecards of a stage; `after` is the `next` of the page before."""
    return query(ListScorecards, edition_id=edition_id, stage_id=stage_id, **parameters)


@blp.route("/editions/<id:edition_id>/entries/<id:entry_id>/scorecards")
@blp.response(200, EntryCardsAnswer)
def list_entry_cards(edition_id: str, entry_id: str) -> Any:
    """Return who judges an entry, without marks, and who must not."""
    return query(ListEntryCards, edition_id=edition_id, entry_id=entry_id)


@blp.route("/me/assignments")
@blp.arguments(EditionParameter, location="query")
@blp.response(200, JudgeListAnswer)
def my_assignments(parameters: dict[str, Any]) -> Any:
    """Return what the judge who is signed in has to score, open stages first."""
    grant = mine("judge", parameters["edition_id"])
    answer = query(GetJudgeList, edition_id=grant.edition_id, judge_id=grant.subject_id)
    return {"edition_id": grant.edition_id, **with_decks(str(grant.edition_id), answer)}
