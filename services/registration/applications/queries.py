"""What pages are told of calls and applications."""

from collections.abc import Iterable, Mapping
from typing import Any

from schemas.queries.applications import PAGE
from schemas.rehearsals import rehearsed
from services.chassis.messaging import Asked
from services.registration.applications.domain.answers import wrongs
from services.registration.applications.domain.application import Application, submission_id
from services.registration.applications.domain.call import GRACE, OPEN
from services.registration.applications.finding import application_of, call_of, team_of
from services.registration.attachments.queries import files_of
from services.registration.domain.people import Person
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


def get_call(query: Asked, store: RegistrationStore) -> Answer:
    """Answer GetCall."""
    return call_of(query.data["edition_id"], store).as_dict(now=query.now)


def list_open_calls(query: Asked, store: RegistrationStore) -> Answer:
    """Answer ListOpenCalls; nobody enters a rehearsal from outside."""
    begun = store.calls.select({"state.opens_at": {"$lte": query.now}})
    real = (call for call in begun if rehearsed(call.id) is None)
    return {"edition_ids": [call.id for call in real if call.state(now=query.now) in (OPEN, GRACE)]}


def list_extensions(query: Asked, store: RegistrationStore) -> Answer:
    """Answer ListExtensions."""
    return {"extensions": call_of(query.data["edition_id"], store).extensions_told()}


def get_application(query: Asked, store: RegistrationStore) -> Answer:
    """Answer GetApplication."""
    application = application_of(store, query.data)
    cities = store.editions.get(application.edition_id).cities
    call = call_of(application.edition_id, store).asked_in(cities)
    team = team_of(application.id, store)
    entry = store.entries.find(application.id)
    names = _names(_authors(application), team, store)
    state = call.state(now=query.now, extended_until=application.extended_until)
    ends_at = call.ends_at(application.extended_until)
    return {
        **_line(application, names),
        "answers": application.texts,
        "files": files_of([application], call, store),
        "changed": application.differs(call.fields),
        "problems": wrongs(call.fields, application.texts),
        "state": state,
        "closes_at": ends_at and ends_at.isoformat(),
        "receipts": [_receipt(application, number, names) for number in _numbers(application)],
        "members": [_member(person) for person in team],
        "entry": entry.as_dict() if entry else None,
        "call": call.as_dict(now=query.now),
    }


def list_submissions(query: Asked, store: RegistrationStore) -> Answer:
    """Answer ListSubmissions."""
    application = application_of(store, query.data)
    numbers = _numbers(application)
    versions = store.submissions.load(submission_id(application.id, number) for number in numbers)
    names = _names({r.by for r in application.receipts}, [], store)
    found = []
    for number in numbers:
        version = versions[submission_id(application.id, number)]
        asked = [{"field_id": id, "label": label} for id, label in version.asked]
        told = {"answers": version.answers, "asked": asked}
        found.append({**_receipt(application, number, names), **told})
    files = files_of([application], call_of(application.edition_id, store), store)
    return {"submissions": found, "files": files}


def list_applications(query: Asked, store: RegistrationStore) -> Answer:
    """Answer ListApplications."""
    edition = store.editions.get(query.data["edition_id"])
    found, total = store.application_index.page(edition.id, number=query.data["page"], size=PAGE)
    call = call_of(edition.id, store)
    people: dict[str, list[Person]] = {}
    for person in store.people.select({"state.grants.subject_id": {"$in": [a.id for a in found]}}):
        for grant in person.grants:
            people.setdefault(grant.subject_id or "", []).append(person)
    lines = []
    for application in found:
        team = people.get(application.id, [])
        names = {person.id: person.name for person in team}
        more = {"changed": application.differs(call.fields), "members": [_member(p) for p in team]}
        # What was not submitted is the founders' alone.
        company = application.text("company") if application.newest else ""
        lines.append({**_line(application, names), **more, "company": company})
    return {"applications": lines, "total": total}


def list_answers(query: Asked, store: RegistrationStore) -> Answer:
    """Answer ListAnswers."""
    edition, limit = store.editions.get(query.data["edition_id"]), query.data["limit"]
    found = store.application_index.submitted(edition.id, after=query.data["after"], limit=limit + 1)
    here = found[:limit]
    versions = store.submissions.load(submission_id(a.id, len(a.receipts)) for a in here)
    names = _names({a.receipts[-1].by for a in here}, [], store)
    files = files_of(here, call_of(edition.id, store), store)
    lines = []
    for application in here:
        number = len(application.receipts)
        answers = versions[submission_id(application.id, number)].answers
        told = {"entry_id": application.id, "answers": answers}
        lines.append({**told, **_receipt(application, number, names)})
    return {"answers": lines, "next": here[-1].id if len(found) > limit else None, "files": files}


def _line(application: Application, names: Mapping[str, str]) -> Answer:
    newest = application.newest
    return {
        "entry_id": application.id,
        "edition_id": application.edition_id,
        "version": application.version,
        "company": application.text("company"),
        "begun_at": application.begun_at.isoformat(),
        "saved_at": application.saved_at and application.saved_at.isoformat(),
        "saved_by": names.get(application.saved_by or "", ""),
        "extended_until": application.extended_until and application.extended_until.isoformat(),
        "submitted": _receipt(application, newest.number, names) if newest else None,
    }


def _receipt(application: Application, number: int, names: Mapping[str, str]) -> Answer:
    told = application.receipt_told(application.receipts[number - 1])
    return {**told, "by": names.get(told["by"], "")}


def _numbers(application: Application) -> list[int]:
    return [receipt.number for receipt in reversed(application.receipts)]


def _authors(application: Application) -> set[str]:
    return {application.saved_by or "", *(receipt.by for receipt in application.receipts)}


def _names(ids: Iterable[str], team: list[Person], store: RegistrationStore) -> dict[str, str]:
    known = {person.id: person.name for person in team}
    missing = [id for id in ids if id and id not in known]
    return known | {id: person.name for id, person in store.people.load(missing).items()}


def _member(person: Person) -> Answer:
    told = {"person_id": person.id, "name": person.name, "email": person.email}
    return {**told, "came": any(link.used_at for link in person.links) or bool(person.sessions)}
