"""Keeps commands that came with a role in the service's audit trail: here, once, for all of them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from schemas.message import Command, Message
from schemas.refusal import Refusal
from services.chassis.storage.changes import noting_changes
from services.chassis.storage.trail import DONE


class Told(Protocol):
    """A command with its loaded data, who it is from, and when it is carried out."""

    @property
    def id(self) -> str: ...
    @property
    def by(self) -> str | None: ...
    @property
    def now(self) -> datetime: ...
    @property
    def data(self) -> Mapping[str, Any]: ...


@dataclass
class Act:
    """What is being done; its answer once there is one."""

    answer: Any = None


@contextmanager
def audited(store: Any, request: Mapping[str, Any], message: Message, asked: Told) -> Iterator[Act]:
    """Write down what is done within: that it begins, then its outcome and what it changed.

    What ends by a surprise keeps no outcome; it may have been done.
    """
    act, role = Act(), request.get("role")
    if not (role and asked.by and isinstance(message, Command) and message.audited):
        yield act
        return
    store.trail.begin(asked.id, message, asked.data, by=asked.by, role=role, at=asked.now)
    with noting_changes() as changes:
        try:
            yield act
        except Refusal as refusal:
            store.trail.end(asked.id, outcome=refusal.code, told=changes.told())
            raise
    made = act.answer.get("edition_id") if isinstance(act.answer, dict) else None
    store.trail.end(asked.id, outcome=DONE, told=changes.told(), edition_id=made)


def acts_of(store: Any, query: Told) -> dict[str, Any]:
    """Return a page of the service's audit trail; see schemas.queries.audit."""
    page: dict[str, Any] = store.trail.page(query.data)
    return page
