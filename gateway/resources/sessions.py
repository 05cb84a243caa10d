"""The session of a stage: running order, clocks, windows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gateway.access.guard import identity, mine
from gateway.access.roles import NotAllowed
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.sessions import (
    AllotmentAnswer,
    AllotSessionsBody,
    DeskAnswer,
    HandAnswer,
    LowerHandBody,
    MarkSlotBody,
    MoveSlotBody,
    PrepareSessionBody,
    RaiseHandBody,
    RunClockBody,
    SessionAnswer,
    SessionParameters,
    SessionsAnswer,
    SessionStandingsAnswer,
    SpreadAnswer,
)
from schemas.commands import (
    AllotSessions,
    LowerHand,
    MarkSlot,
    MoveSlot,
    PrepareSession,
    RaiseHand,
    RunClock,
    StartSlot,
)
from schemas.queries import GetAllotment, GetDesk, GetSession, GetSpread, GetStandings, ListSessions
from schemas.refusal import Invalid

blp = Room("sessions", __name__, description="Live sessions")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"
SESSION = f"{STAGE}/session"
SLOT = f"{SESSION}/slots/<id:entry_id>"


@blp.route(SESSION, methods=["POST"])
@blp.arguments(PrepareSessionBody, required=False)
@blp.response(200, SessionAnswer)
def prepare_session(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Set the running order, by lot or by hand, and the clocks."""
    return command(PrepareSession, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(SESSION)
@blp.arguments(SessionParameters, location="query")
@blp.response(200, SessionAnswer)
def get_session(parameters: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Return who is on and who is to come; the live stream tells when that changes."""
    return query(GetSession, edition_id=edition_id, stage_id=stage_id, **parameters)


@blp.route(f"{STAGE}/sessions", methods=["POST"])
@blp.arguments(AllotSessionsBody)
@blp.response(200, SessionsAnswer)
def allot_sessions(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Let the stage have several sessions, and say which entries come to which."""
    return command(AllotSessions, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/sessions")
@blp.response(200, SessionsAnswer)
def list_sessions(edition_id: str, stage_id: str) -> Any:
    """Return the stage's sessions; none where it has none yet."""
    return query(ListSessions, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/sessions/allotment")
@blp.response(200, AllotmentAnswer)
def get_allotment(edition_id: str, stage_id: str) -> Any:
    """Return who sits in which session."""
    return query(GetAllotment, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/sessions/standings")
@blp.response(200, SessionStandingsAnswer)
def get_session_standings(edition_id: str, stage_id: str) -> Any:
    """Return how entries stand within their session, by the stage's rule; certified or provisional."""
    seated = query(GetAllotment, edition_id=edition_id, stage_id=stage_id)["sessions"]
    standing = query(GetStandings, edition_id=edition_id, stage_id=stage_id)
    return {"state": standing["state"], "sessions": by_session(seated, standing["rows"])}


def by_session(
    seated: Iterable[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the rows of a stage's standing, session by session, each with its place among its own.

    Places follow from those in the stage: who is ahead there is ahead here, and shared stays shared.
    """
    placed = sorted((row for row in rows if row["place"] is not None), key=lambda row: row["place"])
    found = []
    for session in seated:
        own = [row for row in placed if row["entry_id"] in session["entry_ids"]]
        places = [row["place"] for row in own]
        ranked = [
            {**row, "place": places.index(row["place"]) + 1, "shared": places.count(row["place"]) > 1}
            for row in own
        ]
        found.append({"session_id": session["session_id"], "name": session["name"], "rows": ranked})
    return found


@blp.route(f"{SLOT}/start", methods=["POST"])
@blp.response(200, SessionAnswer)
def start_slot(edition_id: str, stage_id: str, entry_id: str) -> Any:
    """Put an entry on stage; who was on has ended."""
    return command(StartSlot, edition_id=edition_id, stage_id=stage_id, entry_id=entry_id)


@blp.route(f"{SLOT}/clock", methods=["POST"])
@blp.arguments(RunClockBody)
@blp.response(200, SessionAnswer)
def run_clock(body: dict[str, Any], edition_id: str, stage_id: str, entry_id: str) -> Any:
    """Turn the clock or the window of an entry's slot."""
    return command(RunClock, edition_id=edition_id, stage_id=stage_id, entry_id=entry_id, **body)


@blp.route(f"{SLOT}/mark", methods=["POST"])
@blp.arguments(MarkSlotBody)
@blp.response(200, SessionAnswer)
def mark_slot(body: dict[str, Any], edition_id: str, stage_id: str, entry_id: str) -> Any:
    """Say that an entry is absent, postponed, or planned again."""
    return command(MarkSlot, edition_id=edition_id, stage_id=stage_id, entry_id=entry_id, **body)


@blp.route(f"{SLOT}/move", methods=["POST"])
@blp.arguments(MoveSlotBody)
@blp.response(200, SessionAnswer)
def move_slot(body: dict[str, Any], edition_id: str, stage_id: str, entry_id: str) -> Any:
    """Let an entry come at another position."""
    return command(MoveSlot, edition_id=edition_id, stage_id=stage_id, entry_id=entry_id, **body)


@blp.route(f"{STAGE}/desk")
@blp.response(200, DeskAnswer)
def get_desk(edition_id: str, stage_id: str) -> Any:
    """Return who has sent what, whose hand is up, and how many late scorecards wait."""
    return query(GetDesk, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/spread")
@blp.response(200, SpreadAnswer)
def get_spread(edition_id: str, stage_id: str) -> Any:
    """Return how far judges are apart about each entry, the widest first; judges are named where a plan says so."""
    return query(GetSpread, edition_id=edition_id, stage_id=stage_id)


@blp.route(f"{STAGE}/hand", methods=["POST"])
@blp.arguments(RaiseHandBody)
@blp.response(200, HandAnswer)
def raise_hand(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Raise the hand of the judge who is signed in, for the organiser to see."""
    judge_id = mine("judge", edition_id).subject_id
    return command(RaiseHand, edition_id=edition_id, stage_id=stage_id, judge_id=judge_id, **body)


@blp.route(f"{STAGE}/hand/lower", methods=["POST"])
@blp.arguments(LowerHandBody, required=False)
@blp.response(200, HandAnswer)
def lower_hand(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Lower a hand: a judge the own one, an organiser anybody's."""
    judge_id = _whose(body.get("judge_id"), edition_id)
    return command(LowerHand, edition_id=edition_id, stage_id=stage_id, judge_id=judge_id)


def _whose(judge_id: str | None, edition_id: str) -> str | None:
    person = identity()
    if person.organises(edition_id) and judge_id is not None:
        return judge_id
    if person.organises(edition_id) and not person.granted("judge"):
        raise Invalid("name the judge whose hand it is", errors={"judge_id": {"came": None}})
    own = mine("judge", edition_id).subject_id
    if judge_id not in (None, own):
        raise NotAllowed("judges lower their own hand only")
    return own
