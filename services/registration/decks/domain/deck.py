"""The versions of an entry's pitch deck."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schemas.refusal import NotFound
from services.registration.domain.fact import Fact

KEPT_VERSIONS = 10


@dataclass(frozen=True, slots=True)
class DeckVersion:
    """A file as it was submitted. `digest` is its SHA-256, `pictures` how many pages were drawn."""

    number: int
    digest: str
    name: str
    size: int
    pages: int
    pictures: int
    submitted_at: datetime


@dataclass(slots=True)
class Deck:
    """`id` is the entry's; `versions` are the newest ten, the newest last."""

    id: str
    edition_id: str
    versions: list[DeckVersion] = field(default_factory=list)
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @property
    def newest(self) -> DeckVersion | None:
        """The version that is shown."""
        return self.versions[-1] if self.versions else None

    def submit(
        self, digest: str, *, name: str, size: int, pages: int, pictures: int, now: datetime
    ) -> DeckVersion:
        """Make a file the newest version, unless it is that already; return the newest."""
        newest = self.newest
        if newest is None or newest.digest != digest:
            number = newest.number + 1 if newest else 1
            newest = DeckVersion(number, digest, name, size, pages, pictures, now)
            self.versions = [*self.versions, newest][-KEPT_VERSIONS:]
        return newest

    def at(self, number: int | None) -> DeckVersion:
        """Return a version by its number, the newest for None; NotFound when it is not kept."""
        wanted = (
            self.newest if number is None else next((v for v in self.versions if v.number == number), None)
        )
        if wanted is None:
            raise NotFound(f"the entry has no deck of version {number}")
        return wanted

    def as_dict(self, version: DeckVersion) -> dict[str, Any]:
        """Return a version as pages see it."""
        return {
            "entry_id": self.id,
            "version": version.number,
            "name": version.name,
            "size": version.size,
            "digest": version.digest,
            "pages": version.pages,
            "pictures": version.pictures,
            "submitted_at": version.submitted_at.isoformat(),
        }
