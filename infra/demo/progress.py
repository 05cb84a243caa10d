"""Shows how far the demo is: bars on a terminal, plain lines elsewhere; and keeps the times."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import segno
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

Tell = Callable[[int], None]
"""Says how much of a phase is done by now."""


class Acts:
    """The phases of a run in their order. `seconds` holds how long each took."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.seconds: dict[str, float] = {}

    @contextmanager
    def act(self, title: str, *, total: int | None = None) -> Iterator[Tell]:
        """Show a phase while it lasts; without a total it only says that it goes on."""
        began = time.monotonic()
        with self._bar(title, total) if self.console.is_terminal else self._line(title) as tell:
            yield tell
        self.seconds[title] = time.monotonic() - began
        amount = f"  {total:,}" if total else ""
        self.console.print(
            f"  [green]✓[/] {title}{amount}  [dim]{self.seconds[title]:.1f} s[/]", highlight=False
        )

    def note(self, text: str) -> None:
        """Say something between the phases."""
        self.console.print(f"    {text}", highlight=False, markup=False)

    def link(self, title: str, url: str) -> None:
        """Show an address to be opened now; on a terminal as a QR code too, for a phone's camera."""
        self.console.print(f"    [bold]{title}:[/] {escape(url)}", highlight=False, soft_wrap=True)
        if self.console.is_terminal:
            segno.make(url, error="l").terminal(out=self.console.file, compact=True)

    @contextmanager
    def _bar(self, title: str, total: int | None) -> Iterator[Tell]:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        shown = columns if total else columns[:2]
        with Progress(*shown, TimeElapsedColumn(), console=self.console, transient=True) as progress:
            task = progress.add_task(title, total=total)
            yield lambda done: progress.update(task, completed=done)

    @contextmanager
    def _line(self, title: str) -> Iterator[Tell]:
        self.console.print(f"  … {title}", highlight=False)
        yield lambda done: None
