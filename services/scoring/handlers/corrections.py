"""What is changed after certifying: in the log first, then worked out again, then certified anew."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog

from schemas.envelope import Envelope
from services.chassis.storage import VersionConflict
from services.scoring.counting import card_number, mark_version
from services.scoring.domain.correction import AMENDED, DISQUALIFIED, VOIDED, Correction
from services.scoring.domain.leaves import amended_leaf, disqualified_leaf, voided_leaf
from services.scoring.domain.standing import Seal, Standing, standing_id
from services.scoring.recounting import recount
from services.scoring.repository import ScoringStore, replaced_to

LOG = structlog.get_logger(__name__)

TRIES = 5

Reseal = Callable[[Seal], Seal | None]


def amend(event: Envelope, store: ScoringStore) -> None:
    """Count other marks of a scorecard in results that were certified."""
    data, card = event.data, event.data["scorecard_id"]
    version = mark_version(data["revision"], event.aggregate_version)
    store.log.append(data["edition_id"], {event.id: amended_leaf(data, version=event.aggregate_version)})
    marks = {name: str(mark) for name, mark in data["marks"].items() if mark is not None}
    store.scorecards.put(card, "marked", version=version, values={"marks": marks})
    _correct(event, store, AMENDED, reseal=lambda seal: {**seal, card_number(card): version})


def void(event: Envelope, store: ScoringStore) -> None:
    """Let a scorecard count no more in results that were certified."""
    data, card = event.data, event.data["scorecard_id"]
    store.log.append(data["edition_id"], {event.id: voided_leaf(data, version=event.aggregate_version)})
    store.scorecards.put(card, "recused", version=event.aggregate_version, values={})
    without = card_number(card)
    _correct(event, store, VOIDED, reseal=lambda seal: {n: v for n, v in seal.items() if n != without})


def disqualify(event: Envelope, store: ScoringStore) -> None:
    """Take an entry out of every standing of its edition that has stopped; see facts for the others."""
    data = event.data
    edition = store.editions.find(data["edition_id"])
    for told in edition["started"]["stages"] if edition else ():
        stage_id = told["stage_id"]
        standing = store.standings.find(standing_id(data["edition_id"], stage_id))
        if standing is None or standing.building:
            continue
        fact_id = f"{event.id}.{stage_id}"
        if standing.knows(fact_id) or all(row.entry_id != data["entry_id"] for row in standing.rows):
            continue
        leaf = disqualified_leaf(data, stage_id=stage_id, version=event.aggregate_version)
        store.log.append(data["edition_id"], {fact_id: leaf})
        _make(store, {**data, "stage_id": stage_id}, DISQUALIFIED, fact_id=fact_id, reseal=lambda _: None)


def _correct(event: Envelope, store: ScoringStore, kind: str, *, reseal: Reseal) -> None:
    data = event.data
    store.dirty.touch(data["edition_id"], data["stage_id"], [data["entry_id"]])
    _make(store, data, kind, fact_id=event.id, reseal=reseal)


def _make(store: ScoringStore, data: Mapping[str, Any], kind: str, *, fact_id: str, reseal: Reseal) -> None:
    """Make the correction that the log has by this fact, once; whoever saved meanwhile is read again.

    There is none to make where nothing has stopped: what the log has then counts at the freeze.
    """
    for _ in range(TRIES - 1):
        try:
            return _make_once(store, data, kind, fact_id=fact_id, reseal=reseal)
        except VersionConflict as conflict:
            LOG.info("corrected again", conflict=str(conflict))
    _make_once(store, data, kind, fact_id=fact_id, reseal=reseal)


def _make_once(
    store: ScoringStore, data: Mapping[str, Any], kind: str, *, fact_id: str, reseal: Reseal
) -> None:
    edition_id, stage_id, entry_id = data["edition_id"], data["stage_id"], data["entry_id"]
    standing = store.standings.find(standing_id(edition_id, stage_id))
    if standing is None or standing.building or standing.knows(fact_id):
        return
    stage = store.stage(edition_id, stage_id)
    found = recount(store, stage, standing, fact_id=fact_id)
    at = data.get("corrected_at") or data["disqualified_at"]
    company = next((row.company for row in standing.rows if row.entry_id == entry_id), entry_id)
    correction = Correction(
        fact_id=fact_id,
        kind=kind,
        entry_id=entry_id,
        company=company,
        judge=found.leaf["judge"],
        reason=data["reason"],
        at=at.isoformat(),
        index=found.index,
        head={**found.head.as_dict(), "at": at.isoformat(timespec="seconds")},
    )
    if standing.certificate:
        _keep_replaced(standing, store)
    if kind == DISQUALIFIED:
        left = {"entry_id": entry_id, "company": company, "judge": "", "reason": DISQUALIFIED}
        standing.left_out.append(left)
    standing.reseal(entry_id, reseal(standing.seals.get(entry_id, {})))
    standing.correct(correction, found.rows, stage=stage)
    store.standings.save(standing)


def _keep_replaced(standing: Standing, store: ScoringStore) -> None:
    id = f"{standing.id}.{standing.certificate}"
    store.certificates.put(id, "replaced", version=1, values=replaced_to(standing))
