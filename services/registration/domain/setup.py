"""What an edition is run by, and a blueprint offers: stages, tracks and awards."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from services.registration.domain.award import AWARD_FIELDS, Award, check_award, read_award
from services.registration.domain.city import check_cities, read_cities
from services.registration.domain.fields import Fields, Problems
from services.registration.domain.refusals import SetUpInvalid
from services.registration.domain.rubric import repeated
from services.registration.domain.stage import STAGE_FIELDS, Stage, check_stage, read_stage
from services.registration.domain.track import TRACK_FIELDS, Track, read_track

SET_UP_FIELDS = ("name", "zone", "stages", "tracks", "cities", "awards")


@dataclass(frozen=True, slots=True)
class Parts:
    """Stages in their order, tracks, awards, and cities, of which none means any."""

    stages: tuple[Stage, ...]
    tracks: tuple[Track, ...]
    awards: tuple[Award, ...]
    cities: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the parts as they travel."""
        return {
            "stages": [stage.as_dict() for stage in self.stages],
            "tracks": [track.as_dict() for track in self.tracks],
            "cities": list(self.cities),
            "awards": [award.as_dict() for award in self.awards],
        }


@dataclass(frozen=True, slots=True)
class SetUp:
    """Everything of an edition that an organiser may change by hand."""

    name: str
    zone: str
    parts: Parts

    @classmethod
    def read(cls, data: object, *, zones: Collection[str]) -> "SetUp":
        """Return the set-up that the data describes.

        Raises SetUpInvalid, which names each field that is wrong and what is allowed there.
        """
        problems = Problems()
        fields = Fields(data, problems, known=SET_UP_FIELDS)
        name, zone = fields.text("name"), fields.text("zone")
        if problems.clean("zone"):
            problems.unless(
                zone in zones, "zone", zone, "the name of a time zone, such as Asia/Taipei or UTC"
            )
        parts = read_parts(fields, problems)
        if problems.found:
            wrong = ", ".join(problems.found)
            raise SetUpInvalid(f"the set-up is wrong at {wrong}", errors=problems.found)
        return cls(name=name, zone=zone, parts=parts)


def read_parts(fields: Fields, problems: Problems) -> Parts:
    """Return the parts that the fields describe; all that is wrong with them is noted at once."""
    parts = Parts(
        stages=tuple(read_stage(part) for part in fields.parts("stages", known=STAGE_FIELDS, at_least=1)),
        tracks=tuple(read_track(part) for part in fields.parts("tracks", known=TRACK_FIELDS)),
        awards=tuple(read_award(part) for part in fields.parts("awards", known=AWARD_FIELDS)),
        cities=read_cities(fields),
    )
    stage_ids = [stage.stage_id for stage in parts.stages]
    for n, stage in enumerate(parts.stages):
        check_stage(stage, problems, path=f"stages[{n}]", last=n == len(stage_ids) - 1)
    for n, award in enumerate(parts.awards):
        if problems.clean(f"awards[{n}]"):
            check_award(award, problems, path=f"awards[{n}]", stage_ids=stage_ids)
    check_cities(parts.cities, problems)
    _check_once("stages", "stage_id", stage_ids, problems)
    _check_once("tracks", "track_id", [track.track_id for track in parts.tracks], problems)
    _check_once("awards", "award_id", [award.award_id for award in parts.awards], problems)
    return parts


def _check_once(name: str, id_name: str, ids: list[str], problems: Problems) -> None:
    twice = repeated(id for id in ids if id)
    problems.unless(not twice, name, twice, f"each {id_name} once")
