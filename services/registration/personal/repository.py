"""Retention dates and erasures in the database."""

from datetime import date, datetime
from typing import Any

from services.registration.personal.domain.erasure import Erasure
from services.registration.personal.domain.retention import Retention

Document = dict[str, Any]


def retention_to_state(retention: Retention) -> Document:
    return {
        "until": retention.until and retention.until.isoformat(),
        "erased_at": retention.erased_at and retention.erased_at.isoformat(),
    }


def retention_from_state(id: str, version: int, state: Document) -> Retention:
    return Retention(
        id=id,
        until=date.fromisoformat(state["until"]) if state["until"] else None,
        erased_at=datetime.fromisoformat(state["erased_at"]) if state["erased_at"] else None,
        version=version,
    )


def erasure_to_state(erasure: Erasure) -> Document:
    return {
        "edition_id": erasure.edition_id,
        "person_ids": list(erasure.person_ids),
        "subject_ids": list(erasure.subject_ids),
        "at": erasure.at and erasure.at.isoformat(),
    }


def erasure_from_state(id: str, version: int, state: Document) -> Erasure:
    return Erasure(
        id=id,
        edition_id=state["edition_id"],
        person_ids=tuple(state["person_ids"]),
        subject_ids=tuple(state["subject_ids"]),
        at=datetime.fromisoformat(state["at"]) if state["at"] else None,
        version=version,
    )
