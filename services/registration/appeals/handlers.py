"""Founders file appeals, organisers answer them."""

from collections.abc import Mapping
from typing import Any

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.registration.appeals.domain.appeal import Appeal, appeal_id
from services.registration.appeals.domain.refusals import AppealsClosed, NothingToAppeal
from services.registration.appeals.results import public_results, rule_of
from services.registration.repository import RegistrationStore, entry_of

Answer = dict[str, Any]


def set_appeal_rule(command: Asked, store: RegistrationStore) -> Answer:
    """Say whether appeals are taken, and for how long; nothing happens when it is so already."""
    rule = rule_of(command.data["edition_id"], store)
    if rule.set(**{name: command.data[name] for name in ("on", "hours", "seen")}):
        store.appeal_rules.save(rule)
    return rule.as_dict()


def file_appeal(command: Asked, store: RegistrationStore) -> Answer:
    """File an appeal against the newest public result of an entry in a stage, or change its words.

    Raises NothingToAppeal where none is public, and AppealsClosed where it comes too late; the same words
    again are no news, however late.
    """
    data = command.data
    entry, edition = entry_of(store, data), store.editions.get(data["edition_id"])
    results = {result.stage_id: result for result in public_results(edition, entry, store)}
    if data["stage_id"] not in results:
        raise NothingToAppeal("no result of this entry in this stage is public")
    result, reason = results[data["stage_id"]], data["reason"].strip()
    id = appeal_id(edition.id, result.stage_id, entry.id, result.certificate)
    appeal: Appeal | None = store.appeals.find(id)
    if appeal is not None and appeal.says(reason):
        return appeal.as_dict()
    until = rule_of(edition.id, store).until(result.published_at)
    if until is None:
        raise AppealsClosed(f"{edition.name} takes no appeals")
    if command.now > until:
        raise AppealsClosed(
            f"appeals were taken until {until.isoformat()}", errors={"until": until.isoformat()}
        )
    names = (edition.id, result.stage_id, entry.id, result.certificate)
    appeal = appeal or Appeal(id, *names, company=entry.startup.company, place=result.place)
    appeal.file(reason, seen=data["seen"], by=command.by, now=command.now)
    store.appeals.save(appeal)
    return appeal.as_dict()


def withdraw_appeal(command: Asked, store: RegistrationStore) -> Answer:
    """Take an appeal of an entry back; while there is time it may be filed again."""
    appeal = _appeal_of(command.data, store)
    if appeal.entry_id != command.data["entry_id"]:
        raise NotFound(f"the entry has no appeal {appeal.id!r}")
    if appeal.withdraw(seen=command.data["seen"]):
        store.appeals.save(appeal)
    return appeal.as_dict()


def decide_appeal(command: Asked, store: RegistrationStore) -> Answer:
    """Uphold or dismiss an appeal, with the reason that its founders are told."""
    data = command.data
    appeal = _appeal_of(data, store)
    appeal.decide(data["decision"], data["reason"].strip(), seen=data["seen"], now=command.now)
    if appeal.facts:
        store.appeals.save(appeal)
    return appeal.as_dict()


def _appeal_of(data: Mapping[str, Any], store: RegistrationStore) -> Appeal:
    appeal: Appeal | None = store.appeals.find(data["appeal_id"])
    if appeal is None or appeal.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no appeal {data['appeal_id']!r}")
    return appeal
