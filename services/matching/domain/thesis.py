"""What an investor looks for."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from services.matching.domain.places import covered_by
from services.matching.domain.refusals import TicketRange
from services.matching.domain.wording import dollars, key_of, terms_of


@dataclass(frozen=True)
class Thesis:
    """An empty part means no preference. Tickets are US dollars of one investment."""

    sectors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    company_stages: tuple[str, ...] = ()
    ticket_lowest: Decimal | None = None
    ticket_highest: Decimal | None = None
    words: tuple[str, ...] = ()

    def checked(self) -> "Thesis":
        """Return the thesis; TicketRange when its smallest ticket is larger than its largest."""
        lowest, highest = self.ticket_lowest, self.ticket_highest
        if lowest is not None and highest is not None and lowest > highest:
            came = {"ticket_lowest_usd": str(lowest), "ticket_highest_usd": str(highest)}
            raise TicketRange(
                f"tickets from {dollars(lowest)} to {dollars(highest)} hold nothing", errors=came
            )
        return self

    @cached_property
    def empty(self) -> bool:
        """Whether nothing is preferred."""
        return self == Thesis()

    @cached_property
    def sectors_by_key(self) -> dict[str, str]:
        """The sectors as they were written, by what is compared."""
        return {key_of(sector): sector for sector in self.sectors}

    @cached_property
    def sector_terms(self) -> dict[str, frozenset[str]]:
        """The words of each sector, by the sector as it was written."""
        return {sector: frozenset(terms_of(sector)) for sector in self.sectors}

    @cached_property
    def all_sector_terms(self) -> frozenset[str]:
        """The words of all sectors together."""
        return frozenset().union(*self.sector_terms.values())

    @cached_property
    def places_by_key(self) -> dict[str, str]:
        """The places as they were written, by the key of each place they stand for."""
        return {key: name for name in reversed(self.places) for key in covered_by(name)}

    @cached_property
    def folded_words(self) -> dict[str, str]:
        """The words and phrases as they were written, by their terms."""
        return {" ".join(terms): word for word in self.words if (terms := terms_of(word))}
