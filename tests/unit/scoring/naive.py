"""The rule computed again, slowly and with fractions, by code that shares none with the service."""

import math
from fractions import Fraction


def nearest(value, digits):
    """Round half away from zero to so many digits."""
    scaled = abs(Fraction(value)) * 10**digits
    size = math.floor(scaled + Fraction(1, 2))
    return Fraction(-size if value < 0 else size, 10**digits)


def mean_of(marks, *, method, drop_highest, drop_lowest, digits):
    remaining = [Fraction(mark) for mark in marks if mark is not None]
    if method == "trimmed_mean" and len(remaining) > drop_highest + drop_lowest:
        for _ in range(drop_highest):
            remaining.remove(max(remaining))
        for _ in range(drop_lowest):
            remaining.remove(min(remaining))
    if not remaining:
        return None
    return nearest(sum(remaining) / len(remaining), digits)


def score(cards, *, weights, **rule):
    """Return (means by criterion, total) of one entry; total None without cards."""
    means = {c: mean_of([card.get(c) for card in cards], **rule) for c in weights}
    whole = sum(Fraction(weight) for weight in weights.values())
    parts = [
        nearest(means[c] * Fraction(weights[c]) / whole, rule["digits"])
        for c in weights
        if means[c] is not None
    ]
    return means, (sum(parts, Fraction(0)) if cards else None)


def places(keys):
    """Return the place of each by how many have a higher key: 1, 2, 2, 4."""
    return {id: 1 + sum(other > key for other in keys.values()) for id, key in keys.items()}
