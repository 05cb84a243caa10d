"""What is to hold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """What is to hold, what was seen, and whether it did."""

    name: str
    seen: str
    met: bool
