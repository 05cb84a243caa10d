"""An investor and what they look for."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass
class Thesis:
    """An empty list or None means no preference; ticket sizes are US dollars of one investment."""

    sectors: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    company_stages: list[str] = field(default_factory=list)
    ticket_lowest_usd: Decimal | None = None
    ticket_highest_usd: Decimal | None = None
    words: list[str] = field(default_factory=list)


@dataclass
class Investor:
    """`portfolio` names companies that the investor or the firm holds already."""

    id: str
    edition_id: str
    name: str
    email: str
    firm: str
    thesis: Thesis
    portfolio: list[str] = field(default_factory=list)
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def folded(text: str) -> str:
    """Return a text as it is compared: without case and with single spaces."""
    return " ".join(text.split()).casefold()
