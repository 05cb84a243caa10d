"""Drafts become versions, and the newest version is the entry's."""

from typing import Any

from services.chassis.messaging import Asked
from services.registration.applications.domain.answers import new_startup_id, startup_of, wrongs
from services.registration.applications.domain.application import (
    Application,
    Receipt,
    Submission,
    digest_of,
    submission_id,
)
from services.registration.applications.domain.call import Call
from services.registration.applications.domain.refusals import AnswersWrong, DraftChanged
from services.registration.applications.finding import application_of, call_of, team_of
from services.registration.applications.handlers.applying import check_stays
from services.registration.domain.edition import Edition
from services.registration.domain.entry import Entry
from services.registration.letters.handlers import Writer
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


def submit_application(command: Asked, store: RegistrationStore) -> Answer:
    """Make the draft the entry's newest version; the receipt again when it is that already.

    In this order: the version, the application that names it, the entry, the letters. Whatever a crash
    leaves out is done when the command comes again; a version that no application names is none.
    """
    application = application_of(store, command.data)
    check_stays(application, store)
    edition = store.editions.get(application.edition_id)
    call = call_of(application.edition_id, store).asked_in(edition.cities)
    if application.changed_since(command.data["seen"], by=command.by or ""):
        errors = {"version": {"came": command.data["seen"], "allowed": application.version}}
        raise DraftChanged("somebody else changed the draft meanwhile; look at it again", errors=errors)
    answers = application.answered(call.fields)
    if application.newest is None or application.differs(call.fields):
        _check(application, edition, call, command)
        receipt = _keep(application, call, answers, command, store)
    else:
        receipt = application.newest
    _enter(application, answers, receipt, store)
    _write(application, receipt, edition, command, store)
    return {"entry_id": application.id, **application.receipt_told(receipt)}


def _check(application: Application, edition: Edition, call: Call, command: Asked) -> None:
    call.takes(now=command.now, extended_until=application.extended_until)
    edition.takes_entries()
    if errors := wrongs(call.fields, application.texts):
        raise AnswersWrong("answers are missing or do not fit", errors=errors)


def _keep(
    application: Application, call: Call, answers: dict[str, str], command: Asked, store: RegistrationStore
) -> Receipt:
    number = len(application.receipts) + 1
    id = submission_id(application.id, number)
    asked = tuple((f.field_id, f.label) for f in call.fields)
    version = store.submissions.find(id) or Submission(
        id, application.id, number, answers, asked, edition_id=application.edition_id
    )
    version.answers, version.asked = answers, asked
    store.submissions.save(version)
    receipt = application.submitted(digest_of(answers), by=command.by or "", now=command.now)
    store.applications.save(application)
    return receipt


def _enter(
    application: Application, answers: dict[str, str], receipt: Receipt, store: RegistrationStore
) -> None:
    entry: Entry | None = store.entries.find(application.id)
    if entry is None:
        wanted = new_startup_id(answers, taken=False, entry_id=application.id)
        taken = _has_startup(application.edition_id, wanted, store)
        id = new_startup_id(answers, taken=taken, entry_id=application.id)
        startup = startup_of(answers, startup_id=id)
        entry = Entry.submitted_as(
            application.id, startup, edition_id=application.edition_id, now=receipt.submitted_at
        )
    else:
        entry.describe(startup_of(answers, startup_id=entry.startup.startup_id))
    if entry.facts:
        store.entries.save(entry)


def _has_startup(edition_id: str, startup_id: str, store: RegistrationStore) -> bool:
    wanted = {"state.edition_id": edition_id, "state.startup.startup_id": startup_id}
    return next(store.entries.select(wanted, limit=1), None) is not None


def _write(
    application: Application, receipt: Receipt, edition: Edition, command: Asked, store: RegistrationStore
) -> None:
    writer = Writer(edition, store, now=command.now)
    cause = submission_id(application.id, receipt.number)
    known = {
        "company": application.text("company"),
        "number": receipt.number,
        "receipt": application.receipt_number(receipt.number),
        "when": f"{receipt.submitted_at:%Y-%m-%d %H:%M} UTC",
    }
    team = [person for person in team_of(application.id, store) if person.email]
    store.outbox.add(writer.write("submission_received", person, cause=cause, **known) for person in team)
