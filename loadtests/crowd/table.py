"""The rows that a crowd adds to the report."""

from rich.table import Table

from loadtests.crowd.figures import CrowdFigures
from loadtests.target import Target

LAST_SECONDS = 1.0
STORM_SECONDS = 10.0


def targets(crowd: CrowdFigures) -> list[Target]:
    """Return each target beside what was measured."""
    last = crowd.night.last(0.99)
    return [
        Target(
            f"99 of 100 changes at the last of {crowd.phones:,} phones within {LAST_SECONDS:g} s",
            f"{last:.2f} s",
            last <= LAST_SECONDS,
        ),
        Target(
            "every phone has the newest in the end",
            f"{crowd.lost + crowd.storm.behind:,} have not",
            not crowd.lost + crowd.storm.behind,
        ),
        Target(
            f"all back with the newest {STORM_SECONDS:g} s after live was killed",
            f"{crowd.storm.newest:.1f} s",
            crowd.storm.newest <= STORM_SECONDS,
        ),
    ]


def waits(crowd: CrowdFigures) -> Table:
    """Return how long changes were on their way."""
    table = Table(title=f"From a change to {crowd.phones:,} phones, in ms")
    heads = ("run", "changes", "p50", "p99", "first p50", "first p99", "last p50", "last p99", "of floor")
    for column in heads:
        table.add_column(column, justify="left" if column == "run" else "right")
    rows = (
        ("bare sockets", crowd.floor),
        ("nobody scores", crowd.quiet),
        (f"{crowd.judges.per_second:,.0f} scorecards/s", crowd.night),
    )
    for name, found in rows:
        share = found.last(0.5) / crowd.floor.last(0.5)
        ends = (found.first(0.5), found.first(0.99), found.last(0.5), found.last(0.99))
        table.add_row(name, str(len(found.lasts)), *map(_ms, (found.p50, found.p99, *ends)), f"{share:.1f}")
    table.caption = _caption(crowd)
    return table


def _caption(crowd: CrowdFigures) -> str:
    storm = crowd.storm
    return (
        f"live takes {crowd.memory_without:.0f} MB alone and {crowd.memory_with:.0f} MB with them; "
        f"all came within {crowd.coming:.1f} s; after live was killed it served again after "
        f"{storm.live:.1f} s, all were back after {storm.back:.1f} s; the largest message was "
        f"{crowd.frame:,} bytes"
    )


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f}"
