"""The organiser's hand on a session: its order, its clocks, who is absent."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from schemas.commands.sessions import MOST_SLOTS
from schemas.events import SessionChanged
from schemas.refusal import Invalid, NotFound
from services.chassis.messaging import Asked
from services.judging.domain.refusals import NothingToAssign, TooManySlots
from services.judging.domain.session import Plan, Session, drawn, session_id
from services.judging.domain.slot import Slot
from services.judging.repository import JudgingStore

Answer = dict[str, Any]

SESSION = SessionChanged()


def prepare_session(command: Asked, store: JudgingStore) -> Answer:
    """Set the running order, by hand or by lot."""
    data = command.data
    stage = store.stage(data["edition_id"], data["stage_id"])
    companies = _competing(store, data)
    wanted, seed = data["entry_ids"], data["seed"]
    if wanted is None:
        seed = _seed(command.id) if seed is None else seed
        order = drawn(list(companies), seed)
    else:
        order, seed = _chosen(wanted, companies), None
    plan = _plan(stage["name"], seed, data)
    session = _find(store, data) or Session(data["edition_id"], data["stage_id"], plan)
    session.prepare(plan, {id: companies[id] for id in order}, now=command.now)
    return _save(session, command, store)


def start_slot(command: Asked, store: JudgingStore) -> Answer:
    """Put an entry on stage."""
    return _change(command, store, lambda session, slot: session.start(slot, now=command.now))


def run_clock(command: Asked, store: JudgingStore) -> Answer:
    """Turn the clock or the window of a slot."""
    act = command.data["act"]
    return _change(command, store, lambda session, slot: session.turn(slot, act, now=command.now))


def mark_slot(command: Asked, store: JudgingStore) -> Answer:
    """Note that an entry is absent, postponed, or planned again."""
    state = command.data["state"]
    return _change(command, store, lambda session, slot: session.mark(slot, state, now=command.now))


def move_slot(command: Asked, store: JudgingStore) -> Answer:
    """Let an entry come earlier or later."""
    position = command.data["position"]
    return _change(command, store, lambda session, slot: session.move(slot, position, now=command.now))


def get_session(query: Asked, store: JudgingStore) -> Answer:
    """Answer GetSession."""
    return told(_session(store, query.data), query)


def told(session: Session, asked: Asked) -> Answer:
    """Return a session as everybody may see it, JSON-ready, with the server's time."""
    public: Answer = SESSION.dump(session.public(session.version, now=asked.now))
    return {**public, "now": asked.now.isoformat()}


def _change(command: Asked, store: JudgingStore, change: Callable[[Session, Slot], None]) -> Answer:
    session = _session(store, command.data)
    entry_id = command.data["entry_id"]
    slot = session.slot(entry_id)
    if slot is None:
        raise NotFound("the entry has no slot in this session", errors={"entry_id": {"came": entry_id}})
    change(session, slot)
    return _save(session, command, store)


def _competing(store: JudgingStore, data: Any) -> dict[str, str]:
    """Return the companies of those who compete in the stage, by entry."""
    found = {each.id: each.company for each in store.candidates(data["edition_id"], data["stage_id"])}
    if not found:
        raise NothingToAssign("no entry competes in this stage yet")
    if data["entry_ids"] is None and len(found) > MOST_SLOTS:
        raise TooManySlots(f"{len(found)} entries compete; a session has at most {MOST_SLOTS} slots")
    return found


def _chosen(wanted: Sequence[str], companies: dict[str, str]) -> list[str]:
    unknown = [id for id in wanted if id not in companies]
    twice = sorted({id for id in wanted if wanted.count(id) > 1})
    if unknown or twice:
        allowed = "each entry that competes in the stage, once"
        errors = {"entry_ids": {"came": unknown or twice, "allowed": allowed}}
        raise Invalid("the running order names entries that cannot be in it", errors=errors)
    return list(wanted)


def _plan(name: str, seed: int | None, data: Any) -> Plan:
    return Plan(
        name=name,
        place=data["place"],
        starts_at=data["starts_at"],
        seed=seed,
        pitch=timedelta(seconds=data["pitch_seconds"]),
        questions=timedelta(seconds=data["questions_seconds"]),
        window=timedelta(seconds=data["window_seconds"]),
        deliberation=data["deliberation"],
        show_board=data["show_board"],
    )


def _seed(command_id: str) -> int:
    return int.from_bytes(sha256(command_id.encode()).digest()[:4], "big") >> 1


def _find(store: JudgingStore, data: Any) -> Session | None:
    found: Session | None = store.sessions.find(session_id(data["edition_id"], data["stage_id"]))
    return found


def _session(store: JudgingStore, data: Any) -> Session:
    session = _find(store, data)
    if session is None:
        raise NotFound("this stage has no session yet; prepare it first")
    return session


def _save(session: Session, command: Asked, store: JudgingStore) -> Answer:
    if session.facts:
        store.sessions.save(session)
    return told(session, command)
