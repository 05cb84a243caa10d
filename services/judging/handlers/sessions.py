"""The organiser's hand on a session: its order, its clocks, who is absent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from schemas.commands.sessions import MOST_SLOTS
from schemas.events import SessionChanged
from schemas.refusal import Invalid, NotFound
from services.chassis.messaging import Asked
from services.judging.domain.refusals import NoRunningOrder, NothingToAssign, TooManySlots
from services.judging.domain.session import OVER, RUNNING, Plan, Session, drawn, session_key
from services.judging.domain.slot import PLANNED, Slot
from services.judging.domain.stage import AUDIENCE_VOTE
from services.judging.repository import JudgingStore
from services.judging.tables.domain.floor import TABLE

Answer = dict[str, Any]

SESSION = SessionChanged()


def prepare_session(command: Asked, store: JudgingStore) -> Answer:
    """Set the running order, by hand or by lot."""
    data = command.data
    stage = stage_with_order(store, data)
    session = _to_prepare(store, data)
    companies = _competing(store, data)
    if session is not None and session.session_id != data["stage_id"]:
        own = {slot.entry_id for slot in session.slots}
        companies = {id: company for id, company in companies.items() if id in own}
    wanted, seed = data["entry_ids"], data["seed"]
    if wanted is None:
        _check_size(companies)
        seed = seed_of(command.id) if seed is None else seed
        order = drawn(list(companies), seed)
    else:
        order, seed = _chosen(wanted, companies), None
    plan = plan_of(stage["name"], seed, data)
    if session is not None:
        kept = session.plan
        name = plan.name if session.session_id == data["stage_id"] else kept.name
        plan = replace(plan, name=name, city=kept.city, panel=kept.panel)
    session = session or Session(data["edition_id"], data["stage_id"], plan)
    session.prepare(plan, {id: companies[id] for id in order}, now=command.now)
    return _save(session, command, store)


def stage_with_order(store: JudgingStore, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stage that is named; NoRunningOrder where judges walk from table to table, or votes decide."""
    stage = store.stage(data["edition_id"], data["stage_id"])
    if stage["kind"] == TABLE:
        raise NoRunningOrder(f"{stage['name']} is judged from table to table, without an order or clocks")
    if stage["kind"] == AUDIENCE_VOTE:
        raise NoRunningOrder(
            f"{stage['name']} is decided by the audience's votes, without an order or clocks"
        )
    return stage


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
    """Answer GetSession: of several sessions that are not told apart, the one that runs, or comes next."""
    return told(_asked(store, query.data), query)


def list_sessions(query: Asked, store: JudgingStore) -> Answer:
    """Answer ListSessions."""
    names = (query.data["edition_id"], query.data["stage_id"])
    if not query.data.get("brief"):
        lines = [told(session, query) for session in store.sessions_in(*names)]
        return {"sessions": lines, "now": query.now.isoformat()}
    sessions = store.sessions_in_brief(*names)
    chosen = _chosen_of(sessions, query.data.get("session_id"))
    whole = store.sessions.load(each.id for each in sessions if each is chosen or each.state == RUNNING)
    lines = [told(whole[each.id], query) if each.id in whole else _in_brief(each, query) for each in sessions]
    return {"sessions": lines, "now": query.now.isoformat()}


def _chosen_of(sessions: Sequence[Session], wanted: str | None) -> Session | None:
    """Return the session that is named, else the one that runs, or comes next; None where there is none."""
    named = next((session for session in sessions if session.session_id == wanted), None)
    order = sorted(sessions, key=lambda session: (RUNNING, PLANNED, OVER).index(session.state))
    return named or next(iter(order), None)


def _in_brief(session: Session, asked: Asked) -> Answer:
    """Return a session as everybody may see it, without its slots."""
    now, current = asked.now, session.current
    known = {"state": session.state, "current": None if current is None else current.entry_id}
    without = replace(session, slots=[]).public(session.version, now=now)
    public: Answer = SESSION.dump({**without, **known})
    return {**public, "now": now.isoformat()}


def told(session: Session, asked: Asked) -> Answer:
    """Return a session as everybody may see it, JSON-ready, with the server's time."""
    public: Answer = SESSION.dump(session.public(session.version, now=asked.now))
    return {**public, "now": asked.now.isoformat()}


def _change(command: Asked, store: JudgingStore, change: Callable[[Session, Slot], None]) -> Answer:
    entry_id = command.data["entry_id"]
    for session in _sessions(store, command.data):
        if slot := session.slot(entry_id):
            change(session, slot)
            return _save(session, command, store)
    raise NotFound("the entry has no slot in this session", errors={"entry_id": {"came": entry_id}})


def _competing(store: JudgingStore, data: Any) -> dict[str, str]:
    """Return the companies of those who compete in the stage, by entry."""
    found = {each.id: each.company for each in store.candidates(data["edition_id"], data["stage_id"])}
    if not found:
        raise NothingToAssign("no entry competes in this stage yet")
    return found


def _check_size(companies: Mapping[str, str]) -> None:
    if len(companies) > MOST_SLOTS:
        raise TooManySlots(f"{len(companies)} entries compete; a session has at most {MOST_SLOTS} slots")


def _chosen(wanted: Sequence[str], companies: dict[str, str]) -> list[str]:
    unknown = [id for id in wanted if id not in companies]
    twice = sorted({id for id in wanted if wanted.count(id) > 1})
    if unknown or twice:
        allowed = "each entry that competes in the stage, once"
        errors = {"entry_ids": {"came": unknown or twice, "allowed": allowed}}
        raise Invalid("the running order names entries that cannot be in it", errors=errors)
    return list(wanted)


def plan_of(name: str, seed: int | None, data: Any) -> Plan:
    """Return what a command says of a session."""
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
        judges_named=data["judges_named"],
    )


def seed_of(command_id: str) -> int:
    """Return the seed of a lot for which none was named: whoever asks cannot choose it afterwards."""
    return int.from_bytes(sha256(command_id.encode()).digest()[:4], "big") >> 1


def _sessions(store: JudgingStore, data: Any) -> list[Session]:
    found = store.sessions_in(data["edition_id"], data["stage_id"])
    if not found:
        raise NotFound("this stage has no session yet; prepare it first")
    return found


def _asked(store: JudgingStore, data: Any) -> Session:
    sessions = _sessions(store, data)
    if data["session_id"] is not None:
        return _named(sessions, data["session_id"])
    ready = [session for session in sessions if session.state != OVER]
    running = [session for session in ready if session.state == RUNNING]
    return [*running, *ready, sessions[-1]][0]


def _to_prepare(store: JudgingStore, data: Any) -> Session | None:
    """Return the session that the command means; None for the first of a stage."""
    sessions = store.sessions_in(data["edition_id"], data["stage_id"])
    if not sessions and data["session_id"] in (None, data["stage_id"]):
        found: Session | None = store.sessions.find(session_key(data["edition_id"], data["stage_id"]))
        return found
    return _named(sessions, data["session_id"] or data["stage_id"])


def _named(sessions: Sequence[Session], wanted: str) -> Session:
    found = next((session for session in sessions if session.session_id == wanted), None)
    if found is None:
        allowed = [session.session_id for session in sessions]
        raise Invalid(
            "the stage has no such session", errors={"session_id": {"came": wanted, "allowed": allowed}}
        )
    return found


def _save(session: Session, command: Asked, store: JudgingStore) -> Answer:
    if session.facts:
        store.sessions.save(session)
    return told(session, command)
