"""Organisers sign in by password; people look after their sessions."""

from collections.abc import Callable
from typing import Any

from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.registration.accounts.hashing import Hashing
from services.registration.accounts.tries import ADDRESS, CLIENT, Allowance
from services.registration.domain.code import token_of
from services.registration.domain.ids import natural
from services.registration.domain.people import Person, digest_of
from services.registration.domain.refusals import (
    CodeUnknown,
    PasswordWrong,
    SignedOut,
    SignInRefused,
    TooManyTries,
)
from services.registration.domain.session import Session
from services.registration.organisers.finding import hosted
from services.registration.repository import RegistrationStore, person_by

Answer = dict[str, Any]

# One human is another person in each edition; this many of one address are tried.
PEOPLE_OF_ADDRESS = 3


def sign_in_by_password(
    command: Asked, store: RegistrationStore, *, hashing: Hashing, new_token: Callable[[], str]
) -> Answer:
    """Open a session; SignInRefused alike for an address that is not known and a wrong password."""
    address, password = natural(command.data["email"]), command.data["password"]
    _count(command, store, {ADDRESS: address, CLIENT: command.data["client"]})
    person = _found(address, password, store, hashing)
    if person is None:
        raise SignInRefused("the address or the password is not right")
    store.tries.forget(ADDRESS, address)
    if person.password and hashing.outdated(person.password.hash):
        person.renew_hash(hashing.hash(password))
    token = new_token()
    session = person.sign_in_by_password(token, device=command.data["device"], now=command.now)
    store.people.save(person)
    return {"person": person.as_dict(session, hosted=hosted(person, store)), "session_token": token}


def sign_in_by_code(command: Asked, store: RegistrationStore) -> Answer:
    """Use up a code that was typed; CodeUnknown, and a count of tries, when there is none such."""
    _count(command, store, {CLIENT: command.data["client"]})
    token = token_of(command.data["code"])
    person = person_by(store, "link_digests", digest_of(token))
    if person is None:
        raise CodeUnknown("there is no such code; look at it again, or ask for a new one")
    session_token, session = person.sign_in(
        token, command_id=command.id, now=command.now, device=command.data["device"]
    )
    store.people.save(person)
    return {"person": person.as_dict(session, hosted=hosted(person, store)), "session_token": session_token}


def set_password(command: Asked, store: RegistrationStore, *, hashing: Hashing) -> Answer:
    """Set or change the own password, and end the other sessions."""
    person, session = signed_in(command, store)
    person.prepare_password(command.data["password"], email=command.data["email"])
    _check_current(command, store, person, session, hashing)
    ended = person.set_password(hashing.hash(command.data["password"]), session=session, now=command.now)
    store.people.save(person)
    return {"ended": ended}


def remove_password(command: Asked, store: RegistrationStore, *, hashing: Hashing) -> Answer:
    """Give the own password up; nothing happens when there is none."""
    person, session = signed_in(command, store)
    _check_current(command, store, person, session, hashing)
    person.password = None
    store.people.save(person)
    return {}


def end_session(command: Asked, store: RegistrationStore) -> Answer:
    """End one of the own sessions; nothing happens when it is not there."""
    person, _ = signed_in(command, store)
    ended = person.end_session(command.data["session_id"])
    store.people.save(person)
    return {"ended": ended}


def end_sessions(command: Asked, store: RegistrationStore) -> Answer:
    """End all own sessions, or all others."""
    person, session = signed_in(command, store)
    ended = person.end_sessions(but=session.digest if command.data["others_only"] else None)
    store.people.save(person)
    return {"ended": ended}


def end_sessions_of(command: Asked, store: RegistrationStore) -> Answer:
    """End the sessions of whoever holds a role in the edition, and void their links where asked."""
    wanted = {name: command.data[name] for name in ("role", "edition_id", "subject_id")}
    people = list(store.people.select({"state.grants": {"$elemMatch": wanted}}))
    ended = [digest for person in people for digest in person.end_sessions()]
    links = sum(person.void_links(now=command.now) for person in people) if command.data["links"] else 0
    conflicts = store.people.save_all(people)
    if conflicts:
        raise VersionConflict("people", [person.id for person in conflicts])
    return {"ended": ended, "links": links}


def signed_in(request: Asked, store: RegistrationStore) -> tuple[Person, Session]:
    """Return who asks, by the session, with the session; SignedOut when nobody holds it."""
    digest = request.data["session_digest"]
    person = person_by(store, "session_digests", digest)
    if person is None:
        raise SignedOut("you are not signed in, or no longer; open a new link")
    return person, person.session(digest, now=request.now)


def _found(address: str, password: str, store: RegistrationStore, hashing: Hashing) -> Person | None:
    """Return the person of the address with the password; whoever organises all comes first."""
    people = list(store.people.select({"state.password_address": address}))
    people = sorted(people, key=lambda p: (not p.organises_all, p.id))[:PEOPLE_OF_ADDRESS]
    if not people:
        hashing.fits(None, password)
    return next((p for p in people if p.password and hashing.fits(p.password.hash, password)), None)


def _check_current(
    command: Asked, store: RegistrationStore, person: Person, session: Session, hashing: Hashing
) -> None:
    """Return when the current password came or is not needed; PasswordWrong otherwise."""
    if person.password is None or not person.asks_current(session, now=command.now):
        return
    _count(command, store, {ADDRESS: natural(person.email)})
    if not hashing.fits(person.password.hash, command.data["current_password"]):
        raise PasswordWrong("the current password is another")
    store.tries.forget(ADDRESS, natural(person.email))


def _count(command: Asked, store: RegistrationStore, keys: dict[Allowance, str]) -> None:
    """Count a try for each key that is known; TooManyTries, with the wait, when one has none left."""
    waits = [store.tries.take(allowance, key, now=command.now) for allowance, key in keys.items() if key]
    if wait := max(waits, default=0):
        raise TooManyTries(
            f"too many tries; wait {wait} s, or ask for a sign-in link",
            errors={"retry_after": {"seconds": wait}},
        )
