"""What is said at the end: podium, a shortlist, times, promises, links."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from infra.demo.cast import Person
from infra.demo.contest import ORGANISER, invite
from infra.demo.play import Outcome
from infra.demo.progress import Acts

LINES = 3


def fresh_links(outcome: Outcome) -> dict[str, str]:
    """Return a new single-use link for one person of each role, and the public board."""
    contest, market = outcome.contest, outcome.market
    body = {"invitations": [{"role": "organiser", **ORGANISER, "subject_id": None}]}
    links = contest.organiser.post(f"{contest.path}/invitations", body)["links"]
    found = {"organiser": links[0]["url"]}
    people: dict[str, dict[str, Person]] = {
        "judge": contest.judges,
        "founder": market.founders,
        "investor": market.investors,
    }
    for role, some in people.items():
        for subject_id, person in list(some.items())[:1]:
            found[role] = invite(contest, role, {subject_id: person})[subject_id]
    return {**found, "public board": f"{contest.organiser.gateway_url}{contest.path}/board"}


def as_json(outcome: Outcome, acts: Acts, links: dict[str, str]) -> dict[str, Any]:
    """Return all of it JSON-ready."""
    return {
        "edition_id": outcome.contest.edition_id,
        "seed": outcome.contest.seed,
        "podium": outcome.podium,
        "seconds": {title: round(seconds, 2) for title, seconds in acts.seconds.items()},
        "figures": outcome.figures,
        "findings": [finding.as_dict() for finding in outcome.findings],
        "held": all(finding.held for finding in outcome.findings),
        "shortlist": outcome.market.shown,
        "links": links,
    }


def tell(outcome: Outcome, acts: Acts, links: dict[str, str], console: Console) -> None:
    """Print it."""
    _tell_podium(outcome.podium, console)
    _tell_shortlist(outcome.market.shown, console)
    _tell_times(acts, console)
    _tell_waits(outcome.figures, console)
    _tell_findings(outcome, console)
    console.print("\n[bold]Links[/] (each signs in once)")
    for role, url in links.items():
        console.print(f"  {role:<13}{escape(url)}", soft_wrap=True, highlight=False)


def _tell_podium(podium: list[dict[str, Any]], console: Console) -> None:
    console.print("\n[bold]Podium[/]")
    for row in sorted(podium, key=lambda row: row["place"]):
        line = f"  {row['place']}  {row['company']}  {row['total']}  {row.get('award') or ''}"
        console.print(escape(line.rstrip()), highlight=False)


def _tell_shortlist(shortlist: dict[str, Any], console: Console) -> None:
    if not shortlist:
        return
    investor = shortlist["investor"]
    who = investor["firm"] or investor["name"]
    console.print(f"\n[bold]Shortlist of {escape(who)}[/], {len(shortlist['lines'])} lines, the first:")
    for line in shortlist["lines"][:LINES]:
        console.print(f"  {line['rank']}  {escape(line['company'])}  {line['fit']}", highlight=False)
        for reason in line["reasons"]:
            console.print(f"       {escape(reason['text'])}", highlight=False, soft_wrap=True)


def _tell_times(acts: Acts, console: Console) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2))
    for title, seconds in acts.seconds.items():
        table.add_row(title, f"{seconds:.1f} s")
    table.add_row("[bold]in all[/]", f"[bold]{sum(acts.seconds.values()):.1f} s[/]")
    console.print("\n[bold]Times[/]", table, sep="\n")


def _tell_waits(figures: dict[str, Any], console: Console) -> None:
    console.print("\n[bold]Waits[/], in seconds from the tap")
    for name in ("waits of the preliminary", "waits of the heats", "waits of the final"):
        waits = ", ".join(f"{what} {seconds:.2f}" for what, seconds in figures[name].items())
        console.print(f"  {name.removeprefix('waits of ')}: {waits}", highlight=False, soft_wrap=True)
    audience = figures["audience"]
    console.print(
        f"  {audience['votes']:,} votes of {audience['tickets']:,} tickets in {audience['seconds']:.1f} s: safe,"
        f" median {audience['safe, median']:.2f}, 99 of 100 {audience['safe, 99 of 100']:.2f}",
        highlight=False,
        soft_wrap=True,
    )
    shown = figures["reveal"]["seconds to the board, longest"]
    console.print(f"  a revealed place on the board: {shown:.2f} at the longest", highlight=False)


def _tell_findings(outcome: Outcome, console: Console) -> None:
    console.print("\n[bold]Promises[/] (numbers as in the design)")
    for finding in outcome.findings:
        word = "[green]held  [/]" if finding.held else "[red]BROKEN[/]"
        console.print(f"  {word} {escape(finding.promise)}", highlight=False, soft_wrap=True)
        console.print(f"         [dim]{escape(finding.figures)}[/]", highlight=False, soft_wrap=True)
        for sentence in finding.broken[:10]:
            console.print(f"         [red]{escape(sentence)}[/]", highlight=False, soft_wrap=True)
        if len(finding.broken) > 10:
            console.print(f"         [red]and {len(finding.broken) - 10} more[/]", highlight=False)
