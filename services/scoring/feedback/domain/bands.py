"""Score bands: where a mean or total stands among the others, without saying which number it is."""

from collections.abc import Sequence
from decimal import Decimal

FEWEST_FOR_HALVES, FEWEST_FOR_QUARTERS = 4, 12
HALVES = ("upper_half", "lower_half")
QUARTERS = ("first_quarter", "second_quarter", "third_quarter", "last_quarter")


def band_of(value: Decimal | None, among: Sequence[Decimal]) -> str | None:
    """Return the quarter that the value is in, `first_quarter` for the highest, else the half.

    `among` holds the value itself. Equal values are in the same band, that of the best of them. Among
    fewer than 12 there are halves only, for a quarter would nearly name the place; among fewer than
    four there is None.
    """
    if value is None or len(among) < FEWEST_FOR_HALVES:
        return None
    bands = QUARTERS if len(among) >= FEWEST_FOR_QUARTERS else HALVES
    better = sum(other > value for other in among)
    return bands[better * len(bands) // len(among)]
