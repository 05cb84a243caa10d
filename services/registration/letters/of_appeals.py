"""Letters about appeals: to those who organise the edition, and to those who appealed."""

from collections.abc import Iterable
from datetime import datetime

from services.chassis.messaging import Envelope
from services.registration.domain.people import ORGANISER, Person
from services.registration.letters.handlers import Writer, people_of
from services.registration.organisers.finding import host_of
from services.registration.repository import RegistrationStore


def write_of_appeal(event: Envelope, store: RegistrationStore, *, now: datetime) -> None:
    """Write to the edition's organisers that somebody appeals; once, however often its words change."""
    entry = store.entries.find(event.data["entry_id"])
    if entry is None:
        return
    writer = Writer(store.editions.get(entry.edition_id), store, now=now)
    known = {"stage": writer.edition.run(event.data["stage_id"]).stage.name, "company": entry.startup.company}
    store.outbox.add(
        writer.write("appeal_filed", person, cause=f"{event.subject}.filed", **known)
        for person in organisers_of(writer.edition.id, store)
    )


def write_of_answer(event: Envelope, store: RegistrationStore, *, now: datetime) -> None:
    """Write to the founders of an entry what became of their appeal."""
    data = event.data
    entry = store.entries.find(data["entry_id"])
    if entry is None:
        return
    writer = Writer(store.editions.get(entry.edition_id), store, now=now)
    known = {
        "stage": writer.edition.run(data["stage_id"]).stage.name,
        "company": entry.startup.company,
        **{name: data[name] for name in ("decision", "reason")},
    }
    store.outbox.add(
        writer.write("appeal_decided", person, cause=f"{event.subject}.decided", **known)
        for person in people_of([entry.id], store).get(entry.id, ())
    )


def organisers_of(edition_id: str, store: RegistrationStore) -> list[Person]:
    """Return who organises the edition or its host and has an address; where nobody does, who organises all."""
    host_id = host_of(edition_id, store)
    found = [
        person
        for person in store.people.select({"state.grants.role": ORGANISER})
        for grant in person.grants
        if grant.role == ORGANISER
        and (grant.edition_id == edition_id or (host_id is not None and grant.host_id == host_id))
    ]
    return _reachable(found) or _reachable(store.people.select({"state.organises_all": True}))


def _reachable(people: Iterable[Person]) -> list[Person]:
    return list({person.id: person for person in people if person.email}.values())
