"""What is held on people is erased: of one person, or of everybody in an edition once its date is over."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.chassis.messaging import Asked
from services.chassis.storage import Whose
from services.registration.applications.finding import FOUNDER, team_of
from services.registration.domain.people import JUDGES_AND_INVESTORS, Person
from services.registration.domain.refusals import LastOrganiser
from services.registration.personal.domain.erasure import Erasure
from services.registration.personal.domain.refusals import NobodyNamed
from services.registration.personal.domain.retention import Retention
from services.registration.personal.held import HELD
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

PEOPLE = next(held for held in HELD if held.collection == "people")


def erase_personal_data(command: Asked, store: RegistrationStore) -> Answer:
    """Erase what is held on a person, and have the other services do so; their sessions end.

    Raises NobodyNamed, or LastOrganiser when nobody would be left who organises everything.
    """
    data = command.data
    if not (data["email"] or data["subject_ids"]):
        raise NobodyNamed("say whose data: an address, or a judge or investor")
    if data["edition_id"] is not None:
        store.editions.get(data["edition_id"])
    people = list(store.people.select(PEOPLE.wanted(Whose.of(data))))
    check_organiser_left(store, without=people)
    erasure = Erasure.of(data["edition_id"], email=data["email"], subject_ids=data["subject_ids"])
    erasure = store.erasures.find(erasure.id) or erasure
    erasure.carry_out(
        email=data["email"],
        person_ids=[person.id for person in people],
        subject_ids={*data["subject_ids"], *_subjects(people), *_drafts(people, store)},
        now=command.now,
    )
    ended = [digest for person in people for digest in person.end_sessions()]
    store.erasures.save(erasure)
    _erase(store, erasure, email=data["email"])
    return {"ended": ended, "people": len(people)}


def set_retention(command: Asked, store: RegistrationStore) -> Answer:
    """Set until when an edition keeps what it holds on people."""
    retention, zone = _retention(store, command.data["edition_id"])
    if retention.set_until(command.data["until"], seen=command.data["seen"]):
        store.retentions.save(retention)
    return retention.as_dict(today=_today(command.now, zone))


def erase_edition(command: Asked, store: RegistrationStore) -> Answer:
    """Erase what is held on everybody of an edition but those who run it; KeptUntil before its date."""
    edition_id = command.data["edition_id"]
    retention, zone = _retention(store, edition_id)
    retention.erase(today=_today(command.now, zone), now=command.now)
    people = list(store.people.select(PEOPLE.wanted(Whose(edition_id))))
    ended = [digest for person in people for digest in person.end_sessions()]
    store.retentions.save(retention)
    _erase_held(store, Whose(edition_id))
    return {**retention.as_dict(today=_today(command.now, zone)), "ended": ended, "people": len(people)}


def get_retention(query: Asked, store: RegistrationStore) -> Answer:
    """Answer GetRetention."""
    retention, zone = _retention(store, query.data["edition_id"])
    return retention.as_dict(today=_today(query.now, zone))


def check_organiser_left(store: RegistrationStore, *, without: Iterable[Person]) -> None:
    """Return when somebody organises everything beside these, or none of them did; LastOrganiser otherwise."""
    going = {person.id for person in without if person.organises_all}
    if going and all(person.id in going for person in store.people.select({"state.organises_all": True})):
        raise LastOrganiser("nobody else organises everything; make another organiser first")


def _erase(store: RegistrationStore, erasure: Erasure, *, email: str) -> None:
    ids = frozenset((*erasure.person_ids, *erasure.subject_ids))
    _erase_held(store, Whose(erasure.edition_id, email, ids))


def _erase_held(store: RegistrationStore, whose: Whose) -> None:
    store.personal.erase(whose)
    store.attachments.empty_erased()


def _subjects(people: Iterable[Person]) -> list[str]:
    """Return the judges and investors that they are; an entry is the startup's, and stays."""
    grants = (grant for person in people for grant in person.grants if grant.role in JUDGES_AND_INVESTORS)
    return [grant.subject_id for grant in grants if grant.subject_id]


def _retention(store: RegistrationStore, edition_id: str) -> tuple[Retention, str]:
    edition = store.editions.get(edition_id)
    return store.retentions.find(edition_id) or Retention(edition_id), edition.zone


def _drafts(people: Iterable[Person], store: RegistrationStore) -> list[str]:
    """Return what they began and never submitted, where nobody else is in the team."""
    going = {person.id for person in people}
    begun = {grant.subject_id for person in people for grant in person.grants if grant.role == FOUNDER}
    applications = store.applications.load(id for id in begun if id)
    return [
        id
        for id, application in applications.items()
        if not application.receipts and {person.id for person in team_of(id, store)} <= going
    ]


def _today(now: datetime, zone: str) -> Any:
    return now.astimezone(ZoneInfo(zone)).date()


def erased(event: Mapping[str, Any], store: RegistrationStore) -> None:
    """Finish what was begun: the process may have ended in between."""
    _erase_held(store, Whose.of(event))
