"""People are invited, sign in, and sign out."""

from collections.abc import Callable, Mapping
from typing import Any

from schemas.refusal import Invalid
from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.registration.applications.domain.application import Application
from services.registration.domain.code import LASTS, new_code, token_of
from services.registration.domain.entry import Entry
from services.registration.domain.people import (
    FIRST_ORGANISER,
    ORGANISER,
    Grant,
    Person,
    digest_of,
)
from services.registration.domain.refusals import LinkUnknown, LinkUsed
from services.registration.organisers.finding import hosted
from services.registration.repository import RegistrationStore, person_by
from services.registration.settings import SignInSettings

Answer = dict[str, Any]

FOUNDER = "founder"


def sign_in(command: Asked, store: RegistrationStore, *, settings: SignInSettings) -> Answer:
    """Use up a link and open a session; the set-up link makes the first organiser, once."""
    token = command.data["token"]
    person = (
        _first_organiser(command, store)
        if settings.sets_up(token)
        else person_by(store, "link_digests", digest_of(token))
    )
    if person is None:
        raise LinkUnknown("this sign-in link is not known; ask the organiser for a new one")
    session_token, session = person.sign_in(
        token, command_id=command.id, now=command.now, device=command.data["device"]
    )
    store.people.save(person)
    return {"person": person.as_dict(session, hosted=hosted(person, store)), "session_token": session_token}


def sign_out(command: Asked, store: RegistrationStore) -> Answer:
    """End a session; nothing happens when there is none."""
    digest = command.data["session_digest"]
    person = person_by(store, "session_digests", digest)
    if person is not None:
        person.sign_out(digest)
        store.people.save(person)
    return {}


def invite_people(
    command: Asked, store: RegistrationStore, *, settings: SignInSettings, new_token: Callable[[], str]
) -> Answer:
    """Make people with their roles, and a link for each invitation. Only the answer has the tokens."""
    edition_id, invitations = command.data["edition_id"], command.data["invitations"]
    _check(edition_id, invitations, store)
    _check_host(command.data, store)
    invited = [_person(edition_id, command.data["host_id"], each) for each in invitations]
    people = {person.id: person for person in invited} | store.people.load(person.id for person in invited)
    for person in invited:
        people[person.id].welcome_back(person)
    links = []
    for person, invitation in zip(invited, invitations, strict=True):
        token = new_token()
        link = people[person.id].add_link(token, now=command.now)
        code = _code(people[person.id], command) if command.data["codes"] else {}
        links.append(
            {
                "person_id": person.id,
                **{name: invitation[name] for name in ("role", "subject_id", "email")},
                "url": settings.link(token),
                **code,
                "expires_at": link.expires_at.isoformat(),
            }
        )
    conflicts = store.people.save_all(people.values())
    if conflicts:
        raise VersionConflict("people", [person.id for person in conflicts])
    return {"links": links}


def _first_organiser(command: Asked, store: RegistrationStore) -> Person:
    """Return the first organiser, new when there is none; LinkUsed when another organises all."""
    first: Person | None = store.people.find(FIRST_ORGANISER)
    if first is not None:
        # Whether the link was used by this very command is for the person to say.
        return first
    if person_by(store, "organises_all", True):
        raise LinkUsed("the system is set up; ask an organiser for a link")
    person = Person.first_organiser(name=command.data["name"], email=command.data["email"])
    person.add_link(command.data["token"], now=command.now)
    return person


def _code(person: Person, command: Asked) -> Answer:
    """Make a code beside the link, and return it with its end."""
    code = new_code()
    made = person.add_link(token_of(code), now=command.now, lasts=LASTS)
    return {"code": code, "code_expires_at": made.expires_at.isoformat()}


def _person(edition_id: str | None, host_id: str | None, invitation: Mapping[str, Any]) -> Person:
    grant = Grant(invitation["role"], edition_id, invitation["subject_id"], host_id)
    return Person.invited(grant, name=invitation["name"], email=invitation["email"])


def _check_host(data: Mapping[str, Any], store: RegistrationStore) -> None:
    """Raise unless no host is named, or one that is there, for organisers, and no edition beside it."""
    if data["host_id"] is None:
        return
    store.hosts.get(data["host_id"])
    roles = {invitation["role"] for invitation in data["invitations"]}
    if data["edition_id"] is not None or roles != {ORGANISER}:
        allowed = {"host_id": {"came": data["host_id"], "allowed": "for organisers, without an edition"}}
        raise Invalid("in a host there are organisers only", errors=allowed)


def _check(edition_id: str | None, invitations: list[Mapping[str, Any]], store: RegistrationStore) -> None:
    """Raise NotFound or Invalid unless the edition and the founders' entries are there."""
    if edition_id is not None:
        store.editions.get(edition_id)
    founders = [i["subject_id"] for i in invitations if i["role"] == FOUNDER and i["subject_id"]]
    # One that was begun is an entry's already, as far as links go.
    entries = {**store.applications.load(founders), **store.entries.load(founders)}
    errors = {}
    for n, invitation in enumerate(invitations):
        allowed = _allowed(edition_id, invitation, entries)
        if allowed:
            errors[f"invitations.{n}.subject_id"] = {"came": invitation["subject_id"], "allowed": allowed}
    if errors:
        count = "1 invitation names" if len(errors) == 1 else f"{len(errors)} invitations name"
        raise Invalid(f"{count} nobody to act for, so none was made", errors=errors)


def _allowed(
    edition_id: str | None, invitation: Mapping[str, Any], entries: Mapping[str, Entry | Application]
) -> str | None:
    """Return whom the person may act for; None when the invitation names such a one."""
    role, subject_id = invitation["role"], invitation["subject_id"]
    if role == ORGANISER:
        return None
    if edition_id is None or subject_id is None:
        return f"whom the {role} is or acts for, in an edition"
    entry = entries.get(subject_id)
    if role == FOUNDER and (entry is None or entry.edition_id != edition_id):
        return "an entry of the edition"
    return None
