"""An investor, what they look for and what they hold."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis
from services.matching.domain.wording import key_of


def investor_id(edition_id: str, email: str) -> str:
    """Return the one id that a person has as an investor of an edition."""
    return f"i-{uuid5(NAMESPACE_URL, f'{edition_id}/{email.casefold()}').hex[:16]}"


@dataclass
class Investor:
    """`thesis_is_own` once the investor stated it; `portfolio` names companies held already."""

    id: str
    edition_id: str
    name: str
    email: str
    firm: str
    thesis: Thesis
    portfolio: tuple[str, ...] = ()
    thesis_is_own: bool = False
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def change(self, *, name: str, firm: str, thesis: Thesis, portfolio: tuple[str, ...]) -> None:
        """Take on what the organiser says now; a thesis that the investor stated stays."""
        self.name, self.firm, self.portfolio = name, firm, portfolio
        if not self.thesis_is_own:
            self.thesis = thesis

    def state_thesis(self, thesis: Thesis) -> None:
        """Take on what the investor says."""
        self.thesis, self.thesis_is_own = thesis, True

    @property
    def holdings(self) -> "Holdings":
        """What the investor and the firm hold, by name."""
        return Holdings(self.portfolio, names=(self.name, self.firm))


@dataclass(frozen=True)
class Holdings:
    """The companies that an investor of these `names` holds already."""

    portfolio: tuple[str, ...]
    names: tuple[str, ...]

    def include(self, startup: Startup) -> bool:
        """Return whether the startup is one of them, by the portfolio or by its own investors."""
        return startup.company_key in self._companies or not self._holders.isdisjoint(startup.investor_keys)

    @cached_property
    def _companies(self) -> frozenset[str]:
        return frozenset(key for company in self.portfolio if (key := key_of(company)))

    @cached_property
    def _holders(self) -> frozenset[str]:
        return frozenset(key for name in self.names if (key := key_of(name)))
