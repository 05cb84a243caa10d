"""Sessions as documents, and back. Times are text, as the database keeps milliseconds only."""

from datetime import datetime, timedelta
from typing import Any

from services.judging.domain.session import Plan, Session
from services.judging.domain.slot import Slot

Document = dict[str, Any]

SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)


def session_to_state(session: Session) -> Document:
    """Return a session as it is stored."""
    return {
        "edition_id": session.edition_id,
        "stage_id": session.stage_id,
        "session_id": session.session_id,
        "plan": _plan_to(session.plan),
        "slots": [_slot_to(slot) for slot in session.slots],
    }


def session_from_state(id: str, version: int, state: Document) -> Session:
    """Return the session that was stored."""
    return Session(
        edition_id=state["edition_id"],
        stage_id=state["stage_id"],
        session_id=state.get("session_id", ""),
        plan=_plan_from(state["plan"]),
        slots=[_slot_from(slot) for slot in state["slots"]],
        version=version,
    )


def _plan_to(plan: Plan) -> Document:
    return {
        **{name: getattr(plan, name) for name in ("name", "place", "city", "seed")},
        **{name: getattr(plan, name) for name in ("deliberation", "show_board", "judges_named")},
        **{name: getattr(plan, name) // SECOND for name in ("pitch", "questions", "window")},
        "starts_at": _text(plan.starts_at),
        "panel": list(plan.panel),
    }


def _plan_from(plan: Document) -> Plan:
    lengths = {name: plan[name] * SECOND for name in ("pitch", "questions", "window")}
    told = {"starts_at": _moment(plan["starts_at"]), "panel": tuple(plan.get("panel", ()))}
    return Plan(**{**plan, **lengths, **told})


def _slot_to(slot: Slot) -> Document:
    return {
        **{name: getattr(slot, name) for name in ("entry_id", "company", "state")},
        **{name: _text(getattr(slot, name)) for name in ("ends_at", "opens_at", "closes_at")},
        "left": None if slot.left is None else slot.left // MICROSECOND,
    }


def _slot_from(slot: Document) -> Slot:
    return Slot(
        entry_id=slot["entry_id"],
        company=slot["company"],
        state=slot["state"],
        left=None if slot["left"] is None else slot["left"] * MICROSECOND,
        ends_at=_moment(slot["ends_at"]),
        opens_at=_moment(slot["opens_at"]),
        closes_at=_moment(slot["closes_at"]),
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
