"""A thesis without any preference: every startup fits half."""

from services.matching.domain.criteria.criterion import Criterion, Reason
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis

HALF = 50


def _strength(thesis: Thesis, startup: Startup) -> int:
    return HALF


def _reason(thesis: Thesis, startup: Startup) -> Reason:
    return Reason("open_thesis", "You state no preference, so every startup is open to you.", {})


OPEN_THESIS = Criterion(30, asked=lambda thesis: thesis.empty, strength=_strength, reason=_reason)
