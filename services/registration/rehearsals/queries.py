"""What pages are told of rehearsals."""

from collections.abc import Mapping
from typing import Any

from schemas.rehearsals import rehearsed
from services.registration.queries import edition_answer
from services.registration.repository import RegistrationStore


def list_rehearsals(store: RegistrationStore, query: Mapping[str, Any]) -> dict[str, Any]:
    """Answer ListRehearsals."""
    source = store.editions.get(query["edition_id"])
    found = store.editions.select(
        {"state.programme_id": source.programme_id}, sort=[("state.started_at", -1)]
    )
    kept = [each for each in found if rehearsed(each.id) == source.id and not each.thrown_away_at]
    return {"rehearsals": [edition_answer(edition, store) for edition in kept]}
