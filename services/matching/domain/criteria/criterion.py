"""The form of a criterion."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis

FULL = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a startup is on a shortlist. `values` are JSON-ready and prove the sentence `text`."""

    code: str
    text: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Criterion:
    """`asked` says whether a thesis has anything to say on it, and so whether its weight counts.

    `strength` is a percentage, and is asked for every pair of investor and startup. `reason` is
    asked only where the strength is above 0.
    """

    weight: int
    asked: Callable[[Thesis], bool]
    strength: Callable[[Thesis, Startup], int]
    reason: Callable[[Thesis, Startup], Reason]


def share(found: int, *, asked: int) -> int:
    """Return the strength of `found` hits: 70, 85, 100 percent; 100 where all that was asked is met.

    A list of preferences is an "or": the first hit matters most.
    """
    return FULL if found >= asked else min(FULL, 55 + 15 * found)
