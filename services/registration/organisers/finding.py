"""Which editions a host has, and whose an edition is."""

from services.registration.domain.people import Person
from services.registration.repository import RegistrationStore


def host_of(edition_id: str, store: RegistrationStore) -> str | None:
    """Return the host of an edition; NotFound when there is no such edition."""
    programme = store.programmes.find(store.editions.get(edition_id).programme_id)
    return programme.host_id if programme else None


def editions_of_host(host_id: str, store: RegistrationStore) -> list[str]:
    """Return the ids of all editions of a host, those started since the invitation among them."""
    programmes = [programme.id for programme in store.programmes.select({"state.host_id": host_id})]
    return sorted(
        edition.id for edition in store.editions.select({"state.programme_id": {"$in": programmes}})
    )


def hosted(person: Person, store: RegistrationStore) -> dict[str, list[str]]:
    """Return the editions of every host that the person organises, by host."""
    hosts = {grant.host_id for grant in person.grants if grant.host_id}
    return {host_id: editions_of_host(host_id, store) for host_id in hosts}
