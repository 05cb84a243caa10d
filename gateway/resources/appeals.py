"""Appeals against published results."""

from typing import Any

from gateway.access.guard import mine
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.appeals import (
    AppealAnswer,
    AppealParameters,
    AppealRuleAnswer,
    AppealsAnswer,
    DecideAppealBody,
    EntryAppealsAnswer,
    FileAppealBody,
    SetAppealRuleBody,
    WithdrawAppealBody,
)
from schemas.api.judging import EditionParameter
from schemas.commands import DecideAppeal, FileAppeal, SetAppealRule, WithdrawAppeal
from schemas.queries import GetAppealRule, GetEntryAppeals, ListAppeals

blp = Room("appeals", __name__, description="Appeals")

EDITION = "/editions/<id:edition_id>"


@blp.route(f"{EDITION}/appeal-rule")
@blp.response(200, AppealRuleAnswer)
def get_appeal_rule(edition_id: str) -> Any:
    """Return whether appeals are taken, and for how long."""
    return query(GetAppealRule, edition_id=edition_id)


@blp.route(f"{EDITION}/appeal-rule", methods=["POST"])
@blp.arguments(SetAppealRuleBody)
@blp.response(200, AppealRuleAnswer)
def set_appeal_rule(body: dict[str, Any], edition_id: str) -> Any:
    """Say whether appeals are taken, and for how many hours after a result is public."""
    return command(SetAppealRule, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/appeals")
@blp.arguments(AppealParameters, location="query")
@blp.response(200, AppealsAnswer)
def list_appeals(parameters: dict[str, Any], edition_id: str) -> Any:
    """Return the appeals of an edition, those that wait for an answer first."""
    return query(ListAppeals, edition_id=edition_id, **parameters)


@blp.route(f"{EDITION}/appeals/<id:appeal_id>/answer", methods=["POST"])
@blp.arguments(DecideAppealBody)
@blp.response(200, AppealAnswer)
def decide_appeal(body: dict[str, Any], edition_id: str, appeal_id: str) -> Any:
    """Uphold or dismiss an appeal; the answer stands."""
    return command(DecideAppeal, edition_id=edition_id, appeal_id=appeal_id, **body)


@blp.route(f"{EDITION}/entries/<id:entry_id>/appeals")
@blp.response(200, EntryAppealsAnswer)
def get_entry_appeals(edition_id: str, entry_id: str) -> Any:
    """Return the public results of an entry with its appeals."""
    return query(GetEntryAppeals, edition_id=edition_id, entry_id=entry_id)


@blp.route("/me/appeals")
@blp.arguments(EditionParameter, location="query")
@blp.response(200, EntryAppealsAnswer)
def my_appeals(parameters: dict[str, Any]) -> Any:
    """Return the public results of the founder's own entry with its appeals."""
    return query(GetEntryAppeals, **own(parameters["edition_id"]))


@blp.route("/me/appeals", methods=["POST"])
@blp.arguments(EditionParameter, location="query")
@blp.arguments(FileAppealBody)
@blp.response(200, AppealAnswer)
def file_appeal(parameters: dict[str, Any], body: dict[str, Any]) -> Any:
    """Appeal against a result of the own entry, or change the words of an appeal that was not answered."""
    return command(FileAppeal, **own(parameters["edition_id"]), **body)


@blp.route("/me/appeals/<id:appeal_id>/withdraw", methods=["POST"])
@blp.arguments(EditionParameter, location="query")
@blp.arguments(WithdrawAppealBody)
@blp.response(200, AppealAnswer)
def withdraw_appeal(parameters: dict[str, Any], body: dict[str, Any], appeal_id: str) -> Any:
    """Take back an appeal of the own entry that was not answered."""
    return command(WithdrawAppeal, **own(parameters["edition_id"]), appeal_id=appeal_id, **body)


def own(edition_id: str | None) -> dict[str, str]:
    """Return the entry for which the founder who is signed in acts."""
    grant = mine("founder", edition_id)
    return {"edition_id": str(grant.edition_id), "entry_id": str(grant.subject_id)}
