"""How far judges are apart about an entry, whoever they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from services.judging.domain.rubric import Marks

# Enough to take the root of any variance of marks; what is shown is rounded afterwards.
PRECISION = 60


@dataclass(frozen=True)
class Spread:
    """The totals of an entry's scorecards, ascending, and their mean.

    `deviation` is the standard deviation of all of them, None for fewer than two.
    """

    totals: tuple[Decimal, ...]
    mean: Decimal
    deviation: Decimal | None


def total_of(marks: Marks | Mapping[str, Fraction], weights: Mapping[str, Decimal]) -> Fraction | None:
    """Return the weighted mean of the marks that one judge gave, exactly; None where none was given.

    What a judge left out weighs nothing, so that it does not look like a low mark.
    """
    given = {name: Fraction(mark) for name, mark in marks.items() if mark is not None and name in weights}
    whole = sum(Fraction(weights[name]) for name in given)
    if not whole:
        return None
    return sum((Fraction(weights[name]) * mark for name, mark in given.items()), Fraction(0)) / whole


def spread_of(totals: Sequence[Fraction], *, digits: int) -> Spread | None:
    """Return how far the totals are apart, with so many digits; None where there is none."""
    if not totals:
        return None
    mean = sum(totals, Fraction(0)) / len(totals)
    variance = sum(((total - mean) ** 2 for total in totals), Fraction(0)) / len(totals)
    with localcontext(prec=PRECISION):
        root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    return Spread(
        totals=tuple(rounded(total, digits=digits) for total in sorted(totals)),
        mean=rounded(mean, digits=digits),
        deviation=rounded(root, digits=digits) if len(totals) > 1 else None,
    )


def rounded(number: Fraction | Decimal, *, digits: int) -> Decimal:
    """Return a number with so many digits behind the point, halves away from zero."""
    with localcontext(prec=PRECISION):
        exact = Fraction(number)
        decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
        return decimal.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
