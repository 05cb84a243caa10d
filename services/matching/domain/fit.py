"""How well a startup fits a thesis, from 0 to 1, and why.

Each criterion that the thesis asks for has a weight and is met to a percentage. The fit is the
sum of weight times percentage over the sum of weights, rounded half up to hundredths: the share
of what was asked for that is there. What a thesis leaves open neither helps nor harms. Once an
edition has published results, a place in them is asked for by every thesis.
"""

from collections.abc import Mapping
from decimal import Decimal

from services.matching.domain.criteria.company_stages import COMPANY_STAGES
from services.matching.domain.criteria.criterion import Criterion, Reason
from services.matching.domain.criteria.open_thesis import OPEN_THESIS
from services.matching.domain.criteria.places import PLACES
from services.matching.domain.criteria.published_place import PUBLISHED_PLACE
from services.matching.domain.criteria.sectors import SECTORS
from services.matching.domain.criteria.ticket import TICKET
from services.matching.domain.criteria.words import WORDS
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis

BEFORE_RESULTS: Mapping[str, Criterion] = {
    "sectors": SECTORS,
    "words": WORDS,
    "places": PLACES,
    "company_stages": COMPANY_STAGES,
    "ticket": TICKET,
    "open_thesis": OPEN_THESIS,
}
AFTER_RESULTS: Mapping[str, Criterion] = {**BEFORE_RESULTS, "published_place": PUBLISHED_PLACE}


class Measure:
    """Measures startups against one thesis."""

    def __init__(self, thesis: Thesis, *, criteria: Mapping[str, Criterion] = BEFORE_RESULTS) -> None:
        self._thesis = thesis
        self._asked = [criterion for criterion in criteria.values() if criterion.asked(thesis)]
        self._total = sum(criterion.weight for criterion in self._asked)

    def hundredths(self, startup: Startup) -> int:
        """Return the fit in hundredths, the form that is compared by the hundred thousand."""
        thesis = self._thesis
        points = sum(c.weight * c.strength(thesis, startup) for c in self._asked)
        return (2 * points + self._total) // (2 * self._total) if self._total else 0

    def fit(self, startup: Startup) -> Decimal:
        """Return the fit, 0.00 to 1.00."""
        return Decimal(self.hundredths(startup)).scaleb(-2)

    def reasons(self, startup: Startup) -> tuple[Reason, ...]:
        """Return why it fits, what weighs most first; at least one where the fit is above 0."""
        thesis = self._thesis
        met = [(c.weight * c.strength(thesis, startup), c) for c in self._asked]
        ordered = sorted((pair for pair in met if pair[0]), key=lambda pair: -pair[0])
        return tuple(criterion.reason(thesis, startup) for _, criterion in ordered)
