"""Judges who are invited: lists of them, the terms, and what they answer."""

from typing import Any

from gateway.access.guard import mine
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.invitations import (
    AnsweredTermsAnswer,
    AnswerTermsBody,
    EditedJudgeAnswer,
    EditJudgeBody,
    ImportedJudgesAnswer,
    ImportJudgesBody,
    JudgePartAnswer,
    SetTermsAnswer,
    SetTermsBody,
    TermsAnswer,
)
from schemas.commands import AnswerTerms, EditJudge, ImportJudges, SetTerms
from schemas.queries import GetJudgePart, GetTerms

blp = Room("invitations", __name__, description="Invited judges")

EDITION = "/editions/<id:edition_id>"


@blp.route(f"{EDITION}/judges/import", methods=["POST"])
@blp.arguments(ImportJudgesBody)
@blp.response(200, ImportedJudgesAnswer)
def import_judges(body: dict[str, Any], edition_id: str) -> Any:
    """Add every judge of a CSV, or say what is wrong with which line and column."""
    return command(ImportJudges, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/judges/<id:judge_id>", methods=["POST"])
@blp.arguments(EditJudgeBody)
@blp.response(200, EditedJudgeAnswer)
def edit_judge(body: dict[str, Any], edition_id: str, judge_id: str) -> Any:
    """Change what is known of a judge, unless somebody else did since it was read."""
    return command(EditJudge, edition_id=edition_id, judge_id=judge_id, **body)


@blp.route(f"{EDITION}/terms")
@blp.response(200, TermsAnswer)
def get_terms(edition_id: str) -> Any:
    """Return what judges are asked to accept, and how many did."""
    return query(GetTerms, edition_id=edition_id)


@blp.route(f"{EDITION}/terms", methods=["POST"])
@blp.arguments(SetTermsBody)
@blp.response(200, SetTermsAnswer)
def set_terms(body: dict[str, Any], edition_id: str) -> Any:
    """Change what judges are asked to accept; another text is asked about again."""
    return command(SetTerms, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/part")
@blp.response(200, JudgePartAnswer)
def get_part(edition_id: str) -> Any:
    """Return what is asked of the judge who is signed in."""
    judge_id = mine("judge", edition_id).subject_id
    return query(GetJudgePart, edition_id=edition_id, judge_id=judge_id)


@blp.route(f"{EDITION}/part", methods=["POST"])
@blp.arguments(AnswerTermsBody)
@blp.response(200, AnsweredTermsAnswer)
def answer_terms(body: dict[str, Any], edition_id: str) -> Any:
    """Accept or decline to judge, as the judge who is signed in."""
    judge_id = mine("judge", edition_id).subject_id
    return command(AnswerTerms, edition_id=edition_id, judge_id=judge_id, **body)
