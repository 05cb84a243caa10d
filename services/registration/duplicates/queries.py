"""What the page of duplicates is told."""

from collections.abc import Mapping
from typing import Any

from schemas.queries.duplicates import PAGE
from services.registration.duplicates.domain.pair import OPEN, STATES, Pair
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def list_duplicates(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer ListDuplicates. A pair of which one left in another way is asked about no more."""
    edition = store.editions.get(query["edition_id"])
    found = {state: store.pair_index.of(edition.id, state) for state in STATES}
    here = store.entry_index.present({id for _, ids in found[OPEN] for id in ids})
    found[OPEN] = [(pair_id, ids) for pair_id, ids in found[OPEN] if here.issuperset(ids)]
    wanted = [pair_id for pair_id, _ in found[query["state"]]]
    start = (query["page"] - 1) * PAGE
    pairs = store.pairs.load(wanted[start : start + PAGE])
    entries = store.entries.load({id for pair in pairs.values() for id in pair.entry_ids})
    return {
        "pairs": [_pair(pairs[id], entries) for id in wanted[start : start + PAGE] if id in pairs],
        "total": len(wanted),
        "counts": {state: len(found[state]) for state in STATES},
        "waiting": store.likenesses.count_waiting(edition.id),
    }


def _pair(pair: Pair, entries: Mapping[str, Any]) -> Answer:
    return {**pair.as_dict(), "entries": [entries[id].as_dict() for id in pair.entry_ids if id in entries]}
