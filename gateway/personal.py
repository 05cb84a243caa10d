"""What all services hold on a person, as one document to take away."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from flask import Response, json

from gateway.access.identity import Identity
from gateway.resources.doors import query
from schemas.message import Query
from schemas.queries import (
    GetJudgingRecords,
    GetMatchingRecords,
    GetRegistrationRecords,
    GetScoringRecords,
)

FORMAT = "darkhorse-personal-data.1"
OTHERS: tuple[type[Query], ...] = (GetJudgingRecords, GetScoringRecords, GetMatchingRecords)
# By the collection that is told of: the records that name who the person is as a judge or investor.
SUBJECTS = ("judges", "investors")


def held_on(
    edition_id: str | None,
    *,
    email: str = "",
    person_ids: Iterable[str] = (),
    subject_ids: Iterable[str] = (),
) -> dict[str, Any]:
    """Return {"format", "at", "edition_id", "email", "records"} of whom an address or ids mean.

    Registration is asked first, for the ids that the others know the person by; judging and matching
    then for theirs, by which scoring finds the marks. All four must answer.
    """
    wanted: dict[str, Any] = {"edition_id": edition_id, "email": email.strip()}
    persons, subjects = set(person_ids), set(subject_ids)
    found = _told(GetRegistrationRecords, wanted, persons, subjects)
    for record in found:
        if record["of"] == "people":
            persons.add(record["id"])
            grants = record["values"].get("grants", [])
            subjects |= {grant["subject_id"] for grant in grants if grant.get("subject_id")}
    for message in (GetJudgingRecords, GetMatchingRecords):
        told = _told(message, wanted, persons, subjects)
        subjects |= {record["id"] for record in told if record["of"] in SUBJECTS}
    records = [
        {**record, "service": message.source}
        for message in (GetRegistrationRecords, *OTHERS)
        for record in _told(message, wanted, persons, subjects)
    ]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return {"format": FORMAT, "at": at, **wanted, "records": records}


def held_on_oneself(person: Identity) -> dict[str, Any]:
    """Return what is held on whoever is signed in, in the edition that their role is in."""
    edition_id = next((grant.edition_id for grant in person.grants), None)
    subjects = [grant.subject_id for grant in person.grants if grant.subject_id]
    return held_on(edition_id, email=person.email, person_ids=[person.person_id], subject_ids=subjects)


def counted(held: dict[str, Any]) -> list[tuple[str, int]]:
    """Return how many records there are of each kind."""
    return sorted(Counter(record["of"] for record in held["records"]).items())


def as_file(held: dict[str, Any]) -> Response:
    """Return the document as a file that is put into no cache."""
    response = Response(json.dumps(held, indent=2, ensure_ascii=False), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="personal-data.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _told(
    message: type[Query], wanted: dict[str, Any], persons: set[str], subjects: set[str]
) -> list[dict[str, Any]]:
    ids = {"person_ids": sorted(persons), "subject_ids": sorted(subjects)}
    records: list[dict[str, Any]] = query(message, **wanted, **ids)["records"]
    return records
