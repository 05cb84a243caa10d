"""What is measured of a crowd."""

from dataclasses import dataclass

from loadtests.run import Taken


@dataclass(frozen=True)
class Waits:
    """How long changes took, in seconds: for half and 99 of 100 of all phones and changes, and
    until the first and the last phone had each, sorted. `never` counts what a phone did not get."""

    p50: float
    p99: float
    firsts: list[float]
    lasts: list[float]
    never: int

    def first(self, share: float) -> float:
        """Return in what time the first phone had a change, for such a share of the changes."""
        return _of(self.firsts, share)

    def last(self, share: float) -> float:
        """Return in what time the last phone had a change, for such a share of the changes."""
        return _of(self.lasts, share)


@dataclass(frozen=True)
class Storm:
    """Seconds after live was killed: until it served again, all were back, and all had the newest."""

    live: float
    back: float
    newest: float
    behind: int


@dataclass(frozen=True)
class CrowdFigures:
    """What was measured with so many phones. Memory in megabytes, of the live process."""

    phones: int
    coming: float
    memory_without: float
    memory_with: float
    floor: Waits
    quiet: Waits
    night: Waits
    judges: Taken
    frame: int
    lost: int
    storm: Storm


def _of(waits: list[float], share: float) -> float:
    return waits[min(len(waits) - 1, int(share * len(waits)))]
