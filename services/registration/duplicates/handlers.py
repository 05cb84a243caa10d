"""Entries that look alike are found as they come in, and merged or kept apart."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from schemas.refusal import Invalid, NotFound
from services.chassis.messaging import Asked, Envelope
from services.registration.domain.decision import decision_id
from services.registration.domain.edition import CLOSED
from services.registration.domain.turn import Act
from services.registration.duplicates.domain.likeness import Alike, Likeness, compare
from services.registration.duplicates.domain.pair import MERGED, Pair
from services.registration.imports.repository import running
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

AT_ONCE = 2_000
CHUNK = 1_000


def keep_likenesses(events: Iterable[Envelope], store: RegistrationStore) -> None:
    """Keep what entries are compared by; they are compared soon after."""
    editions: dict[str, dict[str, Likeness]] = {}
    for event in events:
        entry_id = event.data["entry_id"]
        editions.setdefault(event.data["edition_id"], {})[entry_id] = Likeness.of(
            entry_id, event.data["startup"]
        )
    for edition_id, likenesses in editions.items():
        store.likenesses.put(edition_id, likenesses.values())


def look_for_duplicates(command: Asked, store: RegistrationStore) -> Answer:
    """Compare all entries of an edition again; what was decided stands."""
    edition = store.editions.get(command.data["edition_id"])
    entries = list(store.entries.select({"state.edition_id": edition.id}))
    for start in range(0, len(entries), CHUNK):
        part = entries[start : start + CHUNK]
        store.likenesses.put(edition.id, (Likeness.of(e.id, e.startup.as_dict()) for e in part))
    store.likenesses.look_again(edition.id)
    return {"waiting": len(entries)}


def compare_waiting(
    store: RegistrationStore,
    *,
    now: datetime,
    execute: Callable[..., Any] = lambda function, *values: function(*values),
) -> int:
    """Compare entries that wait with those they may be like, and keep the pairs; return how many waited.

    Not while a file is entered, which goes first. A crash before the end leaves them waiting; a pair
    that is there already stays as it is.
    """
    if any(store.imports.select(running(now=now), limit=1)):
        return 0
    edition_id, waiting = store.likenesses.waiting(limit=AT_ONCE)
    if not waiting:
        return 0
    candidates = store.likenesses.candidates(edition_id, waiting)
    known = store.likenesses.load({id for pair in candidates for id in pair})
    found: list[Alike] = execute(compare, sorted(candidates), known)
    pairs = [Pair.found(alike, edition_id=edition_id, now=now) for alike in found]
    for start in range(0, len(pairs), CHUNK):
        store.pairs.save_all(pairs[start : start + CHUNK])
    store.likenesses.compared(waiting)
    return len(waiting)


def decide_pair(command: Asked, store: RegistrationStore) -> Answer:
    """Merge two entries, keep both, or take back what was decided on them."""
    pair = _pair(command.data, store)
    {"merge": _merge, "keep": _keep, "reopen": _reopen}[command.data["decision"]](command, pair, store)
    return pair.as_dict()


def _merge(command: Asked, pair: Pair, store: RegistrationStore) -> None:
    stays = command.data["stays"]
    if stays not in pair.entry_ids:
        errors = {"stays": {"came": stays, "allowed": list(pair.entry_ids)}}
        raise Invalid("say which of the two entries stays", errors=errors)
    act = _act(command)
    pair.merge(stays, seen=command.data["seen"], act=act)
    entries = store.entries.load(pair.entry_ids)
    leaving = entries[pair.leaving(stays)]
    leaving.merge_into(entries[stays], act=act)
    if leaving.facts:
        store.entries.save(leaving)
    store.pairs.save(pair)


def _keep(command: Asked, pair: Pair, store: RegistrationStore) -> None:
    pair.keep(seen=command.data["seen"], act=_act(command))
    store.pairs.save(pair)


def _reopen(command: Asked, pair: Pair, store: RegistrationStore) -> None:
    if pair.state == MERGED and pair.act and pair.stays:
        edition = store.editions.get(pair.edition_id)
        entry = store.entries.get(pair.leaving(pair.stays))
        closed = {run.stage.stage_id for run in edition.runs if run.state == CLOSED}
        first = edition.first.stage.stage_id
        entry.undo(pair.act.id, stage_id=first, closed=closed, act=_act(command))
        if entry.facts:
            store.entries.save(entry)
    pair.reopen()
    store.pairs.save(pair)


def _act(command: Asked) -> Act:
    return Act(decision_id(command.id), command.by, command.now)


def _pair(data: Mapping[str, Any], store: RegistrationStore) -> Pair:
    pair: Pair | None = store.pairs.find(data["pair_id"])
    if pair is None or pair.edition_id != data["edition_id"]:
        raise NotFound(f"the edition has no pair {data['pair_id']!r}")
    return pair
