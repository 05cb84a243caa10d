"""What the outbox page is told."""

from collections.abc import Mapping
from typing import Any

from schemas.queries.letters import PAGE
from services.registration.letters.domain.letter import STATES
from services.registration.letters.finding import letter_of, rules_of
from services.registration.letters.post import Post
from services.registration.letters.writing import body_of
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def list_letters(store: RegistrationStore, query: Wanted, *, post: Post) -> Answer:
    """Answer ListLetters."""
    edition = store.editions.get(query["edition_id"])
    letters, total = store.outbox.page(
        edition.id, number=query["page"], size=PAGE, state=query["state"], kind=query["kind"]
    )
    counts = store.outbox.counts(edition.id)
    return {
        "letters": [letter.as_dict() for letter in letters],
        "total": total,
        "counts": {state: counts.get(state, 0) for state in STATES},
        "rules": rules_of(edition.id, store).as_dict(),
        "server": post.server,
    }


def get_letter(store: RegistrationStore, query: Wanted, *, post: Post) -> Answer:
    """Answer GetLetter; `html` is the letter's paragraphs."""
    letter = letter_of(store, query)
    more = {"text": letter.text, "html": str(body_of(letter.text)), "version": letter.version}
    return {**letter.as_dict(), **more, "server": post.server}
