"""What the votes of an audience add to a stage's totals."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from services.scoring.domain.aggregation import Tally
from services.scoring.domain.rounding import round_half_up
from services.scoring.domain.rule import Rule

WHOLE = 100


def weighed(tallies: Mapping[str, Tally], votes: Mapping[str, int], *, rule: Rule) -> dict[str, Tally]:
    """Return the tallies with the audience's share in their totals.

    The most votes that one of them has are worth the highest total that marks can give, no vote the lowest,
    and what is between them in proportion: a share is lowest + (highest - lowest) * votes / most. The total
    is the judges' total by the share of the judges and this by that of the audience, rounded half up once.
    Where nobody voted for any of them the judges' totals stay. Without a scorecard there is no total.
    By a rule of votes alone a total is a number of votes, and without a vote there is none.
    """
    if rule.by_votes:
        return {id: replace(tally, total=votes.get(id, 0) or None) for id, tally in tallies.items()}
    placed = {entry_id: tally for entry_id, tally in tallies.items() if tally.total is not None}
    most = max((votes.get(entry_id, 0) for entry_id in placed), default=0)
    if not most or not rule.audience_percent:
        return dict(tallies)
    return {
        entry_id: replace(tally, total=_total(tally, Fraction(votes.get(entry_id, 0), most), rule=rule))
        for entry_id, tally in tallies.items()
    }


def _total(tally: Tally, part: Fraction, *, rule: Rule) -> int | None:
    if tally.total is None:
        return None
    lowest, highest = rule.scale
    share = (lowest + (highest - lowest) * part) * 10**rule.digits
    both = (WHOLE - rule.audience_percent) * Fraction(tally.total) + rule.audience_percent * share
    return round_half_up(both.numerator, both.denominator * WHOLE)
