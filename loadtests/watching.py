"""What a system is like while load is on it: queues, pending facts, memory."""

import threading
from pathlib import Path

from infra.local.stack import Stack
from services.chassis.publishing.depths import depths

EVERY_SECONDS = 1.0


class Watch:
    """Notes every second how many messages wait in each queue, until stopped."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._stop = threading.Event()
        self.seen: list[dict[str, int]] = []
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def longest(self) -> int:
        """Return the most messages that waited in any queue at any time."""
        return max((max(sample.values()) for sample in self.seen), default=0)

    def growing(self) -> list[str]:
        """Return the queues that were clearly longer in the last quarter than in the one before."""
        quarter = max(1, len(self.seen) // 4)
        before, last = self.seen[-2 * quarter : -quarter], self.seen[-quarter:]
        if not before:
            return []
        return [
            name
            for name in self.seen[0]
            if _mean(last, name) > 1.2 * _mean(before, name) + 100  # a batch more or less is no growth
        ]

    def _look(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            self.seen.append({depth.name: depth.ready for depth in depths(self._stack.amqp_uri)})


def memory(stack: Stack) -> dict[str, float]:
    """Return the megabytes of each program with its children; shared pages are shared out (PSS)."""
    found: dict[str, float] = {}
    for name, pid in stack.processes():
        found[name] = found.get(name, 0.0) + _pss(pid)
    return found


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # it ended meanwhile
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _mean(samples: list[dict[str, int]], name: str) -> float:
    return sum(sample[name] for sample in samples) / len(samples)
