"""How numbers are rounded: by one way, from the exact quotient."""


def round_half_up(numerator: int, denominator: int) -> int:
    """Return the quotient as the nearest whole number, halves away from zero.

    The denominator must be above zero. This is ROUND_HALF_UP of the General Decimal Arithmetic
    Specification, taken from the exact quotient.
    """
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size
