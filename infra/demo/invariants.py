"""What DESIGN.md promises, checked on the contest that was just played, through the API alone."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from infra.demo.audience import Audience
from infra.demo.board import Watcher
from infra.demo.client import every_page
from infra.demo.contest import FINAL, HEATS, PRELIMINARY, Contest
from infra.demo.market import Market
from infra.demo.phone import COUNTED, Sent
from infra.demo.phones import Ledger
from infra.proof.recompute import COUNTED as CARDS_THAT_COUNT
from infra.proof.recompute import deviations, recompute
from infra.proof.verify import verify

NAMED = 5


@dataclass
class Finding:
    """One promise: what was looked at, in figures, and every way in which it did not hold."""

    promise: str
    figures: str
    broken: list[str]

    @property
    def held(self) -> bool:
        """Whether nothing was found against it."""
        return not self.broken

    def as_dict(self) -> dict[str, Any]:
        """Return it JSON-ready."""
        return {**asdict(self), "held": self.held}


def check_all(
    contest: Contest, ledger: Ledger, watcher: Watcher, market: Market, audience: Audience
) -> list[Finding]:
    """Return a finding for each promise."""
    status = contest.quiet()
    organiser = contest.organiser
    exports = {s: every_page(organiser, f"{contest.stage_path(s)}/scorecards", "scorecards") for s in STAGES}
    standings = {s: organiser.get(f"{contest.stage_path(s)}/standings") for s in STAGES}
    edition = organiser.get(contest.path)
    proof = organiser.get(f"{contest.stage_path(FINAL)}/proof")
    return [
        confirmed_is_stored(ledger),
        refused_on_purpose(ledger.sent),
        everyone_has_it(contest, edition, exports, standings, market),
        *(standings_are_right(edition, exports[s], standings[s]) for s in STAGES),
        entitled(contest, exports),
        latest_wins(ledger, exports, guest=contest.guest),
        nothing_left(status),
        proof_holds(proof, ledger, head=watcher.head),
        Finding(
            "8 no score on the public board, stream or page before its reveal",
            f"{watcher.frames} boards looked at",
            watcher.leaks,
        ),
        votes_count_once(audience),
        intros_are_agreed(market),
    ]


STAGES = (PRELIMINARY, HEATS, FINAL)


def confirmed_is_stored(ledger: Ledger) -> Finding:
    """Every scorecard that was confirmed to a phone was counted, or refused for its reason."""
    confirmed = [sent for sent in ledger.sent if sent.receipt]
    outcomes = Counter(sent.outcome for sent in confirmed)
    lost = [s for s in confirmed if s.expected == "counted" and s.outcome != "counted"]
    unknown = [s for s in confirmed if s.outcome in {"waiting", "recorded"} and s not in lost]
    figures = ", ".join(f"{number:,} {outcome}" for outcome, number in outcomes.most_common())
    return Finding(
        "1 what was confirmed to a phone is stored",
        f"{len(confirmed):,} confirmed: {figures}; {ledger.again} sent again",
        [_said(sent) for sent in [*lost, *unknown]],
    )


def refused_on_purpose(everything: Iterable[Sent]) -> Finding:
    """Each bad scorecard was refused by the code that says why."""
    bad = [sent for sent in everything if sent.expected != "counted"]
    refused = Counter(sent.outcome for sent in bad)
    return Finding(
        "4 what must not count is refused, for the right reason",
        ", ".join(f"{number} {code}" for code, number in sorted(refused.items())),
        [_said(sent) for sent in bad if sent.outcome != sent.expected],
    )


def everyone_has_it(
    contest: Contest,
    edition: dict[str, Any],
    exports: dict[str, list[dict[str, Any]]],
    standings: dict[str, dict[str, Any]],
    market: Market,
) -> Finding:
    """Every service says the same numbers."""
    entries = edition["counts"]["entries"]
    coverage = {s: contest.organiser.get(f"{contest.stage_path(s)}/coverage") for s in STAGES}
    numbers = {
        "entries": (entries, coverage[PRELIMINARY]["entries"], len(standings[PRELIMINARY]["rows"])),
        "entries of the heats": (
            sum(contest.figures["heats"].values()),
            coverage[HEATS]["entries"],
            len(standings[HEATS]["rows"]),
        ),
        "finalists": (
            contest.figures["promoted"],
            coverage[FINAL]["entries"],
            len(standings[FINAL]["rows"]),
        ),
        "investors with a shortlist": (len(market.investors), market.shortlists),
    }
    for stage in STAGES:
        submitted = sum(card["state"] in CARDS_THAT_COUNT for card in exports[stage])
        numbers[f"scorecards of the {stage}"] = (
            submitted,
            coverage[stage]["submitted"],
            standings[stage]["counted"],
        )
        owed = (coverage[stage]["assigned"], standings[stage]["expected"])
        numbers[f"scorecards owed in the {stage}"] = owed
    return Finding(
        "2 what is stored was published, and every consumer has it",
        ", ".join(f"{found[0]:,} {what}" for what, found in numbers.items()),
        [f"{what}: {found}" for what, found in numbers.items() if len(set(found)) > 1],
    )


def standings_are_right(
    edition: dict[str, Any], cards: list[dict[str, Any]], standings: dict[str, Any]
) -> Finding:
    """Standings equal what is worked out again from the exported scorecards."""
    stage = next(s for s in edition["stages"] if s["stage_id"] == standings["stage_id"])
    worked = recompute(stage, {card["entry_id"] for card in cards}, cards)
    return Finding(
        f"3 standings of the {stage['stage_id']} equal an independent recomputation",
        f"{len(worked):,} places and totals from {len(cards):,} scorecards",
        deviations(standings["rows"], worked),
    )


def entitled(contest: Contest, exports: dict[str, list[dict[str, Any]]]) -> Finding:
    """No judge scored a startup that the judge, or the judge's firm, invested in."""
    pairs = conflicted = 0
    broken = []
    for cards in exports.values():
        for card in cards:
            startup = contest.entries[card["entry_id"]]["startup"]
            backers = {name.casefold().strip() for name in startup["investors"]}
            judge = contest.judges[card["judge_id"]]
            pairs += 1
            if backers & {judge.name.casefold(), judge.extra["firm"].casefold()}:
                broken.append(f"{judge.name} scored {startup['company']}")
    names = {n for judge in contest.judges.values() for n in (judge.name, judge.extra["firm"]) if n}
    for entry in contest.entries.values():
        conflicted += len(names & set(entry["startup"]["investors"]))
    return Finding(
        "4 no judge scored a startup they invested in",
        f"{pairs:,} assignments, {conflicted:,} pairs kept apart",
        broken if conflicted else ["there was no conflict of interest to keep apart"],
    )


