"""Files are sent in parts, checked, and put in the place of an answer."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.registration.applications.domain.application import Application, submission_id
from services.registration.applications.domain.form import FILE, FormField
from services.registration.applications.finding import application_of, call_of
from services.registration.applications.handlers.applying import check_stays, saved
from services.registration.attachments.domain.media import media_of
from services.registration.attachments.domain.refusals import FilesFull, NotAttachable
from services.registration.attachments.queries import told_file
from services.registration.decks.domain.refusals import DeckRefused
from services.registration.parts import checked_part, put_together
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]
Check = Callable[[Path, Path], str]

# Of an application, with all its versions.
MOST_FILES = 100


def keep_attachment_part(command: Asked, store: RegistrationStore) -> Answer:
    """Keep a part of a file; of one that was taken before, none is needed."""
    data = command.data
    application = _taking(store, data)
    part = checked_part(data)
    if data["number"] == 0 and media_of(part) is None:
        raise NotAttachable("the file is neither PDF, PNG nor JPEG")
    if store.attachments.taken(application.id, data["file"]) is None:
        store.attachments.keep_part(application.id, data["file"], data["number"], part, now=command.now)
    return {"number": data["number"]}


def attach_file(command: Asked, store: RegistrationStore, *, check: Check) -> Answer:
    """Make a file the draft's answer to a question once it was checked; nothing happens when it is that already."""
    data = command.data
    # Loaded before the file is read: of two files at once, the later one is decided on again.
    application = _taking(store, data)
    _asked(call_of(application.edition_id, store).fields, data["field_id"])
    if store.attachments.taken(application.id, data["file"]) is None:
        _take(application, command, store, check=check)
    if application.replace(
        data["field_id"], data["file"], was=data["instead_of"], by=command.by or "", now=command.now
    ):
        store.applications.save(application)
        _forget_unnamed(application, store, now=command.now)
    about = store.attachments.about(application.id, data["file"]) or {}
    return {**saved(application), "field_id": data["field_id"], **told_file(about)}


def remove_attachment(command: Asked, store: RegistrationStore) -> Answer:
    """Take a file out of the draft; versions that were submitted with it keep it."""
    data = command.data
    application = _taking(store, data)
    call = call_of(application.edition_id, store)
    _asked((*call.fields, *call.removed), data["field_id"])
    if application.replace(data["field_id"], "", was=data["file"], by=command.by or "", now=command.now):
        store.applications.save(application)
        _forget_unnamed(application, store, now=command.now)
    return saved(application)


def drop_abandoned(store: RegistrationStore, *, now: datetime) -> int:
    """Throw away what was sent and never attached; return how many files."""
    return store.attachments.drop_abandoned(now=now)


def _taking(store: RegistrationStore, data: Mapping[str, Any]) -> Application:
    application = application_of(store, data)
    check_stays(application, store)
    return application


def _asked(fields: Iterable[FormField], field_id: str) -> None:
    if not any(field.field_id == field_id and field.kind == FILE for field in fields):
        raise NotFound(f"the form has no question {field_id!r} that is answered with a file")


def _take(application: Application, command: Asked, store: RegistrationStore, *, check: Check) -> None:
    files, data, digest = store.attachments, command.data, command.data["file"]
    if files.count(application.id) >= MOST_FILES:
        raise FilesFull(f"an entry has at most {MOST_FILES} files, with all its versions")
    with TemporaryDirectory(prefix="attachment-") as scratch:
        path = Path(scratch) / "attachment"
        put_together(files, application.id, digest, size=data["size"], path=path)
        try:
            media = check(path, Path(scratch))
        except DeckRefused:
            files.forget(application.id, digest)
            raise
    named = {"edition_id": application.edition_id, "by": command.by or ""}
    about = {**named, "name": data["name"], "media": media}
    files.take(application.id, digest, size=data["size"], about=about, now=command.now)


def _forget_unnamed(application: Application, store: RegistrationStore, *, now: datetime) -> None:
    ids = [submission_id(application.id, receipt.number) for receipt in application.receipts]
    versions = store.submissions.load(ids).values()
    named = {*application.texts.values(), *(text for v in versions for text in v.answers.values())}
    store.attachments.keep_only(application.id, named, now=now)
