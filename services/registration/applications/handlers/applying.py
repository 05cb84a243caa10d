"""Founders begin an application, and fill it in."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from schemas.refusal import Invalid
from services.chassis.messaging import Asked
from services.registration.accounts.tries import Allowance
from services.registration.applications.domain.application import MOST_CHARACTERS, Application
from services.registration.applications.domain.call import Call
from services.registration.applications.domain.form import FILE
from services.registration.applications.finding import FOUNDER, application_of, call_of
from services.registration.domain.ids import natural
from services.registration.domain.people import Grant, Person
from services.registration.domain.refusals import TooManyTries
from services.registration.letters.handlers import Writer
from services.registration.repository import RegistrationStore
from services.registration.settings import SignInSettings

Answer = dict[str, Any]

# Each begins a draft and sends a letter: few to one address, more from one place, where many may sit.
APPLICANT = Allowance("applicant", burst=3, every=timedelta(minutes=10))
PLACE = Allowance("applicants", burst=30, every=timedelta(seconds=20))
CODES = Allowance("extension", burst=5, every=timedelta(minutes=1))


def begin_application(
    command: Asked,
    store: RegistrationStore,
    *,
    settings: SignInSettings,
    new_token: Callable[[], str],
    new_id: Callable[[], str],
) -> Answer:
    """Begin a draft for an address, or send another link to the one there is.

    The answer has a link only where the host wants it and the draft is new: it proves nothing about
    the address. The letter's link does, and ends what the other one opened.
    """
    data = command.data
    edition = store.editions.get(data["edition_id"])
    call, applicant = call_of(edition.id, store), natural(data["email"])
    _count(command, store, {APPLICANT: f"{edition.id} {applicant}", PLACE: data["client"]})
    application = store.application_index.by_applicant(edition.id, applicant)
    if application is None:
        edition.takes_entries()
        application = _begun(command, call, applicant, store, id=new_id())
    new = application.begun_with == command.id
    person = _person(application, data, store)
    link = None
    if new and call.open_links:
        token = new_token()
        made = person.add_link(token, now=command.now, shown=True)
        link = {"url": settings.link(token), "expires_at": made.expires_at.isoformat()}
    store.people.save(person)
    writer = Writer(edition, store, now=command.now)
    store.outbox.add([writer.write("application_begun", person, cause=f"{application.id}.{command.id}")])
    return {"email": person.email, "link": link}


def save_draft(command: Asked, store: RegistrationStore) -> Answer:
    """Keep answers as they are typed; nothing happens when they are kept already."""
    data = command.data
    application = application_of(store, data)
    check_stays(application, store)
    call = call_of(application.edition_id, store)
    _check_known(call, application, data["answers"])
    if application.save(data["answers"], seen=data["seen"], by=command.by or "", now=command.now):
        store.applications.save(application)
    return saved(application)


def use_extension(command: Asked, store: RegistrationStore) -> Answer:
    """Give an entrant the later deadline of a code; nothing happens the second time."""
    application = application_of(store, command.data)
    _count(command, store, {CODES: application.id})
    call = call_of(application.edition_id, store)
    extension = call.use_extension(command.data["code"], by=application.id)
    store.calls.save(call)
    if application.extended_until is None or application.extended_until < extension.until:
        application.extended_until = extension.until
        store.applications.save(application)
    return saved(application)


def saved(application: Application) -> Answer:
    """Return how the draft stands."""
    return {
        "entry_id": application.id,
        "version": application.version,
        "saved_at": application.saved_at and application.saved_at.isoformat(),
        "extended_until": application.extended_until and application.extended_until.isoformat(),
    }


def check_stays(application: Application, store: RegistrationStore) -> None:
    """Return unless the entry was withdrawn or disqualified; EntryLeft otherwise."""
    entry = store.entries.find(application.id)
    if entry is not None:
        entry.refuse_left()


def _begun(command: Asked, call: Call, applicant: str, store: RegistrationStore, *, id: str) -> Application:
    extended_until = None
    if command.data["code"].strip():
        extension = call.use_extension(command.data["code"], by=id)
        extended_until = extension.until
    call.takes(now=command.now, extended_until=extended_until)
    application = Application(
        id=id,
        edition_id=call.id,
        applicant=applicant,
        begun_at=command.now,
        begun_with=command.id,
        extended_until=extended_until,
    )
    if extended_until is not None:
        store.calls.save(call)
    store.applications.save(application)
    return application


def _person(application: Application, data: Mapping[str, Any], store: RegistrationStore) -> Person:
    grant = Grant(FOUNDER, application.edition_id, application.id)
    person = Person.invited(grant, name=data["name"], email=data["email"].strip())
    found: Person | None = store.people.find(person.id)
    return found or person


def _check_known(call: Call, application: Application, answers: Mapping[str, str]) -> None:
    known = {f.field_id for f in (*call.fields, *call.removed)}
    errors: dict[str, Any] = {
        id: {"came": id, "allowed": "a field of the form"} for id in answers if id not in known
    }
    files = {f.field_id for f in (*call.fields, *call.removed) if f.kind == FILE}
    for id in sorted(files & answers.keys()):
        errors[id] = {"came": answers[id], "allowed": "a file, which is attached and not typed"}
    texts = {**application.texts, **answers}
    if sum(len(text) for text in texts.values()) > MOST_CHARACTERS:
        errors["answers"] = {"came": "too much", "allowed": f"{MOST_CHARACTERS} characters in all answers"}
    if errors:
        raise Invalid("the answers do not fit the form", errors=errors)


def _count(command: Asked, store: RegistrationStore, keys: Mapping[Allowance, str]) -> None:
    waits = [store.tries.take(allowance, key, now=command.now) for allowance, key in keys.items() if key]
    if wait := max(waits, default=0):
        raise TooManyTries(f"too often; wait {wait} s", errors={"retry_after": {"seconds": wait}})