def latest_wins(ledger: Ledger, exports: dict[str, list[dict[str, Any]]], *, guest: str = "") -> Finding:
    """What stands is, mark by mark, the latest revision that a phone sent; a guest's is not known here."""
    broken, compared, revised = [], 0, 0
    for stage_id, cards in exports.items():
        stored = {(card["entry_id"], card["judge_id"]): card for card in cards}
        wanted = ledger.latest(stage_id)
        nobodys = {key for key in stored.keys() - wanted.keys() if key[1] != guest}
        broken += [f"{key} was submitted by nobody" for key in nobodys]
        for key, (revision, marks) in wanted.items():
            card = stored.get(key)
            compared, revised = compared + 1, revised + (revision > 1)
            if card is None or card["revision"] != revision or _given(card["marks"]) != _given(marks):
                broken.append(f"{key} at revision {revision} is stored as {card}")
    return Finding(
        "5 the latest revision wins", f"{compared:,} scorecards, {revised:,} of them revised", broken
    )


def nothing_left(status: dict[str, Any]) -> Finding:
    """Nothing is pending, waits, or was given up."""
    waiting = sum(queue["ready"] for queue in status["queues"])
    left = {name: status[name] for name in ("pending", "dead_letters", "unroutable")} | {"waiting": waiting}
    return Finding(
        "6 after quiet nothing is pending and no letter is dead",
        ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in left.items()),
        [f"{name} is {number}" for name, number in left.items() if number != 0],
    )


def proof_holds(proof: dict[str, Any], ledger: Ledger, *, head: str) -> Finding:
    """The published proof verifies: every counted receipt is in it, and the head shown before the reveal."""
    stage_id = proof["stage"]["stage_id"]
    receipts = [
        s.receipt for s in ledger.sent if s.receipt and s.outcome == COUNTED and s.card[0] == stage_id
    ]
    checks = verify(proof, receipts=receipts, heads=[head])
    return Finding(
        "7 the proof log verifies",
        f"{len(checks):,} checks over {len(proof['log']['leaves']):,} leaves, {len(receipts):,} receipts found in it",
        [": ".join([check.said, *check.notes[:NAMED]]) for check in checks if not check.held],
    )


def votes_count_once(audience: Audience) -> Finding:
    """Each ticket has one vote, the one it chose last, and no total was seen before the reveal."""
    told = audience.revealed
    wrong = [id for id in {*told, *audience.chosen} if told.get(id, 0) != audience.chosen[id]]
    broken = [f"{id} has {told.get(id, 0)} votes, {audience.chosen[id]} tickets chose it" for id in wrong]
    return Finding(
        "votes count once for each ticket, and show once revealed",
        f"{sum(audience.chosen.values()):,} tickets, {len(audience.safe):,} votes sent",
        [*audience.early, *broken],
    )


def intros_are_agreed(market: Market) -> Finding:
    """An intro stands where both sides said yes, and nowhere else."""
    broken = [f"{pair} has an intro without a yes from both" for pair in market.intros - market.agreed]
    broken += [f"{pair} agreed and has no intro" for pair in market.agreed - market.intros]
    broken += [f"{pair} is not shown to its founder" for pair in market.agreed - market.seen_by_people]
    broken += [f"{company} was suggested to its own investor" for company in market.own_portfolio]
    return Finding(
        "intros are made where both sides said yes, and only there",
        f"{len(market.wanted)} interested, {len(market.agreed)} accepted, {len(market.intros)} intros",
        broken if market.agreed else [*broken, "nobody agreed on anything"],
    )


def _given(marks: dict[str, Any]) -> dict[str, float]:
    return {name: float(mark) for name, mark in marks.items() if mark is not None}


def _said(sent: Sent) -> str:
    return f"{sent.card} revision {sent.body['revision']}: {sent.expected} expected, {sent.outcome} came"
