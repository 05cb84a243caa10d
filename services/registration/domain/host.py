"""Who runs contests, and under which brands."""

from dataclasses import dataclass, field

from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id, natural


@dataclass(slots=True)
class Host:
    """The organisation that runs programmes. Its name is what tells it apart."""

    id: str
    name: str
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def create(cls, name: str) -> "Host":
        """Return the host of that name."""
        return cls(id=make_id("h", natural(name), digits=12), name=name.strip())


@dataclass(slots=True)
class Programme:
    """A host's long-lived brand. Its name tells it apart among those of its host."""

    id: str
    host_id: str
    host: str
    name: str
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def create(cls, host: Host, *, name: str) -> "Programme":
        """Return the host's programme of that name."""
        id = make_id("pr", host.id, natural(name), digits=12)
        return cls(id=id, host_id=host.id, host=host.name, name=name.strip())
