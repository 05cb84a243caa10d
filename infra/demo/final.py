"""The final: a panel scores each entry in turn, then the places are revealed from last to first."""

import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Any

from gateway.rehearsals.marks import Taste
from infra.demo.board import Watcher
from infra.demo.client import Client, Refused
from infra.demo.contest import FINAL, HEATS, PRELIMINARY, Broken, Contest, wait_for
from infra.demo.guest import wait_for_guest
from infra.demo.phone import Phone
from infra.demo.phones import Ledger, conflicts_of, make_phones
from infra.demo.progress import Tell
from infra.demo.session import Session

Todo = tuple[list[dict[str, Any]], list[dict[str, Any]]]
"""The criteria, and what a judge has to score."""


def choose_panel(contest: Contest, finalists: list[str]) -> list[str]:
    """Return the judges of the panel: those with the fewest conflicts among the finalists."""
    conflicts = conflicts_of(contest)
    most_free = sorted(contest.judges, key=lambda id: (len(set(conflicts[id]) & set(finalists)), id))
    return most_free[: contest.size.panel]


def score_live(contest: Contest, panel: list[str], ledger: Ledger, tell: Tell) -> None:
    """Let the panel score each entry when it is on stage; the next comes when all its marks are in.

    With a guest each stays on stage for the pitch's seconds, or until the guest has sent.
    """
    session = Session(contest)
    order = session.draw()
    phones = make_phones(contest, panel)
    try:
        with ThreadPoolExecutor(len(phones)) as hall:
            lists = dict(zip(panel, hall.map(lambda p: p.assignments(FINAL), phones.values()), strict=True))
            for number, entry_id in enumerate(order, start=1):
                session.start(entry_id)
                _on_stage(contest, entry_id, phones, lists, hall)
                session.clock(entry_id, "questions")
                if contest.guest:
                    wait_for_guest(contest, number)
                session.clock(entry_id, "end")
                tell(number)
    finally:
        ledger.add(phones.values())
        for phone in phones.values():
            phone.close()


def send_late(contest: Contest, judge_id: str, ledger: Ledger) -> str:
    """Send a scorecard after the stage closed, and return what became of it."""
    [phone] = make_phones(contest, [judge_id]).values()
    criteria, assignments = phone.assignments(FINAL)
    marks = {criterion["criterion_id"]: criterion["highest"] for criterion in criteria}
    sent = phone.submit(FINAL, assignments[0]["entry_id"], marks, revision=50, expected="late")
    phone.settle()
    phone.close()
    ledger.add([phone])
    return sent.outcome


def reveal(contest: Contest, standings: dict[str, Any], watcher: Watcher, tell: Tell) -> dict[str, Any]:
    """Reveal the places from last to first, each once the board shows the one before; return figures."""
    path, seconds = contest.stage_path(FINAL), []
    places = sorted({row["place"] for row in standings["rows"] if row["place"]}, reverse=True)
    hidden = _sealed(contest, watcher)
    for step, place in enumerate(places, start=1):
        now_seen = {row["entry_id"] for row in standings["rows"] if row["place"] == place}
        watcher.allow(now_seen)
        began = time.monotonic()
        contest.organiser.post(f"{path}/reveal", {"step": step})
        if not watcher.wait_for(now_seen):
            raise Broken(f"place {place} did not come to the board; {watcher.trouble or 'the stream is up'}")
        seconds.append(time.monotonic() - began)
        tell(step)
    contest.organiser.post(f"{path}/publish")
    watcher.wait_state("published")
    watcher.join(timeout=5)
    return {
        "reveals": len(places),
        "boards": watcher.frames,
        "sealed looks": hidden,
        "seconds to the board, median": round(median(seconds), 3),
        "seconds to the board, longest": round(max(seconds), 3),
    }


def _on_stage(
    contest: Contest,
    entry_id: str,
    phones: dict[str, Phone],
    lists: dict[str, Todo],
    hall: ThreadPoolExecutor,
) -> None:
    path = f"{contest.stage_path(FINAL)}/coverage"
    list(hall.map(lambda phone: _score(contest, phone, lists[phone.judge_id], entry_id), phones.values()))
    owed = sum(entry_id == each["entry_id"] for _, todo in lists.values() for each in todo)
    wait_for(f"all marks of {entry_id}", lambda: _complete(contest.organiser.get(path), entry_id, owed))


def _score(contest: Contest, phone: Phone, todo: Todo, entry_id: str) -> None:
    criteria, assignments = todo
    taste = Taste(contest.seed + 1, contest.judges[phone.judge_id].email)
    for assignment in assignments:
        if assignment["entry_id"] == entry_id:
            company = assignment["company"]
            phone.submit(FINAL, entry_id, taste.marks(company, criteria))
            if phone.judge_id == min(contest.judges):
                phone.submit(FINAL, entry_id, taste.marks(company, criteria, again=1), revision=2)
    phone.settle()


def _complete(coverage: dict[str, Any], entry_id: str, owed: int) -> bool:
    lines = [line for line in coverage["by_entry"] if line["entry_id"] == entry_id]
    return bool(lines) and all(line["submitted"] >= owed for line in lines)


def _sealed(contest: Contest, watcher: Watcher) -> int:
    """Look wherever the public can before the first reveal; return how many places were looked at."""
    public = Client(contest.organiser.gateway_url)
    try:
        for board in public.get(f"{contest.path}/board")["stages"]:
            watcher.look_at(board)
        for stage in (FINAL, HEATS, PRELIMINARY):
            for kind in ("results", "standings", "scorecards", "coverage"):
                try:
                    public.get(f"{contest.stage_path(stage)}/{kind}")
                except Refused:
                    continue
                watcher.leaks.append(f"{kind} of {stage} could be had by anyone")
        return 13
    finally:
        public.close()
