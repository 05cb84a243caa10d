"""How far a judge marks above or below the others on the same work."""

from dataclasses import dataclass
from math import sqrt

LEAST = 2  # entries that somebody else scored too; one alone says nothing of a judge


@dataclass(frozen=True, slots=True)
class Severity:
    """`difference` is in marks of the stage's scale: above zero the judge is lenient, below severe.

    For each entry that others scored too it is the judge's total less the mean of the others'
    totals; the mean of that over `entries` entries is what is told. So judges are compared on the
    same work only, and nobody with themselves. It is the rater's main effect by which leniency and
    severity are told in F. Saal, R. Downey, M. Lahey, "Rating the ratings: Assessing the
    psychometric quality of rating data", Psychological Bulletin 88 (1980), without what raters
    have from scoring other entries than the rest. `error` is its standard error. Nothing is
    corrected by it: it is for organisers to look at.
    """

    difference: float
    error: float
    entries: int

    @property
    def clear(self) -> bool:
        """Whether it is more than two standard errors away from none at all."""
        return abs(self.difference) > 2 * self.error


def severity_of(*, mean: float, deviation: float | None, entries: int) -> Severity | None:
    """Return the severity from the differences' mean and sample deviation; None for fewer than two."""
    if entries < LEAST or deviation is None:
        return None
    return Severity(mean, deviation / sqrt(entries), entries)
