"""Documents of registration and the aggregates they stand for. Times and decimals are text in them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from services.registration.domain.award import AWARD_FIELDS, read_award
from services.registration.domain.blueprint import Blueprint, KeptBlueprint
from services.registration.domain.decision import Decision
from services.registration.domain.edition import Edition, StageRun
from services.registration.domain.entry import Entry, Step
from services.registration.domain.fields import Fields, Problems
from services.registration.domain.host import Host, Programme
from services.registration.domain.ids import natural
from services.registration.domain.password import Password
from services.registration.domain.people import Grant, Person, SignInLink
from services.registration.domain.promotion import Placed
from services.registration.domain.session import Session
from services.registration.domain.stage import STAGE_FIELDS, read_stage
from services.registration.domain.startup import Startup
from services.registration.domain.track import TRACK_FIELDS, read_track
from services.registration.domain.turn import Act, Status, Turn

State = dict[str, Any]

# Of a description; it is in two indexes.
SEARCHED_LETTERS = 600


def host_to_state(host: Host) -> State:
    return {"name": host.name}


def host_from_state(id: str, version: int, state: State) -> Host:
    return Host(id=id, version=version, **state)


def programme_to_state(programme: Programme) -> State:
    return {"host_id": programme.host_id, "host": programme.host, "name": programme.name}


def programme_from_state(id: str, version: int, state: State) -> Programme:
    return Programme(id=id, version=version, **state)


def blueprint_to_state(kept: KeptBlueprint) -> State:
    return {"host_id": kept.host_id, "host": kept.host, "blueprint": kept.blueprint.as_dict()}


def blueprint_from_state(id: str, version: int, state: State) -> KeptBlueprint:
    told = {name: value for name, value in state["blueprint"].items() if name != "blueprint"}
    return KeptBlueprint(
        id=id,
        version=version,
        host_id=state["host_id"],
        host=state["host"],
        blueprint=Blueprint.read(id, told),
    )


def edition_to_state(edition: Edition) -> State:
    names = ("programme_id", "host", "programme", "name", "zone", "blueprint")
    return {
        **{name: getattr(edition, name) for name in names},
        "started_at": edition.started_at.isoformat(),
        "set_up_version": edition.set_up_version,
        "thrown_away_at": edition.thrown_away_at and edition.thrown_away_at.isoformat(),
        "runs": [_run_to_state(run) for run in edition.runs],
        "awards": [award.as_dict() for award in edition.awards],
        "tracks": [track.as_dict() for track in edition.tracks],
        "cities": list(edition.cities),
    }


def edition_from_state(id: str, version: int, state: State) -> Edition:
    problems = Problems()
    awards = [Fields(award, problems, path=id, known=AWARD_FIELDS) for award in state["awards"]]
    tracks = [Fields(track, problems, path=id, known=TRACK_FIELDS) for track in state.get("tracks", [])]
    thrown_away_at = state.get("thrown_away_at")
    values = {
        "set_up_version": 1,
        **state,
        "started_at": datetime.fromisoformat(state["started_at"]),
        "thrown_away_at": thrown_away_at and datetime.fromisoformat(thrown_away_at),
        "runs": [_run_from_state(run, problems) for run in state["runs"]],
        "awards": tuple(read_award(award) for award in awards),
        "tracks": tuple(read_track(track) for track in tracks),
        "cities": tuple(state.get("cities", ())),
    }
    if problems.found:
        raise ValueError(f"the document of edition {id} is damaged: {problems.found}")
    return Edition(id=id, version=version, **values)


def entry_to_state(entry: Entry) -> State:
    return {
        "edition_id": entry.edition_id,
        "state": entry.state,
        "stage_id": entry.stage_id,
        "track": entry.track,
        "reason": entry.reason,
        "submitted_at": entry.submitted_at.isoformat(),
        "sort": natural(entry.startup.company),
        "startup": entry.startup.as_dict(),
        "steps": [asdict(step) for step in entry.steps],
        "merged_into": entry.merged_into,
        "turns": [_turn_to_state(turn) for turn in entry.turns],
        # Apart, for what they are found by.
        "acts": [turn.act.id for turn in entry.turns],
        "last_act": entry.turns[-1].act.id if entry.turns else None,
        "find": _found_by(entry),
    }


def entry_from_state(id: str, version: int, state: State) -> Entry:
    startup: Mapping[str, Any] = state["startup"]
    lists = {name: tuple(value) for name, value in startup.items() if isinstance(value, list)}
    return Entry(
        id=id,
        edition_id=state["edition_id"],
        startup=Startup(**{**startup, **lists}),
        submitted_at=datetime.fromisoformat(state["submitted_at"]),
        state=state["state"],
        stage_id=state["stage_id"],
        reason=state["reason"],
        steps=[Step(**step) for step in state["steps"]],
        track=state.get("track", ""),
        merged_into=state.get("merged_into"),
        turns=[_turn_from_state(turn) for turn in state.get("turns", ())],
        version=version,
    )


def _found_by(entry: Entry) -> str:
    startup = entry.startup
    told = (startup.company, startup.city, startup.country, *startup.categories, startup.website)
    return natural(" ".join((*told, entry.receipt, startup.description[:SEARCHED_LETTERS])))


def decision_to_state(decision: Decision) -> State:
    """Moments stay moments here: decisions are looked for by them."""
    names = ("edition_id", "outcome", "reason", "by", "at", "undone_at")
    return {name: getattr(decision, name) for name in names}


def decision_from_state(id: str, version: int, state: State) -> Decision:
    return Decision(id=id, version=version, **state)


def _turn_to_state(turn: Turn) -> State:
    return {**asdict(turn), "act": _texts(asdict(turn.act))}


def _turn_from_state(state: State) -> Turn:
    act = {**state["act"], "at": datetime.fromisoformat(state["act"]["at"])}
    return Turn(
        kind=state["kind"],
        act=Act(**act),
        was=Status(**state["was"]),
        now=Status(**state["now"]),
        undid=state["undid"],
    )


def person_to_state(person: Person) -> State:
    return {
        "name": person.name,
        "email": person.email,
        "organises_all": person.organises_all,
        "grants": [asdict(grant) for grant in person.grants],
        "links": [_texts(asdict(link)) for link in person.links],
        "sessions": [_texts(asdict(session)) for session in person.sessions],
        "password": person.password and _texts(asdict(person.password)),
        # Apart, for their indexes.
        "password_address": natural(person.email) if person.password else None,
        "link_digests": [link.digest for link in person.links],
        "session_digests": [session.digest for session in person.sessions],
    }


def person_from_state(id: str, version: int, state: State) -> Person:
    return Person(
        id=id,
        name=state["name"],
        email=state["email"],
        grants=tuple(Grant(**grant) for grant in state["grants"]),
        links=[SignInLink(**_moments(link)) for link in state["links"]],
        sessions=[Session(**_moments(session)) for session in state["sessions"]],
        password=Password(**_moments(state["password"])) if state.get("password") else None,
        version=version,
    )


def _run_to_state(run: StageRun) -> State:
    return {
        "stage": run.stage.as_dict(),
        "state": run.state,
        **_texts({"opened_at": run.opened_at, "closed_at": run.closed_at}),
        "quota": run.quota,
        "certificate": run.certificate,
        "decision": run.decision,
        "promoted": None if run.promoted is None else [asdict(placed) for placed in run.promoted],
    }


def _run_from_state(state: State, problems: Problems) -> StageRun:
    promoted = state["promoted"]
    return StageRun(
        stage=read_stage(Fields(state["stage"], problems, path="stage", known=STAGE_FIELDS)),
        state=state["state"],
        quota=state["quota"],
        decision=state.get("decision", {}),
        certificate=state.get("certificate", 1 if promoted is not None else 0),
        promoted=None if promoted is None else [Placed(**placed) for placed in promoted],
        **{
            name: value and datetime.fromisoformat(value)
            for name, value in state.items()
            if name[-3:] == "_at"
        },
    )


def _texts(values: State) -> State:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }


def _moments(values: State) -> State:
    return {
        name: datetime.fromisoformat(value) if value and name.endswith("_at") else value
        for name, value in values.items()
    }
