"""Founders bring others into their team, and take them out."""

from collections.abc import Callable
from typing import Any

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.registration.applications.domain.refusals import LastMember, TeamFull
from services.registration.applications.finding import FOUNDER, application_of, team_of
from services.registration.applications.handlers.applying import check_stays
from services.registration.domain.ids import natural
from services.registration.domain.people import Grant, Person
from services.registration.letters.handlers import Writer
from services.registration.repository import RegistrationStore
from services.registration.settings import SignInSettings

Answer = dict[str, Any]

MOST_MEMBERS = 20


def invite_member(
    command: Asked, store: RegistrationStore, *, settings: SignInSettings, new_token: Callable[[], str]
) -> Answer:
    """Make somebody a founder of the same entry, with a link to hand over and one by letter."""
    data = command.data
    application = application_of(store, data)
    check_stays(application, store)
    grant = Grant(FOUNDER, application.edition_id, application.id)
    invited = Person.invited(grant, name=data["name"], email=data["email"].strip())
    team = team_of(application.id, store)
    if len(team) >= MOST_MEMBERS and all(person.id != invited.id for person in team):
        raise TeamFull(f"a team has at most {MOST_MEMBERS} members")
    person: Person = store.people.find(invited.id) or invited
    person.grants = (grant,)
    token = new_token()
    link = person.add_link(token, now=command.now)
    store.people.save(person)
    writer = Writer(store.editions.get(application.edition_id), store, now=command.now)
    company = application.text("company")
    cause = f"{application.id}.{command.id}"
    store.outbox.add([writer.write("member_invited", person, cause=cause, company=company)])
    told = {"person_id": person.id, "name": person.name, "email": person.email}
    return {**told, "url": settings.link(token), "expires_at": link.expires_at.isoformat()}


def remove_member(command: Asked, store: RegistrationStore) -> Answer:
    """Let somebody act for the entry no more; their sessions end and their links work no more."""
    application = application_of(store, command.data)
    team = team_of(application.id, store)
    person = next((p for p in team if p.id == command.data["person_id"]), None)
    if person is None:
        gone = store.people.find(command.data["person_id"])
        if gone is None or gone.grants:
            raise NotFound(f"the team has no {command.data['person_id']!r}")
        return {"ended": []}
    if len(team) == 1:
        raise LastMember("somebody has to stay in the team; withdraw the entry instead")
    # First, so that the address, should it come again, begins anew and is not let in here.
    if application.applicant == natural(person.email):
        application.applicant = None
        store.applications.save(application)
    ended = person.end_sessions()
    person.links, person.grants = [], ()
    store.people.save(person)
    return {"ended": ended}
