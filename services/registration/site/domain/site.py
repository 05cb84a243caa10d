"""The public site of an edition, as its organiser sets it up."""

from dataclasses import dataclass, field
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.site.domain.refusals import SiteChanged


@dataclass(slots=True)
class Site:
    """Its id is the edition's. Until it is `public`, search engines are asked to stay away."""

    id: str
    public: bool = False
    about: str = ""
    contact: str = ""
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def set(self, *, seen: int, public: bool, about: str, contact: str) -> bool:
        """Take the settings; return whether they differ. SiteChanged after another's change."""
        wanted = (public, about.replace("\r\n", "\n").strip(), contact.strip())
        if wanted == (self.public, self.about, self.contact):
            return False
        if self.version != seen:
            raise SiteChanged("somebody else changed the site meanwhile")
        self.public, self.about, self.contact = wanted
        return True

    def as_dict(self) -> dict[str, Any]:
        """Return the settings as everybody may see them."""
        names = ("public", "about", "contact", "version")
        return {"edition_id": self.id, **{name: getattr(self, name) for name in names}}
