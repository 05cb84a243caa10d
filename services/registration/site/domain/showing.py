"""What an entry lets everybody see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.domain.startup import Startup
from services.registration.site.domain.refusals import ShowingChanged

DECK = "deck"
PARTS = ("description", "categories", "place", "founded_year", "website", DECK)
# A deck is shown only where the founder says so.
SHOWN = PARTS[:-1]

FIELDS: Mapping[str, tuple[str, ...]] = {"place": ("city", "country")}


@dataclass(slots=True)
class Showing:
    """Its id is the entry's. An entry that is not `listed` has no page and is in no gallery.

    A company's name and place in public results are never hidden by it.
    """

    id: str
    edition_id: str
    listed: bool = True
    parts: tuple[str, ...] = SHOWN
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def choose(self, *, seen: int, listed: bool, parts: Iterable[str]) -> bool:
        """Take the choice; return whether it differs. ShowingChanged after another's change."""
        chosen = tuple(part for part in PARTS if part in set(parts))
        if (listed, chosen) == (self.listed, self.parts):
            return False
        if self.version != seen:
            raise ShowingChanged("somebody else changed what the entry shows meanwhile")
        self.listed, self.parts = listed, chosen
        return True

    def shows(self, part: str) -> bool:
        """Return whether everybody sees that part."""
        return self.listed and part in self.parts

    def of(self, startup: Startup) -> dict[str, Any]:
        """Return what of the startup is for everybody: its name, and the parts that are shown."""
        known = startup.as_dict()
        shown: dict[str, Any] = {"company": startup.company}
        for part in SHOWN:
            for name in FIELDS.get(part, (part,)):
                shown[name] = known[name] if self.shows(part) else _nothing(known[name])
        return shown

    def as_dict(self) -> dict[str, Any]:
        """Return the choice as the founder sees it."""
        return {
            "entry_id": self.id,
            "listed": self.listed,
            "parts": list(self.parts),
            "version": self.version,
        }


def _nothing(value: Any) -> Any:
    return [] if isinstance(value, list) else "" if isinstance(value, str) else None
