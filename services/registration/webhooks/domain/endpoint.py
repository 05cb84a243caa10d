"""Where another program wants to be told what happens in an edition."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.webhooks.domain.refusals import EndpointChanged

KINDS = (
    *("entry.submitted", "entry.screened", "entry.promoted", "entry.withdrawn"),
    *("stage.opened", "stage.closed", "results.published", "intro.made"),
    "meetings.scheduled",
)
TEST = "test"
MOST = 10


@dataclass(slots=True)
class Endpoint:
    """`secret` signs what is sent; it is told once, to who makes the endpoint."""

    id: str
    edition_id: str
    url: str
    kinds: tuple[str, ...]
    secret: str
    made_at: datetime
    on: bool = True
    removed: bool = False
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def wants(self, kind: str) -> bool:
        """Return whether it is to be told of that kind."""
        return self.takes and (kind == TEST or kind in self.kinds)

    @property
    def takes(self) -> bool:
        """Whether anything is sent to it."""
        return self.on and not self.removed

    def change(self, *, seen: int, url: str, kinds: Iterable[str], on: bool) -> bool:
        """Take the settings; return whether they differ. EndpointChanged after another's change."""
        wanted = (url, tuple(kind for kind in KINDS if kind in set(kinds)), on)
        if wanted == (self.url, self.kinds, self.on):
            return False
        if self.version != seen:
            raise EndpointChanged("somebody else changed the endpoint meanwhile")
        self.url, self.kinds, self.on = wanted
        return True

    def as_dict(self) -> dict[str, Any]:
        """Return the endpoint as organisers see it, without its secret."""
        return {
            "endpoint_id": self.id,
            "url": self.url,
            "kinds": list(self.kinds),
            "on": self.on,
            "made_at": self.made_at.isoformat(),
            "version": self.version,
        }
