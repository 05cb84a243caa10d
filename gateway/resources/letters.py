"""The letters of an edition: looked at, changed, sent."""

from typing import Any

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.letters import (
    EditLetterBody,
    LetterAnswer,
    LetterParameters,
    LetterRulesAnswer,
    LettersAnswer,
    LettersSentAnswer,
    MoveLetterBody,
    SendLettersBody,
    SetLetterRulesBody,
    SetWordingBody,
    WholeLetterAnswer,
    WordingAnswer,
)
from schemas.commands import EditLetter, MoveLetter, SendLetters, SetLetterRules, SetWording
from schemas.queries import GetLetter, GetWording, ListLetters

blp = Room("letters", __name__, description="Letters")

LETTERS = "/editions/<id:edition_id>/letters"


@blp.route(LETTERS)
@blp.arguments(LetterParameters, location="query")
@blp.response(200, LettersAnswer)
def list_letters(wanted: dict[str, Any], edition_id: str) -> Any:
    """Return the letters, newest first, with the rules by which they are held."""
    return query(ListLetters, edition_id=edition_id, **wanted)


@blp.route(f"{LETTERS}/rules", methods=["POST"])
@blp.arguments(SetLetterRulesBody)
@blp.response(200, LetterRulesAnswer)
def set_letter_rules(body: dict[str, Any], edition_id: str) -> Any:
    """Choose the language of letters, and which kinds wait for a look."""
    return command(SetLetterRules, edition_id=edition_id, **body)


@blp.route(f"{LETTERS}/send", methods=["POST"])
@blp.arguments(SendLettersBody)
@blp.response(200, LettersSentAnswer)
def send_letters(body: dict[str, Any], edition_id: str) -> Any:
    """Send all held letters, or those of one kind."""
    return command(SendLetters, edition_id=edition_id, **body)


@blp.route(f"{LETTERS}/<id:letter_id>")
@blp.response(200, WholeLetterAnswer)
def get_letter(edition_id: str, letter_id: str) -> Any:
    """Return a letter with its words."""
    return query(GetLetter, edition_id=edition_id, letter_id=letter_id)


@blp.route(f"{LETTERS}/<id:letter_id>/move", methods=["POST"])
@blp.arguments(MoveLetterBody)
@blp.response(200, LetterAnswer)
def move_letter(body: dict[str, Any], edition_id: str, letter_id: str) -> Any:
    """Send a letter, hold it back, discard or restore it."""
    return command(MoveLetter, edition_id=edition_id, letter_id=letter_id, **body)


@blp.route(f"{LETTERS}/<id:letter_id>/edit", methods=["POST"])
@blp.arguments(EditLetterBody)
@blp.response(200, LetterAnswer)
def edit_letter(body: dict[str, Any], edition_id: str, letter_id: str) -> Any:
    """Change the words of a letter that was not sent."""
    return command(EditLetter, edition_id=edition_id, letter_id=letter_id, **body)


@blp.route(f"{LETTERS}/wordings/<id:kind>/<id:language>")
@blp.response(200, WordingAnswer)
def get_wording(edition_id: str, kind: str, language: str) -> Any:
    """Return the words of a kind of letter, as templates."""
    return query(GetWording, edition_id=edition_id, kind=kind, language=language)


@blp.route(f"{LETTERS}/wordings/<id:kind>/<id:language>", methods=["POST"])
@blp.arguments(SetWordingBody)
@blp.response(200, WordingAnswer)
def set_wording(body: dict[str, Any], edition_id: str, kind: str, language: str) -> Any:
    """Take an organiser's own words for a kind of letter; both empty for those of the product."""
    return command(SetWording, edition_id=edition_id, kind=kind, language=language, **body)
