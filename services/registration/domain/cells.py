"""What the cells of a CSV may hold."""

import re
from collections.abc import Callable
from decimal import Decimal

from services.registration.domain.fields import shown

FIRST_YEAR = 1800
LAST_YEAR = 2100
AMOUNT = re.compile(r"\d{1,15}(?:\.\d{1,2})?", re.ASCII)


class CellWrong(ValueError):
    """A cell holds what is not allowed; says what came and what is allowed."""


def text(limit: int, *, required: bool = False) -> Callable[[str], str]:
    """Return a reader of texts of at most `limit` characters."""

    def read(cell: str) -> str:
        if required and not cell:
            raise CellWrong(f"came empty; a text of 1 to {limit} characters is allowed")
        if len(cell) > limit:
            raise CellWrong(f"came with {len(cell)} characters; at most {limit} are allowed")
        return cell

    return read


def names(cell: str) -> tuple[str, ...]:
    """Read names separated by bars; they may repeat."""
    return tuple(name for part in cell.split("|") if (name := part.strip()))


def year(cell: str) -> int | None:
    """Read a year, None for an empty cell."""
    if not cell:
        return None
    if re.fullmatch(r"\d{4}", cell, re.ASCII) and FIRST_YEAR <= int(cell) <= LAST_YEAR:
        return int(cell)
    raise CellWrong(f"came as {shown(cell)}; a year from {FIRST_YEAR} to {LAST_YEAR} is allowed")


def amounts(cell: str) -> tuple[str | None, ...]:
    """Read amounts in dollars separated by bars; what is empty between bars is undisclosed."""
    return tuple(_amount(part.strip()) for part in cell.split("|")) if cell else ()


def _amount(part: str) -> str | None:
    if not part:
        return None
    if not AMOUNT.fullmatch(part):
        raise CellWrong(f"came as {shown(part)}; plain numbers such as 250000, separated by |, are allowed")
    return str(Decimal(part))
