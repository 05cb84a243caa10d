"""Finding one letter, and the rules of an edition's letters."""

from collections.abc import Mapping
from typing import Any

from schemas.commands.letters import KINDS
from schemas.refusal import NotFound
from services.registration.letters.domain.letter import Letter, LetterRules
from services.registration.letters.domain.wording import Wording, wording_id
from services.registration.repository import RegistrationStore


def rules_of(edition_id: str, store: RegistrationStore) -> LetterRules:
    """Return an edition's rules, or those that hold where nobody chose any."""
    rules: LetterRules | None = store.letter_rules.find(edition_id)
    return rules or LetterRules(edition_id)


def begin_rules(edition_id: str, store: RegistrationStore, like: LetterRules) -> None:
    """Give an edition that is about to begin rules like others, where it has none."""
    if store.letter_rules.find(edition_id) is None:
        rules = LetterRules(edition_id, like.language, like.held, like.remind_hours)
        store.letter_rules.save(rules)


def own_words(edition_id: str, language: str, store: RegistrationStore) -> dict[str, Wording]:
    """Return an organiser's own words in a language, by the kind of letter."""
    found: dict[str, Wording] = store.wordings.load(wording_id(edition_id, kind, language) for kind in KINDS)
    return {wording.kind: wording for wording in found.values() if wording.own}


def letter_of(store: RegistrationStore, data: Mapping[str, Any]) -> Letter:
    """Return the letter that is named, if it is of the edition that is named; NotFound otherwise."""
    letter: Letter | None = store.letters.find(data["letter_id"])
    if letter is None or letter.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no letter {data['letter_id']!r}")
    return letter
