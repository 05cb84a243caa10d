"""Investors, shortlists, interests and intros."""

from typing import Any

from gateway.access.guard import identity, mine
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.judging import EditionParameter
from schemas.api.matching import (
    AddedInvestorsAnswer,
    AddInvestorsBody,
    AnswerInvestorBody,
    AnswerStartupBody,
    InterestsAnswer,
    InterestStateAnswer,
    IntrosAnswer,
    InvestorsAnswer,
    PublishShortlistsBody,
    ShortlistAnswer,
    ShortlistsAnswer,
    StateThesisBody,
    ThesisStatedAnswer,
)
from schemas.commands import AddInvestors, AnswerInvestor, AnswerStartup, PublishShortlists, StateThesis
from schemas.queries import GetInterests, GetShortlist, ListIntros, ListInvestors

blp = Room("matching", __name__, description="Investors and intros")

EDITION = "/editions/<id:edition_id>"


@blp.route(f"{EDITION}/investors", methods=["POST"])
@blp.arguments(AddInvestorsBody)
@blp.response(200, AddedInvestorsAnswer)
def add_investors(body: dict[str, Any], edition_id: str) -> Any:
    """Add investors with what they look for."""
    return command(AddInvestors, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/investors")
@blp.response(200, InvestorsAnswer)
def list_investors(edition_id: str) -> Any:
    """Return the investors of the edition."""
    return query(ListInvestors, edition_id=edition_id)


@blp.route(f"{EDITION}/shortlists", methods=["POST"])
@blp.arguments(PublishShortlistsBody)
@blp.response(200, ShortlistsAnswer)
def publish_shortlists(body: dict[str, Any], edition_id: str) -> Any:
    """Make a shortlist for every investor."""
    return command(PublishShortlists, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/intros")
@blp.response(200, IntrosAnswer)
def list_intros(edition_id: str) -> Any:
    """Return the intros that both sides accepted."""
    return query(ListIntros, edition_id=edition_id)


@blp.route("/me/shortlist")
@blp.arguments(EditionParameter, location="query")
@blp.response(200, ShortlistAnswer)
def my_shortlist(parameters: dict[str, Any]) -> Any:
    """Return the shortlist of the investor who is signed in, best first, with reasons."""
    grant = mine("investor", parameters["edition_id"])
    answer = query(GetShortlist, edition_id=grant.edition_id, investor_id=grant.subject_id)
    return {"edition_id": grant.edition_id, **answer}


@blp.route("/me/thesis", methods=["POST"])
@blp.arguments(StateThesisBody)
@blp.response(200, ThesisStatedAnswer)
def state_thesis(body: dict[str, Any]) -> Any:
    """State what the investor who is signed in looks for."""
    grant = mine("investor", body.pop("edition_id"))
    return command(StateThesis, edition_id=grant.edition_id, investor_id=grant.subject_id, **body)


@blp.route("/me/answers", methods=["POST"])
@blp.arguments(AnswerStartupBody)
@blp.response(200, InterestStateAnswer)
def answer_startup(body: dict[str, Any]) -> Any:
    """Say that one is interested in a startup, or passes."""
    grant = mine("investor", body.pop("edition_id"))
    return command(AnswerStartup, edition_id=grant.edition_id, investor_id=grant.subject_id, **body)


@blp.route("/me/interests")
@blp.arguments(EditionParameter, location="query")
@blp.response(200, InterestsAnswer)
def my_interests(parameters: dict[str, Any]) -> Any:
    """Return who is interested in the entry of the founder who is signed in."""
    grant = mine("founder", parameters["edition_id"])
    answer = query(GetInterests, edition_id=grant.edition_id, entry_id=grant.subject_id)
    return {"edition_id": grant.edition_id, **answer}


@blp.route("/me/interests/answers", methods=["POST"])
@blp.arguments(AnswerInvestorBody)
@blp.response(200, InterestStateAnswer)
def answer_investor(body: dict[str, Any]) -> Any:
    """Accept an investor's interest, which makes the intro, or decline it."""
    grant = mine("founder", body.pop("edition_id"))
    return command(AnswerInvestor, edition_id=grant.edition_id, entry_id=grant.subject_id, **body)


@blp.route("/me/intros")
@blp.arguments(EditionParameter, location="query")
@blp.response(200, IntrosAnswer)
def my_intros(parameters: dict[str, Any]) -> Any:
    """Return the intros of whoever is signed in, as investor and as founder."""
    found: dict[str, Any] = {}
    for role, side in (("investor", "investor_id"), ("founder", "entry_id")):
        for grant in _acting(role, parameters["edition_id"]):
            answer = query(ListIntros, edition_id=grant.edition_id, **{side: grant.subject_id})
            found.update((intro["intro_id"], intro) for intro in answer["intros"])
    return {"intros": list(found.values())}


def _acting(role: str, edition_id: str | None) -> list[Any]:
    grants = [g for g in identity().granted(role) if g.subject_id and g.edition_id]
    return [g for g in grants if edition_id in (None, g.edition_id)]
