"""What pages are told of files that are answers."""

import base64
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.refusal import NotFound
from services.registration.applications.domain.application import Application, Submission, submission_id
from services.registration.applications.domain.call import Call
from services.registration.applications.domain.form import FILE
from services.registration.applications.finding import application_of, call_of
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def list_attachments(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer ListAttachments."""
    application = store.applications.find(query["entry_id"])
    if application is None or application.edition_id != query["edition_id"] or not application.newest:
        return {"files": []}
    version = store.submissions.get(submission_id(application.id, application.newest.number))
    known = files_of([application], call_of(application.edition_id, store), store)
    labels = dict(version.asked)
    found = [(id, text) for id, text in version.answers.items() if text in known and id in labels]
    return {
        "files": [
            {"field_id": id, "label": labels[id], **known[text]}
            for id, text in sorted(found, key=lambda pair: list(labels).index(pair[0]))
        ]
    }


def count_attachments(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer CountAttachments."""
    ids = _file_fields(call_of(query["edition_id"], store))
    applications = store.applications.load(query["entry_ids"]).values() if ids else ()
    here = [a for a in applications if a.edition_id == query["edition_id"] and a.newest]
    versions: dict[str, Submission] = store.submissions.load(
        submission_id(a.id, a.newest.number) for a in here
    )
    counts = {v.application_id: len(ids & v.answers.keys()) for v in versions.values()}
    return {"counts": {entry_id: n for entry_id, n in counts.items() if n}}


def get_attachment_part(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetAttachmentPart."""
    application, digest = application_of(store, query), query["file"]
    about = store.attachments.taken(application.id, digest)
    if about is None or not _may_be_seen(application, digest, store, drafts=query["drafts"]):
        raise NotFound("the entry has no such file")
    data = store.attachments.part(application.id, digest, query["number"])
    if data is None:
        raise NotFound(f"the file has no part {query['number']}")
    return {**told_file(about), "data": base64.b64encode(data).decode()}


def files_of(applications: Iterable[Application], call: Call, store: RegistrationStore) -> dict[str, Answer]:
    """Return what is told of all files of these applications, by digest."""
    if not _file_fields(call):
        return {}
    listed = store.attachments.listed([application.id for application in applications])
    return {digest: told_file(about) for known in listed.values() for digest, about in known.items()}


def told_file(about: Mapping[str, Any]) -> Answer:
    """Return what is known of a file as pages see it."""
    told = {name: about[name] for name in ("name", "media", "size", "erased")}
    return {"file": about["digest"], **told}


def _file_fields(call: Call) -> set[str]:
    return {field.field_id for field in (*call.fields, *call.removed) if field.kind == FILE}


def _may_be_seen(application: Application, digest: str, store: RegistrationStore, *, drafts: bool) -> bool:
    if drafts and digest in application.texts.values():
        return True
    ids = [submission_id(application.id, receipt.number) for receipt in application.receipts]
    return any(digest in version.answers.values() for version in store.submissions.load(ids).values())
