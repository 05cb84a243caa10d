"""One run of a programme: its stages, which of them are open, and who went on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from schemas.refusal import NotFound
from schemas.rehearsals import rehearsal_of, rehearsed
from services.registration.domain.award import Award
from services.registration.domain.blueprint import Blueprint
from services.registration.domain.fact import Fact
from services.registration.domain.fixed import Past, broken_by
from services.registration.domain.host import Programme
from services.registration.domain.ids import make_id, natural
from services.registration.domain.promotion import Placed, PromotionRule
from services.registration.domain.refusals import (
    AlreadyPromoted,
    EditionBegun,
    EditionExists,
    LastStage,
    NobodyPromoted,
    NoRehearsal,
    SetUpChanged,
    SetUpFixed,
    StageNotOpen,
    StageOver,
)
from services.registration.domain.setup import Parts, SetUp
from services.registration.domain.stage import Stage
from services.registration.domain.track import Track

PLANNED = "planned"
OPEN = "open"
CLOSED = "closed"


@dataclass(slots=True)
class StageRun:
    """A stage as it goes. `promoted` are those sent on to the next, None before the decision.

    `certificate` is that of the results by which they were, `decision` what was decided and why.
    """

    stage: Stage
    state: str = PLANNED
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    quota: int = 0
    promoted: list[Placed] | None = None
    certificate: int = 0
    decision: dict[str, Any] = field(default_factory=dict)

    @property
    def promotion(self) -> PromotionRule:
        """The rule by which entries went on, or are planned to."""
        if "rule" in self.decision:
            return PromotionRule.from_dict(self.decision["rule"])
        return replace(self.stage.promotion, quota=self.quota or self.stage.promote)

    def as_dict(self) -> dict[str, Any]:
        """Return the stage as pages see it."""
        return {
            **self.stage.as_dict(),
            "state": self.state,
            "opened_at": self.opened_at and self.opened_at.isoformat(),
            "closed_at": self.closed_at and self.closed_at.isoformat(),
            "promoted": bool(self.promoted),
            "promoted_by": self.certificate or None,
        }


@dataclass(slots=True)
class Edition:
    """Stages run one after the other; entries enter the first and are sent on from each.

    `set_up_version` is the version under which its set-up was last told.
    """

    id: str
    programme_id: str
    host: str
    programme: str
    name: str
    zone: str
    blueprint: str
    started_at: datetime
    runs: list[StageRun]
    awards: tuple[Award, ...]
    tracks: tuple[Track, ...] = ()
    cities: tuple[str, ...] = ()
    set_up_version: int = 1
    thrown_away_at: datetime | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def start(
        cls, programme: Programme, *, name: str, zone: str, blueprint: Blueprint, now: datetime
    ) -> "Edition":
        """Return the programme's edition of that name, set up as the blueprint says."""
        edition = cls(
            id=edition_id(programme.id, name),
            programme_id=programme.id,
            host=programme.host,
            programme=programme.name,
            name=name.strip(),
            zone=zone,
            blueprint=blueprint.blueprint,
            started_at=now,
            runs=[StageRun(stage) for stage in blueprint.stages],
            awards=blueprint.awards,
            tracks=blueprint.tracks,
            cities=blueprint.parts.cities,
            set_up_version=1,
        )
        edition.facts.append(("EditionStarted", edition._started()))
        return edition

    def rehearse(self, *, name: str, now: datetime) -> "Edition":
        """Return a rehearsal: an edition of that name with this set-up, told from real ones by its id.

        Raises EditionBegun once a stage was opened, and of a rehearsal.
        """
        if rehearsed(self.id) is not None:
            raise EditionBegun(f"{self.name} is a rehearsal itself; rehearse the edition that it is of")
        begun = [run.stage.name for run in self.runs if run.state != PLANNED]
        if begun:
            raise EditionBegun(f"{self.name} has begun: {', '.join(begun)} was opened")
        key = make_id("r", self.id, natural(name), digits=8).partition("-")[2]
        rehearsal = replace(
            self,
            id=rehearsal_of(self.id, key=key),
            name=name.strip(),
            started_at=now,
            runs=[StageRun(run.stage) for run in self.runs],
            set_up_version=1,
            version=0,
            facts=[],
        )
        rehearsal.facts.append(("EditionStarted", rehearsal._started()))
        return rehearsal

    def throw_away(self, *, now: datetime) -> bool:
        """Let a rehearsal be gone; return whether it was not before. NoRehearsal when it is a real edition."""
        if rehearsed(self.id) is None:
            raise NoRehearsal(f"{self.name} is no rehearsal, and stays")
        if self.thrown_away_at is not None:
            return False
        self.thrown_away_at = now
        return True

    @property
    def first(self) -> StageRun:
        """The stage that eligible entries enter."""
        return self.runs[0]

    def run(self, stage_id: str) -> StageRun:
        """Return a stage; NotFound names those there are."""
        return self.runs[self._position(stage_id)]

    def set_up_as(self, *, zone: str, blueprint: str) -> None:
        """Return when the edition was started just so; EditionExists otherwise."""
        if (self.zone, self.blueprint) != (zone, blueprint):
            raise EditionExists(
                f"{self.programme} has an edition {self.name!r} already, "
                f"from blueprint {self.blueprint} in {self.zone}",
                errors={"edition_id": self.id, "blueprint": self.blueprint, "zone": self.zone},
            )

    @property
    def parts(self) -> Parts:
        """Its stages, tracks, awards and cities as they are set up."""
        return Parts(tuple(run.stage for run in self.runs), self.tracks, self.awards, self.cities)

    def past(self, *, held_entries: Iterable[str], certified: Iterable[str], tracks: Iterable[str]) -> Past:
        """Return what has happened in the edition, with what others know of it."""
        return Past(
            opened=self._where(lambda run: run.state != PLANNED),
            closed=self._where(lambda run: run.state == CLOSED),
            sent_on=self._where(lambda run: run.promoted is not None),
            held_entries=frozenset(held_entries),
            certified=frozenset(certified),
            tracks_in_use=frozenset(tracks),
        )

    def change_set_up(self, set_up: SetUp, *, version: int, past: Past) -> None:
        """Be run by another set-up from now on; nothing happens when it is this one.

        Raises SetUpChanged when the edition is not of that version any more, and SetUpFixed,
        which says why of each field, when the change would break what has happened.
        """
        if (self.name, self.zone, self.parts) == (set_up.name, set_up.zone, set_up.parts):
            return
        if version != self.version:
            raise SetUpChanged(
                f"{self.name} was changed since version {version} was read; it is at {self.version}",
                errors={"at_version": {"came": version, "allowed": self.version}},
            )
        if broken := broken_by(set_up.parts, now=self.parts, past=past):
            raise SetUpFixed(f"this would break what has happened: {', '.join(broken)}", errors=broken)
        runs = {run.stage.stage_id: run for run in self.runs}
        self.name, self.zone = set_up.name, set_up.zone
        self.tracks, self.awards = set_up.parts.tracks, set_up.parts.awards
        self.cities = set_up.parts.cities
        self.runs = [
            replace(runs[stage.stage_id], stage=stage) if stage.stage_id in runs else StageRun(stage)
            for stage in set_up.parts.stages
        ]
        self.set_up_version = self.version + 1
        self.facts.append(("EditionStarted", self._started()))

    def takes_entries(self) -> None:
        """Return when entries may still come; StageOver once the first stage is closed."""
        if self.first.state == CLOSED:
            raise StageOver(f"{self.first.stage.name} is closed, so that no entry can join {self.name}")

    def has_track(self, track_id: str) -> None:
        """Return when the edition has the track, or none is named; NotFound names those there are."""
        known = [track.track_id for track in self.tracks]
        if track_id and track_id not in known:
            raise NotFound(f"{self.name} has no track {track_id!r}", errors={"track": {"known": known}})

    def open_stage(self, stage_id: str, *, now: datetime) -> None:
        """Take scorecards from `now` on; nothing happens to a stage that is open."""
        run = self.run(stage_id)
        if run.state == OPEN:
            return
        if run.state == CLOSED:
            raise StageOver(f"{run.stage.name} is closed, and is not opened again")
        before = self._before(stage_id)
        if before is not None and not before.promoted:
            raise NobodyPromoted(f"send entries on from {before.stage.name} before opening {run.stage.name}")
        run.state, run.opened_at = OPEN, now
        self._note("StageOpened", stage_id=stage_id, opened_at=now, set_up_version=self.set_up_version)

    def close_stage(self, stage_id: str, *, now: datetime) -> None:
        """Take no scorecard that comes after `now`; nothing happens to a stage that is closed."""
        run = self.run(stage_id)
        if run.state == CLOSED:
            return
        if run.state == PLANNED:
            raise StageNotOpen(f"{run.stage.name} was not opened yet")
        run.state, run.closed_at = CLOSED, now
        self._note("StageClosed", stage_id=stage_id, closed_at=now, set_up_version=self.set_up_version)

    def promotion_rule(self, stage_id: str, wanted: Mapping[str, Any]) -> PromotionRule:
        """Return the rule by which entries go on: as wanted, and of what is None as decided or planned.

        Raises LastStage where no stage follows, and Invalid where the rule chooses nobody.
        """
        self.stage_after(stage_id)
        return self.run(stage_id).promotion.but(wanted)

    def check_promoted(self, stage_id: str, wanted: Mapping[str, Any]) -> None:
        """Raise AlreadyPromoted where entries went on by another rule than is wanted."""
        run = self.run(stage_id)
        came, decided = self.promotion_rule(stage_id, wanted).as_dict(), run.promotion.as_dict()
        other = {
            name: {"came": value, "allowed": decided[name]}
            for name, value in came.items()
            if value != decided[name]
        }
        if other:
            raise AlreadyPromoted(
                f"{len(run.promoted or ())} entries went on from {run.stage.name} before, by another rule",
                errors=other,
            )

    def promote(
        self,
        stage_id: str,
        placed: Sequence[Placed],
        *,
        quota: int,
        certificate: int,
        decision: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep who goes on from a stage, beside who went on before; nobody is taken back.

        The decision stands: `check_promoted` refuses another, until the results are certified anew.
        """
        run = self.run(stage_id)
        before = run.promoted or []
        known = {each.entry_id for each in before}
        run.promoted = [*before, *(each for each in placed if each.entry_id not in known)]
        run.quota, run.certificate, run.decision = quota, certificate, dict(decision or {})

    def stage_after(self, stage_id: str) -> Stage:
        """Return the stage that follows; LastStage where none does."""
        position = self._position(stage_id) + 1
        if position == len(self.runs):
            raise LastStage(f"no stage follows {self.run(stage_id).stage.name}")
        return self.runs[position].stage

    def as_dict(self) -> dict[str, Any]:
        """Return the edition as pages see it."""
        return {
            "edition_id": self.id,
            "name": self.name,
            "host": self.host,
            "programme": self.programme,
            "zone": self.zone,
            "blueprint": self.blueprint,
            "started_at": self.started_at.isoformat(),
            "version": self.version,
            "stages": [run.as_dict() for run in self.runs],
            "tracks": [track.as_dict() for track in self.tracks],
            "cities": list(self.cities),
            "awards": [award.as_dict() for award in self.awards],
            "rehearses": rehearsed(self.id),
        }

    def _started(self) -> Mapping[str, Any]:
        return {
            "edition_id": self.id,
            "host": self.host,
            "programme": self.programme,
            "name": self.name,
            "zone": self.zone,
            **self.parts.as_dict(),
        }

    def _position(self, stage_id: str) -> int:
        ids = [run.stage.stage_id for run in self.runs]
        if stage_id not in ids:
            raise NotFound(f"{self.name} has no stage {stage_id!r}", errors={"stage_id": {"known": ids}})
        return ids.index(stage_id)

    def _where(self, holds: Callable[[StageRun], bool]) -> frozenset[str]:
        return frozenset(run.stage.stage_id for run in self.runs if holds(run))

    def _before(self, stage_id: str) -> StageRun | None:
        position = self._position(stage_id)
        return self.runs[position - 1] if position else None

    def _note(self, name: str, **data: Any) -> None:
        self.facts.append((name, {"edition_id": self.id, **data}))


def edition_id(programme_id: str, name: str) -> str:
    """Return the id of a programme's edition of that name."""
    return make_id("ed", programme_id, natural(name), digits=12)
