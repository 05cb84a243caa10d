"""The table that `make load` prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from loadtests.crowd import table as crowd_table
from loadtests.crowd.figures import CrowdFigures
from loadtests.run import Taken
from loadtests.target import Target

DOOR_SHARE = 0.9
COUNTED_SHARE = 0.5
P99_MS = 500
MEMORY_MB = 1_200


@dataclass(frozen=True)
class Figures:
    """What was measured. `floors` were taken before and after; the table uses their mean."""

    floors: tuple[Taken, Taken]
    door: Taken
    rush: Taken
    rush_counted_per_second: float
    night: Taken
    night_counted_per_second: float
    night_missing: int
    longest_queue: int
    growing: Sequence[str]
    dead_letters: int
    memory: Mapping[str, float]
    phones: int
    crowd: CrowdFigures | None = None

    @property
    def floor(self) -> float:
        """Scorecards a second that the floor kept."""
        return sum(floor.per_second for floor in self.floors) / len(self.floors)


def targets(figures: Figures) -> list[Target]:
    """Return each target beside what was measured."""
    door = figures.door.per_second / figures.floor
    counted = figures.night_counted_per_second / figures.floor
    memory = sum(figures.memory.values())
    return [
        Target(
            f"confirmed, nothing else asked: {DOOR_SHARE} of the floor", f"{door:.2f}", door >= DOOR_SHARE
        ),
        Target(
            f"confirmed and counted, sustained: {COUNTED_SHARE} of the floor",
            f"{counted:.2f}",
            counted >= COUNTED_SHARE,
        ),
        Target(
            f"99 of 100 confirms within {P99_MS} ms",
            f"{figures.night.p99:.0f} ms",
            figures.night.p99 < P99_MS,
        ),
        Target("no queue growing at the end", ", ".join(figures.growing) or "none", not figures.growing),
        Target(f"memory of everything under {MEMORY_MB} MB", f"{memory:.0f} MB", memory < MEMORY_MB),
        Target(
            "every confirmed scorecard is recorded",
            f"{figures.night.confirmed:,} confirmed, {figures.night_missing:,} missing",
            # More may be recorded than confirmed: phones are cut off when the time is up.
            not figures.night_missing and figures.night.given >= figures.night.confirmed,
        ),
        Target("no message given up", str(figures.dead_letters), not figures.dead_letters),
        *(crowd_table.targets(figures.crowd) if figures.crowd else ()),
    ]


def print_report(figures: Figures) -> None:
    """Print speeds, targets and memory."""
    console = Console(width=100)
    console.print(_speeds(figures))
    if figures.crowd:
        console.print(crowd_table.waits(figures.crowd))
    console.print(_targets(figures))
    console.print(_memory(figures))


def _speeds(figures: Figures) -> Table:
    table = Table(title=f"Scorecards a second, {figures.phones} phones")
    for column in ("run", "confirmed/s", "counted/s", "of floor", "p50 ms", "p95 ms", "p99 ms", "failed"):
        table.add_column(column, justify="left" if column == "run" else "right")
    rows: list[tuple[str, Taken, float | None]] = [
        ("floor, before", figures.floors[0], None),
        ("floor, after", figures.floors[1], None),
        ("tell door alone", figures.door, None),
        ("deadline rush", figures.rush, figures.rush_counted_per_second),
        ("results night", figures.night, figures.night_counted_per_second),
    ]
    for name, taken, counted in rows:
        share = (counted if counted is not None else taken.per_second) / figures.floor
        table.add_row(
            name,
            f"{taken.per_second:,.0f}",
            "" if counted is None else f"{counted:,.0f}",
            f"{share:.2f}",
            *(f"{wait:,.0f}" for wait in (taken.p50, taken.p95, taken.p99)),
            str(taken.failed),
        )
    table.caption = f"the longest any queue was during the night: {figures.longest_queue:,} messages"
    return table


def _targets(figures: Figures) -> Table:
    table = Table("target", "seen", "", title="Targets")
    for target in targets(figures):
        table.add_row(target.name, target.seen, "met" if target.met else "MISSED")
    return table


def _memory(figures: Figures) -> Table:
    table = Table("program", "MB", title="Memory after the night")
    for name, megabytes in sorted(figures.memory.items(), key=lambda each: -each[1]):
        table.add_row(name, f"{megabytes:.0f}")
    table.add_row("all", f"{sum(figures.memory.values()):.0f}")
    return table
