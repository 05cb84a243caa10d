"""Finding the call of an edition, and one application with its team."""

from collections.abc import Mapping
from typing import Any

from schemas.refusal import NotFound
from services.registration.applications.domain.application import Application
from services.registration.applications.domain.call import Call
from services.registration.domain.people import Person
from services.registration.repository import RegistrationStore

FOUNDER = "founder"


def call_of(edition_id: str, store: RegistrationStore) -> Call:
    """Return the edition's call, or the one that stands where nobody changed anything."""
    call: Call | None = store.calls.find(edition_id)
    return call or Call(store.editions.get(edition_id).id)


def application_of(store: RegistrationStore, data: Mapping[str, Any]) -> Application:
    """Return the application that is named, if it is of the edition that is named; NotFound otherwise."""
    application: Application | None = store.applications.find(data["entry_id"])
    if application is None or application.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no application {data['entry_id']!r}")
    return application


def team_of(application_id: str, store: RegistrationStore) -> list[Person]:
    """Return who acts for an application, in the order of their names."""
    found = store.people.select({"state.grants.subject_id": application_id})
    return sorted(
        (p for p in found if any(g.role == FOUNDER for g in p.grants)), key=lambda p: (p.name, p.id)
    )
