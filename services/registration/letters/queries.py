"""What the outbox page is told."""

from collections.abc import Mapping
from typing import Any

from schemas.queries.letters import PAGE
from services.registration.letters.domain.letter import JUDGE_NUDGE, STATES
from services.registration.letters.finding import letter_of, own_words, rules_of
from services.registration.letters.post import Post
from services.registration.letters.writing import body_of, filled, written
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
        "server": post.server_for(edition.id),
    }


def get_nudge_letter(store: RegistrationStore, query: Mapping[str, Any]) -> dict[str, Any]:
    """Answer GetNudgeLetter."""
    edition = store.editions.get(query["edition_id"])
    rules = rules_of(edition.id, store)
    known = {name: query[name] for name in ("name", "open", "assigned", "note")}
    known |= {"edition": edition.name, "host": edition.host}
    known["stage"] = edition.run(query["stage_id"]).stage.name
    own = own_words(edition.id, rules.language, store).get(JUDGE_NUDGE)
    if own is not None:
        subject, text = filled(own.subject, own.text, **known)
    else:
        subject, text = written(JUDGE_NUDGE, rules.language, **known)
    return {"subject": subject, "text": text, "language": rules.language, "held": JUDGE_NUDGE in rules.held}


def get_letter(store: RegistrationStore, query: Wanted, *, post: Post) -> Answer:
    """Answer GetLetter; `html` is the letter's paragraphs."""
    letter = letter_of(store, query)
    more = {"text": letter.text, "html": str(body_of(letter.text)), "version": letter.version}
    return {**letter.as_dict(), **more, "server": post.server_for(letter.edition_id)}
