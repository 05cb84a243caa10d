"""What is held on people: to take away, and to erase."""

from typing import Any

from gateway.access.guard import identity
from gateway.personal import held_on, held_on_oneself
from gateway.resources.doors import command, doors, query
from gateway.resources.room import Room
from schemas.api.personal import (
    ErasedAnswer,
    ErasePersonalDataBody,
    PersonalDataAnswer,
    RetentionAnswer,
    SetRetentionBody,
    WhoseParameters,
)
from schemas.commands import EraseEdition, ErasePersonalData, SetRetention
from schemas.queries import GetRetention

blp = Room("personal", __name__, description="Personal data")

EDITION = "/editions/<id:edition_id>"


@blp.route("/me/personal-data")
@blp.response(200, PersonalDataAnswer)
def own_personal_data() -> Any:
    """Return all that is held on whoever is signed in, in the edition of their role."""
    return held_on_oneself(identity())


@blp.route(f"{EDITION}/personal-data")
@blp.arguments(WhoseParameters, location="query")
@blp.response(200, PersonalDataAnswer)
def get_personal_data(parameters: dict[str, Any], edition_id: str) -> Any:
    """Return all that is held on a person in the edition, by all four services."""
    return held(edition_id, **parameters)


@blp.route(f"{EDITION}/personal-data/erase", methods=["POST"])
@blp.arguments(ErasePersonalDataBody)
@blp.response(200, ErasedAnswer)
def erase_personal_data(body: dict[str, Any], edition_id: str) -> Any:
    """Replace a person's names, addresses and texts; scorecards, marks and places stay. Not to be undone."""
    return erasing(edition_id=edition_id, **body)


@blp.route("/personal-data")
@blp.arguments(WhoseParameters, location="query")
@blp.response(200, PersonalDataAnswer)
def get_personal_data_everywhere(parameters: dict[str, Any]) -> Any:
    """Return all that is held on a person in all editions."""
    return held(None, **parameters)


@blp.route("/personal-data/erase", methods=["POST"])
@blp.arguments(ErasePersonalDataBody)
@blp.response(200, ErasedAnswer)
def erase_personal_data_everywhere(body: dict[str, Any]) -> Any:
    """Replace a person's names, addresses and texts in all editions. Not to be undone."""
    return erasing(edition_id=None, **body)


@blp.route(f"{EDITION}/retention")
@blp.response(200, RetentionAnswer)
def get_retention(edition_id: str) -> Any:
    """Return until when the edition keeps what it holds on people."""
    return query(GetRetention, edition_id=edition_id)


@blp.route(f"{EDITION}/retention", methods=["POST"])
@blp.arguments(SetRetentionBody)
@blp.response(200, RetentionAnswer)
def set_retention(body: dict[str, Any], edition_id: str) -> Any:
    """Say until when the edition keeps what it holds on people; `seen` is the version that was looked at."""
    return command(SetRetention, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/retention/erase", methods=["POST"])
@blp.response(200, RetentionAnswer)
def erase_edition(edition_id: str) -> Any:
    """Once the date is over, erase what is held on everybody but those who run the edition."""
    return erasing_edition(edition_id)


def held(edition_id: str | None, *, email: str, subject_id: str | None) -> dict[str, Any]:
    """Return what is held on whom an address or a role's id means."""
    return held_on(edition_id, email=email, subject_ids=[subject_id] if subject_id else [])


def erasing(*, edition_id: str | None, email: str, subject_ids: list[str]) -> dict[str, Any]:
    """Erase, have the sessions that ended forgotten here, and return how many people and sessions it was."""
    answer = command(ErasePersonalData, edition_id=edition_id, email=email, subject_ids=subject_ids)
    doors().sessions.end(answer["ended"])
    return {"people": answer["people"], "ended": len(answer["ended"])}


def erasing_edition(edition_id: str) -> dict[str, Any]:
    """Erase what an edition holds on people, and have the sessions that ended forgotten here."""
    answer = command(EraseEdition, edition_id=edition_id)
    doors().sessions.end(answer.get("ended", []))
    return answer
