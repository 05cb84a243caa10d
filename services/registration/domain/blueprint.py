"""A ready programme set-up that an edition starts from."""

from dataclasses import dataclass
from typing import Any

from services.registration.domain.award import AWARD_FIELDS, Award, check_award, read_award
from services.registration.domain.fields import LONG, Fields, Problems
from services.registration.domain.refusals import BlueprintInvalid
from services.registration.domain.rubric import repeated
from services.registration.domain.stage import STAGE_FIELDS, Stage, check_stage, read_stage
from services.registration.domain.track import TRACK_FIELDS, Track, read_track

BLUEPRINT_FIELDS = ("name", "description", "stages", "tracks", "awards")


@dataclass(frozen=True, slots=True)
class Blueprint:
    """Stages in their order, tracks and awards. `blueprint` is the name it is asked for by."""

    blueprint: str
    name: str
    description: str
    stages: tuple[Stage, ...]
    awards: tuple[Award, ...]
    tracks: tuple[Track, ...] = ()

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
            stages=tuple(read_stage(part) for part in fields.parts("stages", known=STAGE_FIELDS, at_least=1)),
            awards=tuple(read_award(part) for part in fields.parts("awards", known=AWARD_FIELDS)),
            tracks=tuple(read_track(part) for part in fields.parts("tracks", known=TRACK_FIELDS)),
        )
        if not problems.found:
            _check(found, problems)
        if problems.found:
            wrong = ", ".join(problems.found)
            raise BlueprintInvalid(f"blueprint {blueprint!r} is wrong at {wrong}", errors=problems.found)
        return found

    def as_dict(self) -> dict[str, Any]:
        """Return the blueprint as it travels."""
        return {
            "blueprint": self.blueprint,
            "name": self.name,
            "description": self.description,
            "stages": [stage.as_dict() for stage in self.stages],
            "tracks": [track.as_dict() for track in self.tracks],
            "awards": [award.as_dict() for award in self.awards],
        }


def _check(blueprint: Blueprint, problems: Problems) -> None:
    last = len(blueprint.stages) - 1
    for n, stage in enumerate(blueprint.stages):
        check_stage(stage, problems, path=f"stages[{n}]", last=n == last)
    stage_ids = [stage.stage_id for stage in blueprint.stages]
    for n, award in enumerate(blueprint.awards):
        check_award(award, problems, path=f"awards[{n}]", stage_ids=stage_ids)
    problems.unless(not repeated(stage_ids), "stages", repeated(stage_ids), "each stage_id once")
    twice = repeated(award.award_id for award in blueprint.awards)
    problems.unless(not twice, "awards", twice, "each award_id once")
    twice = repeated(track.track_id for track in blueprint.tracks)
    problems.unless(not twice, "tracks", twice, "each track_id once")
