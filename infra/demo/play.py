"""The whole contest, act by act."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.demo import cast
from infra.demo.audience import Audience, issue_tickets, reveal_vote, vote
from infra.demo.board import Watcher
from infra.demo.client import Client
from infra.demo.contest import (
    FINAL,
    HEATS,
    PRELIMINARY,
    Contest,
    add_judges,
    assign,
    certify,
    close_stage,
    import_entries,
    open_stage,
    promote,
    refuse_bad_import,
    sign_in_organiser,
    start_edition,
)
from infra.demo.decks import find_decks, send_decks
from infra.demo.final import choose_panel, reveal, score_live, send_late
from infra.demo.guest import invite_guest
from infra.demo.heats import allot_heats, score_heats
from infra.demo.invariants import Finding, check_all
from infra.demo.market import Market, add_investors, answer_investors, answer_startups, publish_shortlists
from infra.demo.phones import Ledger, play_preliminary, waits
from infra.demo.progress import Acts
from infra.demo.size import Size


@dataclass
class Outcome:
    """What a played contest leaves to report."""

    contest: Contest
    podium: list[dict[str, Any]] = field(default_factory=list)
    market: Market = field(default_factory=Market)
    findings: list[Finding] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)


def play(
    *,
    gateway_url: str,
    live_url: str,
    setup_token: str,
    kept_session: Path,
    size: Size,
    seed: int,
    pitch_seconds: float,
    acts: Acts,
) -> Outcome:
    """Play a contest from the first organiser to the last intro, and check it.

    With `pitch_seconds` there is a guest on the panel, and each finalist is on stage for so long.
    """
    contest = Contest(Client(gateway_url), size, seed, cast.read_csv(entries=size.entries))
    contest.pitch_seconds = pitch_seconds
    ledger, outcome = Ledger(), Outcome(contest, figures=contest.figures)
    sign_in_organiser(contest.organiser, setup_token=setup_token, kept=kept_session)
    set_up(contest, acts)
    run_preliminary(contest, ledger, acts)
    run_heats(contest, ledger, acts)
    watcher = Watcher(live_url, edition_id=contest.edition_id, stage_id=FINAL)
    watcher.start()
    try:
        outcome.podium, audience = run_final(contest, ledger, watcher, acts)
    finally:
        watcher.end()
    outcome.market = run_market(contest, acts)
    with acts.act("check what was promised"):
        outcome.findings = check_all(contest, ledger, watcher, outcome.market, audience)
    contest.figures["waits of the preliminary"] = waits(ledger.sent, PRELIMINARY)
    contest.figures["waits of the heats"] = waits(ledger.sent, HEATS)
    contest.figures["waits of the final"] = waits(ledger.sent, FINAL)
    contest.figures["sent again"] = ledger.again + contest.organiser.again
    return outcome


def set_up(contest: Contest, acts: Acts) -> None:
    """Bring entries and judges together."""
    with acts.act("start an edition from the blueprint Black Horse Tour"):
        start_edition(contest)
    with acts.act("refuse a CSV with one bad cell"):
        bad = refuse_bad_import(contest)
    acts.note(f"line {bad['line']}, column {bad['column']}: {bad['reason']}; nothing was imported")
    with acts.act("import and screen startups", total=len(cast.companies_of(contest.csv))) as tell:
        tell(import_entries(contest))
    with acts.act("add, invite and sign in judges", total=contest.size.judges) as tell:
        add_judges(contest)
        tell(len(contest.judges))
    with acts.act("assign judges to entries"):
        assigned = assign(contest, PRELIMINARY)
    contest.figures["assignments"] = assigned["assignments"]
    loads = assigned["loads"].values()
    acts.note(
        f"{assigned['assignments']:,} scorecards owed for {assigned['entries']} entries; "
        f"a judge has {min(loads)} to {max(loads)}"
    )


def run_preliminary(contest: Contest, ledger: Ledger, acts: Acts) -> None:
    """Let every judge score from a phone, and certify what comes of it."""
    open_stage(contest, PRELIMINARY)
    owed = contest.figures["assignments"]
    with acts.act(f"score on {len(contest.judges)} phones at once", total=owed) as tell:
        play_preliminary(contest, ledger, tell)
    confirmed = sum(sent.receipt is not None for sent in ledger.sent)
    acts.note(
        f"{len(ledger.sent):,} scorecards sent, {confirmed:,} confirmed, {ledger.again} sent again after a 503"
    )
    with acts.act("close, freeze and certify the preliminary"):
        close_stage(contest, PRELIMINARY)
        certify(contest, PRELIMINARY, owed=owed)


def run_heats(contest: Contest, ledger: Ledger, acts: Acts) -> None:
    """Promote to the city heats, let them run at once, and certify what comes of them."""
    with acts.act("promote to the city heats", total=contest.size.heat_quota):
        promoted = promote(contest, acts, stage_id=PRELIMINARY, quota=contest.size.heat_quota)
    entry_ids = [each["entry_id"] for each in promoted]
    contest.quiet()
    with acts.act("allot entries and panels to the heats, by city"):
        sessions = allot_heats(contest, entry_ids)
        owed = assign(contest, HEATS)["assignments"]
    contest.figures["heats"] = {session["name"]: len(session["slots"]) for session in sessions}
    acts.note(", ".join(f"{name}: {number} entries" for name, number in contest.figures["heats"].items()))
    open_stage(contest, HEATS)
    with acts.act(f"score {len(sessions)} heats at once", total=len(entry_ids)) as tell:
        score_heats(contest, sessions, ledger, tell)
    with acts.act("close, freeze and certify the heats"):
        close_stage(contest, HEATS)
        certify(contest, HEATS, owed=owed)


def run_final(
    contest: Contest, ledger: Ledger, watcher: Watcher, acts: Acts
) -> tuple[list[dict[str, Any]], Audience]:
    """Promote, score live, let the audience vote, certify, reveal; return the podium and the audience."""
    with acts.act("promote to the final", total=contest.size.quota):
        promoted = promote(contest, acts, stage_id=HEATS, quota=contest.size.quota)
    contest.figures["promoted"] = len(promoted)
    panel = choose_panel(contest, [each["entry_id"] for each in promoted])
    if contest.pitch_seconds:
        acts.link("Score along on the panel", invite_guest(contest))
    guests = [contest.guest] if contest.guest else []
    owed = assign(contest, FINAL, judge_ids=[*panel, *guests])["assignments"]
    with acts.act("send the finalists' pitch decks", total=len(promoted)) as tell:
        send_decks(contest, [each["entry_id"] for each in promoted], tell)
        find_decks(contest, panel[0])
    open_stage(contest, FINAL)
    title = f"score the finalists live, a panel of {len(panel) + len(guests)}"
    with acts.act(title, total=len(promoted)) as tell:
        score_live(contest, panel, ledger, tell)
    audience = let_vote(contest, [each["entry_id"] for each in promoted], acts)
    with acts.act("close, freeze and certify the final"):
        close_stage(contest, FINAL)
        acts.note(f"a scorecard after the close: {send_late(contest, panel[0], ledger)}")
        standings = certify(contest, FINAL, owed=owed)
    with acts.act("reveal from last to first", total=standings["steps"]) as tell:
        contest.figures["reveal"] = reveal(contest, standings, watcher, tell)
    reveal_vote(contest, audience)
    results = contest.organiser.get(f"{contest.stage_path(FINAL)}/results")
    return [row for row in results["rows"] if row["place"] <= 3], audience


def let_vote(contest: Contest, finalists: list[str], acts: Acts) -> Audience:
    """Let the audience vote among the finalists, and say how fast it was."""
    secrets = issue_tickets(contest)
    with acts.act(f"an audience of {len(secrets):,} tickets votes", total=len(secrets)) as tell:
        audience = vote(contest, finalists, secrets, tell)
    contest.figures["audience"] = audience.figures
    acts.note(
        f"{len(audience.safe):,} votes safe in {audience.took:.1f} s, {len(audience.safe) / audience.took:,.0f}"
        f" a second; all counted, each ticket once, {audience.counted_after:.1f} s after the last"
    )
    return audience


def run_market(contest: Contest, acts: Acts) -> Market:
    """Bring investors and startups together."""
    contest.quiet()
    with acts.act("add and invite investors from real portfolios"):
        market = add_investors(contest)
    with acts.act("publish shortlists", total=len(market.investors)):
        publish_shortlists(contest, market)
    with acts.act("investors answer, founders accept"):
        answer_startups(contest, market)
        answer_investors(contest, market)
    return market
