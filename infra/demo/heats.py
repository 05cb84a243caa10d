"""City heats between preliminary and final: three rooms at once, each with its own panel and clock."""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

from gateway.rehearsals.marks import Taste
from infra.demo.client import Client
from infra.demo.contest import HEATS, Broken, Contest, ask_again
from infra.demo.phone import Phone
from infra.demo.phones import Ledger, conflicts_of, make_phones
from infra.demo.progress import Tell

CITIES = 3
PITCH_SECONDS, QUESTIONS_SECONDS = 300, 180

Session = dict[str, Any]


def choose_cities(contest: Contest, entry_ids: Sequence[str]) -> list[str]:
    """Return the cities that most of the entries come from."""
    homes = Counter(contest.entries[id]["startup"]["city"] for id in entry_ids)
    return sorted((city for city in homes if city), key=lambda city: (-homes[city], city))[:CITIES]


def allot_heats(contest: Contest, entry_ids: Sequence[str]) -> list[Session]:
    """Set a heat up in each city, each with a panel; back with them once judging knows who competes."""
    cities = choose_cities(contest, entry_ids)
    conflicts = conflicts_of(contest)
    free = sorted(contest.judges, key=lambda id: (len(set(conflicts[id]) & set(entry_ids)), id))
    # Dealt in turn, so that each panel has somebody without a conflict.
    panels = [free[n :: len(cities)][: contest.size.heat_panel] for n in range(len(cities))]
    wishes = [
        {"name": f"{city} heat", "city": city, "judge_ids": panel}
        for city, panel in zip(cities, panels, strict=True)
    ]
    body = {
        **{"by": "city", "seed": contest.seed, "sessions": wishes},
        **{"pitch_seconds": PITCH_SECONDS, "questions_seconds": QUESTIONS_SECONDS},
    }
    path = f"{contest.stage_path(HEATS)}/sessions"
    sessions: list[Session] = ask_again(
        lambda: contest.organiser.post(path, body)["sessions"], while_code="no_entries"
    )
    seated = sorted(slot["entry_id"] for session in sessions for slot in session["slots"])
    if seated != sorted(entry_ids):
        raise Broken(f"{len(entry_ids)} entries go to the heats; {len(seated)} have a slot")
    return sessions


def score_heats(contest: Contest, sessions: Sequence[Session], ledger: Ledger, tell: Tell) -> None:
    """Let all heats run at once; back when each panel has scored each of its entries on stage."""
    panels = {
        seat["session_id"]: seat["judge_ids"]
        for seat in contest.organiser.get(f"{contest.stage_path(HEATS)}/sessions/allotment")["sessions"]
    }
    done = count(1)
    with ThreadPoolExecutor(len(sessions)) as halls:
        running = [
            halls.submit(
                _run, contest, session, panels[session["session_id"]], ledger, lambda: tell(next(done))
            )
            for session in sessions
        ]
        for hall in running:
            hall.result()


def _run(contest: Contest, session: Session, panel: Sequence[str], ledger: Ledger, done: Any) -> None:
    desk = Client(contest.organiser.gateway_url, token=contest.organiser.token)
    phones = make_phones(contest, panel)
    path = f"{contest.stage_path(HEATS)}/session/slots"
    try:
        lists = {judge_id: phone.assignments(HEATS) for judge_id, phone in phones.items()}
        for slot in session["slots"]:
            on = slot["entry_id"]
            told = desk.post(f"{path}/{on}/start")
            if (told["session_id"], told["current"]) != (session["session_id"], on):
                raise Broken(
                    f"{slot['company']} was started in {session['name']}; {told['name']} says {told}"
                )
            for judge_id, phone in phones.items():
                _score(contest, phone, lists[judge_id], on)
            for phone in phones.values():
                phone.settle()
            desk.post(f"{path}/{on}/clock", {"act": "end"})
            done()
    finally:
        ledger.add(phones.values())
        for phone in phones.values():
            phone.close()
        desk.close()


def _score(
    contest: Contest,
    phone: Phone,
    todo: tuple[list[dict[str, Any]], list[Mapping[str, Any]]],
    entry_id: str,
) -> None:
    criteria, assignments = todo
    taste = Taste(contest.seed + 2, contest.judges[phone.judge_id].email)
    for assignment in assignments:
        if assignment["entry_id"] == entry_id:
            phone.submit(HEATS, entry_id, taste.marks(assignment["company"], criteria))
