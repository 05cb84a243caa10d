"""Who goes on to the next stage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.registration.domain.refusals import NobodyPromoted, TieAcrossCut


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and its certified place, counted from 1; entries may share one."""

    entry_id: str
    company: str
    place: int


def going_on(results: Iterable[Placed], *, quota: int, include_ties: bool) -> list[Placed]:
    """Return the first `quota` by place, then company.

    A tie across the cut raises TieAcrossCut with the names of those who share the place;
    `include_ties` takes them all. Raises NobodyPromoted when there are no results.
    """
    ordered = sorted(results, key=lambda placed: (placed.place, placed.company, placed.entry_id))
    if not ordered:
        raise NobodyPromoted("no entry with a certified place is still in the contest")
    chosen = ordered[:quota]
    cut = chosen[-1].place
    left_out = [placed for placed in ordered[quota:] if placed.place == cut]
    if left_out and not include_ties:
        raise _tie([placed for placed in ordered if placed.place == cut], quota=quota, cut=cut)
    return chosen + left_out


def _tie(sharing: Sequence[Placed], *, quota: int, cut: int) -> TieAcrossCut:
    names = [placed.company for placed in sharing]
    detail = (
        f"{', '.join(names)} share place {cut}, across the cut at {quota}; "
        "take all of them with include_ties, or choose another quota"
    )
    return TieAcrossCut(detail, errors={"place": cut, "quota": quota, "companies": names})
