"""Appeals and their rules in the database."""

from dataclasses import fields
from typing import Any

from services.registration.appeals.domain.appeal import Appeal
from services.registration.appeals.domain.rule import AppealRule

State = dict[str, Any]

APART = {"id", "version", "facts"}


def appeal_to_state(appeal: Appeal) -> State:
    """Moments stay moments here: appeals are listed by them."""
    return {f.name: getattr(appeal, f.name) for f in fields(appeal) if f.name not in APART}


def appeal_from_state(id: str, version: int, state: State) -> Appeal:
    return Appeal(id=id, version=version, **state)


def appeal_rule_to_state(rule: AppealRule) -> State:
    return {"on": rule.on, "hours": rule.hours}


def appeal_rule_from_state(id: str, version: int, state: State) -> AppealRule:
    return AppealRule(id=id, version=version, **state)
