"""The preliminary: every judge's phone at once, some of them careless and some of them up to no good."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from gateway.rehearsals.marks import Marks, Taste
from infra.demo.contest import PRELIMINARY, Contest
from infra.demo.phone import COUNTED, Phone, Sent
from infra.demo.progress import Tell

TWICE, REVISED, CROSSED = 0.04, 0.06, 0.02
REVISION_NEVER_TAKEN = 99
WATCH_SECONDS = 0.5


@dataclass
class Ledger:
    """Everything that was sent, by every phone."""

    sent: list[Sent] = field(default_factory=list)
    again: int = 0

    def add(self, phones: Iterable[Phone]) -> None:
        """Take over what phones sent since they were made; each phone is given once."""
        for phone in phones:
            self.sent += phone.sent
            self.again += phone.client.again

    def latest(self, stage_id: str) -> dict[tuple[str, str], tuple[int, Marks]]:
        """Return what must stand at the end, by entry and judge: the highest revision and its marks."""
        newest: dict[tuple[str, str], tuple[int, Marks]] = {}
        for sent in self.sent:
            stage, entry_id, judge_id = sent.card
            if stage != stage_id or sent.expected != COUNTED:
                continue
            revision = sent.body["revision"]
            if revision >= newest.get((entry_id, judge_id), (0, {}))[0]:
                newest[entry_id, judge_id] = revision, sent.body["marks"]
        return newest


def waits(sent: Iterable[Sent], stage_id: str) -> dict[str, float]:
    """Return how long phones of a stage waited, in seconds, for the confirm and to know that it counts.

    The second says how long counting took only where a phone asks after each scorecard.
    """
    counted = [s for s in sent if s.receipt and s.outcome == COUNTED and s.card[0] == stage_id]
    safe, known = sorted(each.safe_after for each in counted), sorted(each.known_after for each in counted)
    return {
        "safe, median": round(safe[len(safe) // 2], 3),
        "safe, 99 of 100": round(safe[len(safe) * 99 // 100], 3),
        "known to count, median": round(known[len(known) // 2], 3),
        "known to count, longest": round(known[-1], 3),
    }


def make_phones(contest: Contest, judge_ids: Iterable[str]) -> dict[str, Phone]:
    """Return a phone for each judge, signed in."""
    return {
        judge_id: Phone(
            contest.organiser.gateway_url,
            token=contest.tokens[judge_id],
            judge_id=judge_id,
            edition_id=contest.edition_id,
        )
        for judge_id in judge_ids
    }


def play_preliminary(contest: Contest, ledger: Ledger, tell: Tell) -> None:
    """Let all phones send at once; back when each knows what became of all it sent."""
    phones = make_phones(contest, contest.judges)
    conflicts = conflicts_of(contest)
    try:
        with ThreadPoolExecutor(len(phones)) as hall:
            at_work = [
                hall.submit(_play, contest, phone, number, conflicts[judge_id])
                for number, (judge_id, phone) in enumerate(phones.items())
            ]
            _watch(contest, at_work, tell)
            for each in at_work:
                each.result()
    finally:
        ledger.add(phones.values())
        for phone in phones.values():
            phone.close()


def conflicts_of(contest: Contest) -> dict[str, list[str]]:
    """Return, by judge, the entries that judging keeps from the judge."""
    judges = contest.organiser.get(f"{contest.path}/judges")["judges"]
    return {j["judge_id"]: [c["entry_id"] for c in j["conflicts"] if c["kind"] == "hard"] for j in judges}


def _watch(contest: Contest, at_work: list[Future[None]], tell: Tell) -> None:
    path = f"{contest.stage_path(PRELIMINARY)}/coverage"
    while wait(at_work, timeout=WATCH_SECONDS).not_done:
        tell(contest.organiser.get(path)["submitted"])


def _play(contest: Contest, phone: Phone, number: int, conflicts: list[str]) -> None:
    criteria, assignments = phone.assignments(PRELIMINARY)
    taste = Taste(contest.seed, contest.judges[phone.judge_id].email)
    rng = Random(f"{contest.seed} habits {number}")
    for assignment in assignments:
        _score(phone, assignment, criteria, taste=taste, rng=rng)
    phone.settle()
    if assignments:
        own = {assignment["entry_id"] for assignment in assignments}
        strange = next((id for id in [*conflicts, *contest.entries] if id not in own), None)
        _misbehave(phone, MISCHIEF[number % len(MISCHIEF)], phone.sent[0], criteria, strange)
        phone.settle()


def _score(
    phone: Phone,
    assignment: Mapping[str, Any],
    criteria: list[dict[str, Any]],
    *,
    taste: Taste,
    rng: Random,
) -> None:
    entry_id, company = assignment["entry_id"], assignment["company"]
    comment = f"Let us see {company} again." if rng.random() < 0.1 else ""
    sent = phone.submit(PRELIMINARY, entry_id, taste.marks(company, criteria), comment=comment)
    habit = rng.random()
    if habit < TWICE:
        phone.send(sent.body)
    elif habit < TWICE + REVISED:
        phone.submit(PRELIMINARY, entry_id, taste.marks(company, criteria, again=1), revision=2)
    elif habit < TWICE + REVISED + CROSSED:
        # The third came through the bad Wi-Fi before the second.
        phone.submit(PRELIMINARY, entry_id, taste.marks(company, criteria, again=2), revision=3)
        phone.submit(PRELIMINARY, entry_id, taste.marks(company, criteria, again=1), revision=2)


MISCHIEF = (
    "mark_outside_scale",
    "off the step",
    "unknown_criterion",
    "not_assigned",
    "command_reused",
    "past_deadline",
    "no number",
)
"""What a phone sends that must be refused, by the code it is refused with where that says it."""


def _misbehave(
    phone: Phone, mischief: str, good: Sent, criteria: list[dict[str, Any]], strange: str | None
) -> None:
    entry_id, first = good.body["entry_id"], criteria[0]
    name = first["criterion_id"]
    highest, step = Decimal(first["highest"]), Decimal(first["step"])
    others = {c["criterion_id"]: str(highest) for c in criteria}
    changes: dict[str, dict[str, Any]] = {
        "mark_outside_scale": {"marks": {**others, name: str(highest + step)}},
        "off the step": {"marks": {**others, name: str(highest - step / 4)}},
        "unknown_criterion": {"marks": {**others, "charm": str(highest)}},
        "not_assigned": {"entry_id": strange or entry_id},
        "command_reused": {"command_id": good.body["command_id"]},
        "past_deadline": {"deadline": (datetime.now(UTC) - timedelta(hours=1)).isoformat()},
        "no number": {"marks": {**others, name: "ten"}},
    }
    codes = {"off the step": "mark_outside_scale", "no number": "invalid"}
    sending = {"entry_id": entry_id, "marks": others, **changes[mischief]}
    if mischief == "not_assigned" and strange is None:
        return
    phone.submit(
        PRELIMINARY,
        sending.pop("entry_id"),
        sending.pop("marks"),
        revision=REVISION_NEVER_TAKEN,
        expected=codes.get(mischief, mischief),
        **sending,
    )
