"""Totals of panels, and the total that they come to together.

A panel's total is what its criteria come to by the rule, as if they were all there are. Panels have scales
of their own, so each total is taken as a share of its panel's full marks before the panels are weighed:

    total = 100 * sum of (panel's weight / all weights) * (panel's total / its full marks)

rounded half up once. Where a panel gave no mark there is no total: the others cannot stand in for it.
"""

from collections.abc import Sequence
from fractions import Fraction

from services.scoring.domain.rounding import round_half_up
from services.scoring.domain.rule import WHOLE, Rule


def panel_totals(means: Sequence[int | None], *, rule: Rule) -> dict[str, int | None]:
    """Return the total of each panel in units by its id, None where it gave no mark.

    `means` are in units and follow the criteria. In a stage without panels all of it is of "".
    """
    totals: dict[str, int | None] = dict.fromkeys([panel.panel_id for panel in rule.panels] or [""])
    for mean, share, criterion in zip(means, rule.shares, rule.criteria, strict=True):
        if mean is not None:
            part = round_half_up(mean * share.numerator, share.denominator)
            totals[criterion.panel] = (totals[criterion.panel] or 0) + part
    return totals


def total_of(means: Sequence[int | None], *, rule: Rule) -> int | None:
    """Return the total in units; None where a panel gave no mark. Without panels no mark at all is 0."""
    totals = panel_totals(means, rule=rule)
    if not rule.panels:
        return totals[""] or 0
    together = Fraction(0)
    for panel_id, total in totals.items():
        if total is None:
            return None
        together += WHOLE * rule.panel_shares[panel_id] * total / rule.scales[panel_id][1]
    return round_half_up(together.numerator, together.denominator)
