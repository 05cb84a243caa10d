"""Signing in and out, and inviting people."""

import hmac
import secrets
from datetime import datetime
from typing import Any

from pymongo import ReturnDocument

from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.registration.domain.people import (
    LINK_LASTS,
    SESSION_LASTS,
    Grant,
    Person,
    digest_of,
    person_id,
)
from services.registration.domain.refusals import LinkExpired, LinkUnknown, LinkUsed
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

ORGANISER = Grant("organiser")


def sign_in(command: Asked, store: RegistrationStore, *, setup_token: str | None) -> Answer:
    """Use up a link and begin a session; the set-up link makes the first organiser, once.

    Raises LinkUnknown, LinkUsed or LinkExpired.
    """
    token = command.data["token"]
    if setup_token and hmac.compare_digest(token.encode(), setup_token.encode()):
        person = _first_organiser(command, store)
    else:
        person = store.people.get(_use_up(token, store, now=command.now))
    return {"person": _person(person), **_session(person, store, now=command.now)}


def sign_out(command: Asked, store: RegistrationStore) -> Answer:
    """End a session; nothing happens when there is none."""
    store.sessions.delete_one({"_id": command.data["session_digest"]})
    return {}


def invite_people(command: Asked, store: RegistrationStore) -> Answer:
    """Give people their roles, and each a new link that works once."""
    edition_id, invitations = command.data["edition_id"], command.data["invitations"]
    if edition_id is not None:
        store.editions.get(edition_id)
    people = _granted(edition_id, invitations, store)
    tokens = [secrets.token_urlsafe(24) for _ in invitations]
    expires_at = command.now + LINK_LASTS
    store.links.insert_many(
        {
            "_id": digest_of(token),
            "person_id": person_id(invitation["email"]),
            "expires_at": expires_at,
            "used_at": None,
        }
        for token, invitation in zip(tokens, invitations, strict=True)
    )
    links = [
        {
            "person_id": people[person_id(invitation["email"])].id,
            "role": invitation["role"],
            "subject_id": invitation["subject_id"],
            "email": invitation["email"],
            "token": token,
            "expires_at": expires_at.isoformat(),
        }
        for token, invitation in zip(tokens, invitations, strict=True)
    ]
    return {"links": links}


def _granted(edition_id: str | None, invitations: list[Any], store: RegistrationStore) -> dict[str, Person]:
    people: dict[str, Person] = store.people.load(person_id(i["email"]) for i in invitations)
    for invitation in invitations:
        id = person_id(invitation["email"])
        person = people.setdefault(id, Person(id, invitation["name"], invitation["email"]))
        person.grant(Grant(invitation["role"], edition_id, invitation["subject_id"]))
    conflicts = store.people.save_all(people.values())
    if conflicts:
        raise VersionConflict("people", [person.id for person in conflicts])
    return people


def _first_organiser(command: Asked, store: RegistrationStore) -> Person:
    used = LinkUsed("the set-up link was used; ask an organiser for a link of your own")
    organisers = {"state.grants": {"$elemMatch": {"role": "organiser", "edition_id": None}}}
    if any(True for _ in store.people.select(organisers, limit=1)):
        raise used
    email = command.data["email"] or "organiser@darkhorse.invalid"
    # One id whatever the email, so that of two at once the database lets one in.
    person = Person("p-first-organiser", command.data["name"] or "Organiser", email, [ORGANISER])
    try:
        store.people.save(person)
    except VersionConflict:
        raise used from None
    return person


def _use_up(token: str, store: RegistrationStore, *, now: datetime) -> str:
    digest = digest_of(token)
    fresh = {"_id": digest, "used_at": None, "expires_at": {"$gt": now}}
    link = store.links.find_one_and_update(
        fresh, {"$set": {"used_at": now}}, return_document=ReturnDocument.AFTER
    )
    if link is not None:
        id: str = link["person_id"]
        return id
    known = store.links.find_one({"_id": digest})
    if known is None:
        raise LinkUnknown("this sign-in link is not known; check that it is whole")
    if known["used_at"] is not None:
        raise LinkUsed("this sign-in link was used; each works once, so ask for a new one")
    raise LinkExpired(f"this sign-in link expired at {known['expires_at'].isoformat()}; ask for a new one")


def _session(person: Person, store: RegistrationStore, *, now: datetime) -> Answer:
    token = secrets.token_urlsafe(32)
    expires_at = now + SESSION_LASTS
    session = {"_id": digest_of(token), "person_id": person.id, "began_at": now, "expires_at": expires_at}
    store.sessions.insert_one(session)
    return {"session_token": token, "expires_at": expires_at.isoformat()}


def _person(person: Person) -> Answer:
    grants = [{"role": g.role, "edition_id": g.edition_id, "subject_id": g.subject_id} for g in person.grants]
    return {"person_id": person.id, "name": person.name, "email": person.email, "grants": grants}
