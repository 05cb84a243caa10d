"""Organisers are listed and removed; they are invited like everybody."""

from collections.abc import Mapping
from typing import Any

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.registration.domain.people import ORGANISER, Grant, Person
from services.registration.organisers.finding import host_of
from services.registration.personal.handlers import check_organiser_left
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

EDITION, HOST, EVERYTHING = "edition", "host", "everything"


def list_organisers(query: Asked, store: RegistrationStore) -> Answer:
    """Answer ListOrganisers, by name."""
    edition_id = query.data["edition_id"]
    hosts = {host.id: host.name for host in store.hosts.select({})}
    ways: list[dict[str, Any]] = [{"state.grants": {"$elemMatch": {"role": ORGANISER, "edition_id": None}}}]
    if edition_id is not None:
        here = {"role": ORGANISER, "edition_id": edition_id}
        ways.append({"state.grants": {"$elemMatch": here}})
    host_id = host_of(edition_id, store) if edition_id else None
    found = [
        _described(person, grant, hosts, now=query.now)
        for person in store.people.select({"$or": ways})
        for grant in person.grants
        if grant.role == ORGANISER and _concerns(grant, edition_id, host_id)
    ]
    found.sort(key=lambda organiser: (organiser["name"].casefold(), organiser["person_id"]))
    named = sorted(hosts.items(), key=lambda host: host[1].casefold())
    return {"organisers": found, "hosts": [{"host_id": id, "name": name} for id, name in named]}


def remove_organiser(command: Asked, store: RegistrationStore) -> Answer:
    """Take an organiser's role away, and end their sessions; LastOrganiser when nobody would be left.

    Nothing happens when it was taken away before.
    """
    edition_id, person_id = command.data["edition_id"], command.data["person_id"]
    person: Person | None = store.people.find(person_id)
    if person is None:
        raise NotFound(f"there is no organiser {person_id!r}")
    gone = [grant for grant in person.grants if grant.role == ORGANISER and grant.edition_id == edition_id]
    if not gone:
        return {"ended": []}
    check_organiser_left(store, without=[person])
    ended = person.lose(gone)
    store.people.save(person)
    return {"ended": ended}


def _concerns(grant: Grant, edition_id: str | None, host_id: str | None) -> bool:
    """Return whether it is a role in the edition, in its host or in everything; in no edition, any of these."""
    if edition_id is None:
        return grant.edition_id is None
    return grant.edition_id == edition_id or grant.everywhere or (grant.host_id or "-") == host_id


def _described(person: Person, grant: Grant, hosts: Mapping[str, str], *, now: Any) -> Answer:
    return {
        "person_id": person.id,
        "name": person.name,
        "email": person.email,
        "of": EDITION if grant.edition_id else HOST if grant.host_id else EVERYTHING,
        "host": hosts.get(grant.host_id or "", ""),
        "signed_in": any(session.expires_at > now for session in person.sessions),
        "invited": any(link.used_at is None and link.expires_at > now for link in person.links),
    }
