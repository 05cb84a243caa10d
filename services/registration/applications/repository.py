"""Calls, applications and their versions in the database."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.collection import Collection

from services.chassis.storage import Repository
from services.registration.applications.domain.application import Answer, Application, Receipt, Submission
from services.registration.applications.domain.call import Call, Extension
from services.registration.applications.domain.form import FormField

Document = dict[str, Any]

LATEST = [("state.saved_at", DESCENDING), ("_id", ASCENDING)]


def call_to_state(call: Call) -> Document:
    """Moments stay moments here, as in all documents of this room."""
    names = ("opens_at", "closes_at", "grace_minutes", "open_links")
    return {
        **{name: getattr(call, name) for name in names},
        "fields": [f.as_dict() for f in call.fields],
        "removed": [f.as_dict() for f in call.removed],
        "extensions": [asdict(extension) for extension in call.extensions],
    }


def call_from_state(id: str, version: int, state: Document) -> Call:
    values = {
        **state,
        "fields": tuple(field_from(f) for f in state["fields"]),
        "removed": tuple(field_from(f) for f in state["removed"]),
        "extensions": tuple(Extension(**e) for e in state["extensions"]),
    }
    return Call(id=id, version=version, **values)


def field_from(values: Mapping[str, Any]) -> FormField:
    """Return a field from how it travels."""
    lists = {name: tuple(values[name]) for name in ("choices", "barred")}
    return FormField(**{**values, **lists})


def application_to_state(application: Application) -> Document:
    names = ("edition_id", "applicant", "begun_at", "begun_with", "saved_at", "saved_by", "extended_until")
    return {
        **{name: getattr(application, name) for name in names},
        "answers": {id: asdict(answer) for id, answer in application.answers.items()},
        "receipts": [asdict(receipt) for receipt in application.receipts],
        # Apart, for its index: which fields have answers, in the draft or in a version.
        "answered": sorted(id for id, answer in application.answers.items() if answer.text),
    }


def application_from_state(id: str, version: int, state: Document) -> Application:
    values = {name: value for name, value in state.items() if name != "answered"}
    values["answers"] = {id: Answer(**answer) for id, answer in state["answers"].items()}
    values["receipts"] = tuple(Receipt(**receipt) for receipt in state["receipts"])
    return Application(id=id, version=version, **values)


def submission_to_state(submission: Submission) -> Document:
    return {
        "edition_id": submission.edition_id,
        "application_id": submission.application_id,
        "number": submission.number,
        "answers": submission.answers,
        "asked": [list(pair) for pair in submission.asked],
    }


def submission_from_state(id: str, version: int, state: Document) -> Submission:
    return Submission(
        id=id,
        version=version,
        application_id=state["application_id"],
        number=state["number"],
        answers=state["answers"],
        asked=tuple((field_id, label) for field_id, label in state["asked"]),
        edition_id=state.get("edition_id", ""),
    )


class ApplicationIndex:
    """The applications as a collection: pages of them, by whom, and which fields have answers."""

    def __init__(
        self,
        collection: Collection[Document],
        versions: Collection[Document],
        repository: Repository[Application],
    ) -> None:
        self._collection = collection
        self._versions = versions
        self._repository = repository

    def by_applicant(self, edition_id: str, applicant: str) -> Application | None:
        """Return what somebody began in the edition, by the address as it is compared."""
        wanted = {"state.edition_id": edition_id, "state.applicant": applicant}
        return next(self._repository.select(wanted, limit=1), None)

    def page(self, edition_id: str, *, number: int, size: int) -> tuple[list[Application], int]:
        """Return a page of an edition's applications, saved last first, and how many there are in all."""
        wanted = {"state.edition_id": edition_id}
        found = self._collection.find(wanted, {"_id": 1}, sort=LATEST, skip=(number - 1) * size, limit=size)
        ids = [document["_id"] for document in found]
        loaded = self._repository.load(ids)
        return [loaded[id] for id in ids if id in loaded], self._collection.count_documents(wanted)

    def submitted(self, edition_id: str, *, after: str, limit: int) -> list[Application]:
        """Return those that were submitted, in the order of their ids, from the one behind `after` on."""
        wanted = {"_id": {"$gt": after}, "state.edition_id": edition_id, "state.receipts": {"$ne": []}}
        return list(self._repository.select(wanted, sort=[("_id", ASCENDING)], limit=limit))

    def unsubmitted(self, edition_id: str, *, after: str, limit: int) -> list[Application]:
        """Return those that never were submitted, in the order of their ids, from the one behind `after` on."""
        wanted = {"_id": {"$gt": after}, "state.edition_id": edition_id, "state.receipts": []}
        return list(self._repository.select(wanted, sort=[("_id", ASCENDING)], limit=limit))

    def answered(self, edition_id: str) -> set[str]:
        """Return the fields that have an answer in some draft or version of the edition."""
        drafts = self._collection.distinct("state.answered", {"state.edition_id": edition_id})
        ids = [d["_id"] for d in self._collection.find({"state.edition_id": edition_id}, {"_id": 1})]
        stages: list[Document] = [
            {"$match": {"state.application_id": {"$in": ids}}},
            {"$project": {"id": {"$map": {"input": {"$objectToArray": "$state.answers"}, "in": "$$this.k"}}}},
            {"$unwind": "$id"},
            {"$group": {"_id": "$id"}},
        ]
        return set(drafts) | {group["_id"] for group in self._versions.aggregate(stages)}

    def ensure_indexes(self) -> None:
        """Make the indexes of pages; an address begins once in an edition."""
        edition = ("state.edition_id", ASCENDING)
        has_applicant = {"state.applicant": {"$type": "string"}}
        self._collection.create_index([edition, *LATEST])
        self._collection.create_index([edition, ("_id", ASCENDING)])
        self._collection.create_index(
            [edition, ("state.applicant", ASCENDING)], unique=True, partialFilterExpression=has_applicant
        )
        self._versions.create_index([("state.application_id", ASCENDING), ("state.number", ASCENDING)])
