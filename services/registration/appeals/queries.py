"""What organisers and founders are told of appeals."""

from datetime import datetime
from typing import Any

from services.chassis.messaging import Asked
from services.registration.appeals.domain.appeal import STATES, Appeal, appeal_id
from services.registration.appeals.domain.rule import AppealRule
from services.registration.appeals.results import PublicResult, public_results, rule_of
from services.registration.repository import RegistrationStore, entry_of

Answer = dict[str, Any]


def get_appeal_rule(query: Asked, store: RegistrationStore) -> Answer:
    """Answer GetAppealRule."""
    return rule_of(query.data["edition_id"], store).as_dict()


def list_appeals(query: Asked, store: RegistrationStore) -> Answer:
    """Answer ListAppeals."""
    edition, wanted = store.editions.get(query.data["edition_id"]), query.data["state"]
    names = {run.stage.stage_id: run.stage.name for run in edition.runs}
    filed = sorted(store.appeals.select({"state.edition_id": edition.id}), key=_order)
    return {
        "counts": {state: sum(appeal.state == state for appeal in filed) for state in STATES},
        "appeals": [
            {**appeal.as_dict(), "stage": names.get(appeal.stage_id, appeal.stage_id)}
            for appeal in filed
            if wanted in (None, appeal.state)
        ],
    }


def get_entry_appeals(query: Asked, store: RegistrationStore) -> Answer:
    """Answer GetEntryAppeals."""
    entry, edition = entry_of(store, query.data), store.editions.get(query.data["edition_id"])
    rule = rule_of(edition.id, store)
    filed = {appeal.id: appeal for appeal in store.appeals.select({"state.entry_id": entry.id})}
    results = [
        _result(result, filed.pop(_id(edition.id, entry.id, result), None), rule, now=query.now)
        for result in public_results(edition, entry, store)
    ]
    return {
        "on": rule.on,
        "results": results,
        "earlier": [appeal.as_dict() for appeal in sorted(filed.values(), key=_order)],
        "now": query.now.isoformat(),
    }


def _order(appeal: Appeal) -> tuple[int, Any, str]:
    """Those that wait for an answer first, the longest waiting first of all."""
    return STATES.index(appeal.state), appeal.filed_at, appeal.id


def _id(edition_id: str, entry_id: str, result: PublicResult) -> str:
    return appeal_id(edition_id, result.stage_id, entry_id, result.certificate)


def _result(result: PublicResult, appeal: Appeal | None, rule: AppealRule, *, now: datetime) -> Answer:
    until = rule.until(result.published_at)
    return {
        "stage_id": result.stage_id,
        "stage": result.stage,
        "certificate": result.certificate,
        "place": result.place,
        "published_at": result.published_at.isoformat(),
        "until": until and until.isoformat(),
        "open": until is not None and now <= until,
        "appeal": appeal and appeal.as_dict(),
    }
