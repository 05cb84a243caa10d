"""Places of the thesis against where the startup is.

A city or state that was asked for is a full match, a country a lesser one: it narrows less.
"""

from services.matching.domain.criteria.criterion import FULL, Criterion, Reason
from services.matching.domain.places import COUNTRY, Place, place_key
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis

IN_COUNTRY = 80


def _found(thesis: Thesis, startup: Startup) -> tuple[Place, str] | None:
    """Return the finest place of the startup that was asked for, and the name it was asked by."""
    wanted = thesis.places_by_key
    return next(((place, wanted[key]) for key, place in startup.places.items() if key in wanted), None)


def _strength(thesis: Thesis, startup: Startup) -> int:
    found = _found(thesis, startup)
    if found is None:
        return 0
    return IN_COUNTRY if found[0].kind == COUNTRY else FULL


def _reason(thesis: Thesis, startup: Startup) -> Reason:
    found = _found(thesis, startup)
    assert found is not None  # noqa: S101 -- a reason is asked only where there is a match
    place, asked = found
    same = place_key(asked) == place_key(place.name)
    where = "a place you look in" if same else f"in {asked}, where you look"
    values = {"place": place.name, "kind": place.kind, "asked": asked}
    return Reason("places", f"Is based in {place.name}, {where}.", values)


PLACES = Criterion(15, asked=lambda thesis: bool(thesis.places), strength=_strength, reason=_reason)
