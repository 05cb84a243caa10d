"""What matching knows of a startup in an edition."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from services.matching.domain.company_stage import CompanyStage, company_stage
from services.matching.domain.places import Place, places_of
from services.matching.domain.wording import Prose, key_of, terms_of


@dataclass(frozen=True, slots=True)
class PublishedPlace:
    """A place in the published results of a stage."""

    stage: str
    place: int
    shared: bool


@dataclass(frozen=True)
class Startup:
    """`rounds` are US dollars, newest first, None for an undisclosed amount."""

    entry_id: str
    company: str
    description: str = ""
    categories: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    country: str = ""
    investors: tuple[str, ...] = ()
    rounds: tuple[Decimal | None, ...] = ()
    published: PublishedPlace | None = None

    @cached_property
    def categories_by_key(self) -> Mapping[str, str]:
        """The categories as they were written, by what is compared."""
        return {key_of(category): category for category in self.categories}

    @cached_property
    def category_terms(self) -> Mapping[str, frozenset[str]]:
        """The words of each category, by the category as it was written."""
        return {category: frozenset(terms_of(category)) for category in self.categories}

    @cached_property
    def all_category_terms(self) -> frozenset[str]:
        """The words of all categories together."""
        return frozenset().union(*self.category_terms.values())

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """City, state and country by what is compared, the finest first."""
        return places_of(city=self.city, state=self.state, country=self.country)

    @cached_property
    def stage(self) -> CompanyStage | None:
        """How far the company has come, None where its rounds leave it open."""
        return company_stage(self.rounds)

    @cached_property
    def last_round(self) -> Decimal | None:
        """The newest amount that is disclosed."""
        return next((amount for amount in self.rounds if amount is not None), None)

    @cached_property
    def prose(self) -> Prose:
        """The description, ready to be searched."""
        return Prose.of(self.description)

    @cached_property
    def company_key(self) -> str:
        """The company's name as it is compared."""
        return key_of(self.company)

    @cached_property
    def investor_keys(self) -> frozenset[str]:
        """The names of who holds a part of it, as they are compared."""
        return frozenset(key_of(name) for name in self.investors)
