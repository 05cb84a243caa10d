"""From the marks of an entry's scorecards to its means and its total, exactly.

Means and totals are whole numbers of units, where a unit is the last digit that the rule keeps:
with two digits 8.33 is 833. Nothing is rounded but where the rule says so.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, localcontext

from services.scoring.domain.panels import total_of
from services.scoring.domain.rounding import round_half_up
from services.scoring.domain.rule import Rule

Marks = Mapping[str, Decimal | None]

# Sums of decimals are exact in it, however many digits the marks have.
EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


@dataclass(frozen=True, slots=True)
class Tally:
    """What an entry's scorecards come to.

    `scorecards` is how many counted and `owed` how many were assigned. `means` follow the
    criteria; None where nobody gave a mark. `total` is None without scorecards, and where a panel gave
    no mark. `highest_mark` is the highest single mark, None without marks.
    """

    scorecards: int
    owed: int
    total: int | None
    means: tuple[int | None, ...]
    highest_mark: Decimal | None


def tally(scorecards: Iterable[Marks], *, rule: Rule, owed: int) -> Tally:
    """Return the tally of one entry's scorecards, each a mapping from criterion to mark.

    Marks of None, and those for criteria the rule does not name, are left out.
    """
    cards = list(scorecards)
    given = [_given(cards, criterion.criterion_id) for criterion in rule.criteria]
    with localcontext(EXACT):
        means = tuple(_mean(marks, rule=rule) for marks in given)
    return Tally(
        scorecards=len(cards),
        owed=owed,
        total=total_of(means, rule=rule) if cards else None,
        means=means,
        highest_mark=max((marks[-1] for marks in given if marks), default=None),
    )


def _given(cards: Sequence[Marks], criterion_id: str) -> list[Decimal]:
    return sorted(mark for card in cards if (mark := card.get(criterion_id)) is not None)


def _mean(marks: Sequence[Decimal], *, rule: Rule) -> int | None:
    kept = KEEPERS[rule.method](marks, rule)
    if not kept:
        return None
    numerator, denominator = sum(kept, start=Decimal(0)).as_integer_ratio()
    return round_half_up(numerator * 10**rule.digits, denominator * len(kept))


def keep_all(marks: Sequence[Decimal], rule: Rule) -> Sequence[Decimal]:
    """Return every mark."""
    return marks


def keep_middle(marks: Sequence[Decimal], rule: Rule) -> Sequence[Decimal]:
    """Return the marks, in ascending order, without the rule's number of highest and lowest.

    Where dropping would leave none, none is dropped.
    """
    if len(marks) <= rule.drop_highest + rule.drop_lowest:
        return marks
    return marks[rule.drop_lowest : len(marks) - rule.drop_highest]


Keeper = Callable[[Sequence[Decimal], Rule], Sequence[Decimal]]

# By the method's name: which of one criterion's marks, in ascending order, the mean is taken of.
KEEPERS: Mapping[str, Keeper] = {"weighted_mean": keep_all, "trimmed_mean": keep_middle}
