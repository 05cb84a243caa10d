"""How far a company has come, read off its rounds of funding.

The largest disclosed round decides: below 2 million US dollars is seed, below 15 million is
early, from there on it is later. A company without any round listed counts as seed, on weaker
grounds. Rounds that are listed but all undisclosed leave the stage open. The largest round is
taken, not the newest: a small bridge loan does not make a company young again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

SEED = "seed"
EARLY = "early"
LATER = "later"

EARLY_FROM = Decimal(2_000_000)
LATER_FROM = Decimal(15_000_000)


@dataclass(frozen=True, slots=True)
class CompanyStage:
    """`name` is seed, early or later; `largest_round` is None where no round is listed."""

    name: str
    largest_round: Decimal | None


def company_stage(rounds: Sequence[Decimal | None]) -> CompanyStage | None:
    """Return the stage that `rounds` in US dollars tell, None where they leave it open."""
    if not rounds:
        return CompanyStage(SEED, None)
    largest = max((amount for amount in rounds if amount is not None), default=None)
    if largest is None:
        return None
    return CompanyStage(_name(largest), largest)


def _name(largest: Decimal) -> str:
    if largest < EARLY_FROM:
        return SEED
    return EARLY if largest < LATER_FROM else LATER
