"""A company, as it describes itself when it enters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from services.registration.domain.ids import make_id, natural

ADDRESS = re.compile(r"^(?:[a-z][a-z0-9+.\-]*://)?(?:www\.)?")


@dataclass(frozen=True, slots=True)
class Startup:
    """`rounds_usd` are amounts as text, newest first; None is undisclosed. `language` is that of its pitch."""

    startup_id: str
    company: str
    description: str = ""
    categories: tuple[str, ...] = ()
    founded_year: int | None = None
    city: str = ""
    state: str = ""
    country: str = ""
    website: str = ""
    status: str = ""
    investors: tuple[str, ...] = ()
    rounds_usd: tuple[str | None, ...] = ()
    language: str = ""

    @classmethod
    def described(cls, values: Mapping[str, Any]) -> "Startup":
        """Return the startup; without `startup_id` its id comes of its name and website."""
        company, website = values["company"].strip(), values.get("website", "").strip()
        return cls(
            startup_id=values.get("startup_id") or startup_id(company, website),
            company=company,
            description=values.get("description", "").strip(),
            categories=tuple(values.get("categories", ())),
            founded_year=values.get("founded_year"),
            city=values.get("city", "").strip(),
            state=values.get("state", "").strip(),
            country=values.get("country", "").strip(),
            website=website,
            status=values.get("status", "").strip(),
            investors=tuple(values.get("investors", ())),
            rounds_usd=tuple(
                None if amount is None else str(amount) for amount in values.get("rounds_usd", ())
            ),
            language=values.get("language", "").strip(),
        )

    @property
    def key(self) -> tuple[str, str]:
        """What tells startups apart: the name and the website, however they are written."""
        return startup_key(self.company, self.website)

    def as_dict(self) -> dict[str, Any]:
        """Return the startup as it travels."""
        values = {name: getattr(self, name) for name in NAMES}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


# Not asdict, which copies deeply: a file of entries is twenty thousand of these.
NAMES = tuple(field.name for field in fields(Startup))


def startup_key(company: str, website: str) -> tuple[str, str]:
    """Return name and website without what differs between ways of writing them."""
    return natural(company), ADDRESS.sub("", website.strip().casefold()).rstrip("/")


def startup_id(company: str, website: str) -> str:
    """Return the id of the startup of that name and website."""
    return make_id("s", *startup_key(company, website), digits=16)
