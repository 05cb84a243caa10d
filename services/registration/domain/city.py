"""The cities of an edition: where its startups are, and its heats."""

from collections.abc import Iterable, Mapping, Sequence

from services.registration.domain.fields import SHORT, Fields, Problems
from services.registration.domain.ids import natural
from services.registration.domain.rubric import repeated

MOST_CITIES = 200


def read_cities(fields: Fields) -> tuple[str, ...]:
    """Return the cities that the fields list; none where all are allowed."""
    return tuple(city.strip() for city in fields.texts("cities"))


def check_cities(cities: Sequence[str], problems: Problems) -> None:
    """Note what no list of cities may have: blanks, the same one twice, too many."""
    for n, city in enumerate(cities):
        problems.unless(0 < len(city) <= SHORT, f"cities[{n}]", city, f"a text of at most {SHORT} characters")
    twice = repeated(natural(city) for city in cities if city)
    problems.unless(not twice, "cities", twice, "each city once")
    problems.unless(len(cities) <= MOST_CITIES, "cities", len(cities), f"a list of at most {MOST_CITIES}")


def spelled(cities: Iterable[str]) -> dict[str, str]:
    """Return the cities as they are spelled, by what they are compared by."""
    return {natural(city): city for city in cities}


def city_of(text: str, known: Mapping[str, str]) -> str | None:
    """Return a city as it is `spelled`, whatever its case; None for one that is not known.

    An empty text is no city, and where none is known every city will do.
    """
    return known.get(natural(text)) if known and text.strip() else text
