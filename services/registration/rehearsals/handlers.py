"""Rehearsals are started and thrown away."""

from typing import Any

from services.chassis.messaging import Asked
from services.registration.domain.edition import Edition
from services.registration.domain.refusals import EditionExists
from services.registration.queries import edition_answer
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


def start_rehearsal(command: Asked, store: RegistrationStore) -> Answer:
    """Start a rehearsal with the set-up of an edition; the one there is when it was started just so."""
    source = store.editions.get(command.data["edition_id"])
    begun = source.rehearse(name=command.data["name"], now=command.now)
    rehearsal = store.editions.find(begun.id)
    if rehearsal is None:
        rehearsal = begun
        store.editions.save(rehearsal)
    if rehearsal.thrown_away_at or not _same(rehearsal, begun):
        raise EditionExists(
            f"{source.name} had a rehearsal {begun.name!r} already",
            errors={"name": {"came": begun.name, "allowed": "a name that no rehearsal of the edition had"}},
        )
    return edition_answer(rehearsal, store)


def throw_rehearsal_away(command: Asked, store: RegistrationStore) -> Answer:
    """Let a rehearsal be gone; again changes nothing."""
    edition = store.editions.get(command.data["edition_id"])
    if edition.throw_away(now=command.now):
        store.editions.save(edition)
    return {"edition_id": edition.id, "thrown_away_at": edition.thrown_away_at.isoformat()}


def _same(one: Edition, other: Edition) -> bool:
    return (one.zone, one.parts) == (other.zone, other.parts)
