"""A ready programme set-up that an edition starts from."""

from dataclasses import dataclass, field
from typing import Any

from services.registration.domain.award import Award
from services.registration.domain.fact import Fact
from services.registration.domain.fields import LONG, Fields, Problems
from services.registration.domain.host import Host
from services.registration.domain.ids import make_id, natural
from services.registration.domain.refusals import BlueprintInvalid
from services.registration.domain.setup import Parts, read_parts
from services.registration.domain.stage import Stage
from services.registration.domain.track import Track

BLUEPRINT_FIELDS = ("name", "description", "stages", "tracks", "cities", "awards")


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Stages in their order, tracks, cities and awards. `blueprint` is the name it is asked for by."""

    blueprint: str
    name: str
    description: str
    parts: Parts

    @classmethod
    def read(cls, blueprint: str, data: object) -> "Blueprint":
        """Return the blueprint that the data, as parsed from a file, describes.

        Raises BlueprintInvalid, which names each field that is wrong and what is allowed there.
        """
        problems = Problems()
        fields = Fields(data, problems, known=BLUEPRINT_FIELDS)
        found = cls(
            blueprint=blueprint,
            name=fields.text("name"),
            description=fields.text("description", limit=LONG, default=""),
            parts=read_parts(fields, problems),
        )
        if problems.found:
            wrong = ", ".join(problems.found)
            raise BlueprintInvalid(f"blueprint {blueprint!r} is wrong at {wrong}", errors=problems.found)
        return found

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages in their order."""
        return self.parts.stages

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks."""
        return self.parts.tracks

    @property
    def awards(self) -> tuple[Award, ...]:
        """The awards."""
        return self.parts.awards

    def as_dict(self) -> dict[str, Any]:
        """Return the blueprint as it travels."""
        return {
            "blueprint": self.blueprint,
            "name": self.name,
            "description": self.description,
            **self.parts.as_dict(),
        }


@dataclass(slots=True)
class KeptBlueprint:
    """A blueprint that a host added itself. Its name tells it apart among those of its host."""

    id: str
    host_id: str
    host: str
    blueprint: Blueprint
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def add(cls, host: Host, blueprint: Blueprint) -> "KeptBlueprint":
        """Return the host's blueprint of that name."""
        id = make_id("bp", host.id, natural(blueprint.name), digits=12)
        kept = Blueprint(id, blueprint.name, blueprint.description, blueprint.parts)
        return cls(id=id, host_id=host.id, host=host.name, blueprint=kept)
