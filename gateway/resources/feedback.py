"""Feedback to founders: what they are told, and when."""

from typing import Any

from gateway.access.guard import mine
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.feedback import (
    FeedbackAnswer,
    FeedbackRuleAnswer,
    ReleaseFeedbackBody,
    TakeBackFeedbackBody,
)
from schemas.api.judging import EditionParameter
from schemas.commands import ReleaseFeedback, TakeBackFeedback
from schemas.queries import GetComments, GetFeedback, GetFeedbackRule

blp = Room("feedback", __name__, description="Feedback to founders")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"


@blp.route(f"{STAGE}/feedback")
@blp.response(200, FeedbackRuleAnswer)
def get_feedback_rule(edition_id: str, stage_id: str) -> Any:
    """Return what founders are told of a stage, and whether they are told yet."""
    return query(GetFeedbackRule, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/feedback", methods=["POST"])
@blp.arguments(ReleaseFeedbackBody)
@blp.response(200, FeedbackRuleAnswer)
def release_feedback(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Tell founders how their entries were judged, once the results are public."""
    return command(ReleaseFeedback, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/feedback/take-back", methods=["POST"])
@blp.arguments(TakeBackFeedbackBody)
@blp.response(200, FeedbackRuleAnswer)
def take_back_feedback(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Tell founders nothing of the stage any more."""
    return command(TakeBackFeedback, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route("/editions/<id:edition_id>/entries/<id:entry_id>/feedback")
@blp.response(200, FeedbackAnswer)
def get_feedback(edition_id: str, entry_id: str) -> Any:
    """Return what the founders of an entry are told."""
    return feedback_of(edition_id, entry_id)


@blp.route("/me/feedback")
@blp.arguments(EditionParameter, location="query")
@blp.response(200, FeedbackAnswer)
def my_feedback(parameters: dict[str, Any]) -> Any:
    """Return what the founder who is signed in is told of the own entry."""
    grant = mine("founder", parameters["edition_id"])
    return feedback_of(str(grant.edition_id), str(grant.subject_id))


def feedback_of(edition_id: str, entry_id: str) -> dict[str, Any]:
    """Return the stages of which the founders are told, each with the comments that go with it.

    scoring says which stages; of others no comment is shown, even where judging had one to tell.
    """
    names = {"edition_id": edition_id, "entry_id": entry_id}
    stages = query(GetFeedback, **names)["stages"]
    if not stages:
        return {"stages": []}
    told = {stage["stage_id"]: stage["comments"] for stage in query(GetComments, **names)["stages"]}

    def comments(stage: dict[str, Any]) -> list[dict[str, Any]]:
        return told.get(stage["stage_id"], []) if stage["comments"] != "none" else []

    return {"stages": [{**stage, "comments": comments(stage)} for stage in stages]}
