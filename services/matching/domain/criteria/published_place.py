"""The startup's place in published results: 100 percent for the first, 10 less for each after."""

from services.matching.domain.criteria.criterion import FULL, Criterion, Reason
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis
from services.matching.domain.wording import ordinal

STEP = 10


def _strength(thesis: Thesis, startup: Startup) -> int:
    if startup.published is None:
        return 0
    return max(0, FULL - STEP * (startup.published.place - 1))


def _reason(thesis: Thesis, startup: Startup) -> Reason:
    published = startup.published
    assert published is not None  # noqa: S101 -- a reason is asked only where there is a match
    verb = "Shares" if published.shared else "Took"
    text = f"{verb} {ordinal(published.place)} place in {published.stage}."
    values = {"stage": published.stage, "place": published.place, "shared": published.shared}
    return Reason("published_place", text, values)


PUBLISHED_PLACE = Criterion(10, asked=lambda thesis: True, strength=_strength, reason=_reason)
