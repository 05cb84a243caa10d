"""Sectors of the thesis against the startup's categories."""

from collections.abc import Iterator

from services.matching.domain.criteria.criterion import Criterion, Reason, share
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis
from services.matching.domain.wording import listed

NEAR = 50


def _strength(thesis: Thesis, startup: Startup) -> int:
    same = len(thesis.sectors_by_key.keys() & startup.categories_by_key.keys())
    if same:
        return share(same, asked=len(thesis.sectors_by_key))
    if thesis.all_sector_terms.isdisjoint(startup.all_category_terms):
        return 0
    return NEAR if any(_near(thesis, startup)) else 0


def _near(thesis: Thesis, startup: Startup) -> Iterator[tuple[str, str]]:
    """Yield each sector with a category whose words hold all of the sector's."""
    for sector, wanted in thesis.sector_terms.items():
        for category, terms in startup.category_terms.items():
            if wanted and wanted <= terms:
                yield sector, category


def _reason(thesis: Thesis, startup: Startup) -> Reason:
    same = [name for key, name in startup.categories_by_key.items() if key in thesis.sectors_by_key]
    if same:
        noun = "a sector" if len(same) == 1 else "sectors"
        return Reason("sectors", f"Works in {listed(same)}, {noun} you look for.", {"categories": same})
    sector, category = next(_near(thesis, startup))
    values = {"category": category, "sector": sector}
    return Reason("near_sector", f"Works in {category}, close to {sector}, a sector you look for.", values)


SECTORS = Criterion(35, asked=lambda thesis: bool(thesis.sectors), strength=_strength, reason=_reason)
