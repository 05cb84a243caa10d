"""What of a set-up has to stay, because something has happened by it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.registration.domain.setup import Parts
from services.registration.domain.stage import Stage

OPENED = "stage_opened"
CLOSED = "stage_closed"
WENT_ON = "entries_went_on"
HOLDS_ENTRIES = "holds_entries"
CERTIFIED = "results_certified"
IN_USE = "track_in_use"

# Once judges have been asked to score by it.
SCORED_BY = ("kind", "judges_per_entry", "assignment", "criteria", "panels", "rule", "board")


@dataclass(frozen=True, slots=True)
class Past:
    """What has happened in an edition, by the ids of stages and tracks."""

    opened: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    sent_on: frozenset[str] = frozenset()
    held_entries: frozenset[str] = frozenset()
    certified: frozenset[str] = frozenset()
    tracks_in_use: frozenset[str] = frozenset()

    def why_stays(self, stage_id: str) -> str | None:
        """Return why a stage can be neither removed nor moved, None when it can."""
        if stage_id in self.opened:
            return OPENED
        return HOLDS_ENTRIES if stage_id in self.held_entries else None


def broken_by(change: Parts, *, now: Parts, past: Past) -> dict[str, Any]:
    """Return what the change would break, by the path of the field: why, and of what.

    Paths are those of the change; what is missing from it is named by the list it was in.
    """
    return dict(
        [
            *_places(change.stages, now.stages, past),
            *_stages(change.stages, now.stages, past),
            *_tracks(change, now, past),
            *_awards(change, now, past),
        ]
    )


Broken = Iterator[tuple[str, Mapping[str, str]]]


def _places(change: Sequence[Stage], now: Sequence[Stage], past: Past) -> Broken:
    """A stage that has begun stays where it is, and so do those before it."""
    staying = [n for n, stage in enumerate(now) if past.why_stays(stage.stage_id)]
    for n, stage in enumerate(now[: max(staying, default=-1) + 1]):
        moved = n >= len(change) or change[n].stage_id != stage.stage_id
        if moved:
            why = past.why_stays(stage.stage_id) or next(
                filter(None, (past.why_stays(later.stage_id) for later in now[n:]))
            )
            yield "stages", _said(why, stage.name)
            return


def _stages(change: Sequence[Stage], now: Sequence[Stage], past: Past) -> Broken:
    known = {stage.stage_id: stage for stage in now}
    for n, stage in enumerate(change):
        before = known.get(stage.stage_id)
        if before is None:
            continue
        for fields, reached, why in (
            (SCORED_BY, past.opened, OPENED),
            (("grace_seconds",), past.closed, CLOSED),
            (("promote", "promotion"), past.sent_on, WENT_ON),
        ):
            if stage.stage_id in reached:
                for name in _different(before, stage, fields):
                    yield f"stages[{n}].{name}", _said(why, before.name)


def _tracks(change: Parts, now: Parts, past: Past) -> Broken:
    kept = {track.track_id for track in change.tracks}
    for track in now.tracks:
        if track.track_id in past.tracks_in_use and track.track_id not in kept:
            yield "tracks", _said(IN_USE, track.name)


def _awards(change: Parts, now: Parts, past: Past) -> Broken:
    names = {stage.stage_id: stage.name for stage in now.stages}
    before = {award.award_id: award for award in now.awards}
    for n, award in enumerate(change.awards):
        old = before.get(award.award_id)
        if old == award:
            continue
        for stage_id in {award.stage_id, old.stage_id if old else award.stage_id} & past.certified:
            yield f"awards[{n}].name", _said(CERTIFIED, names.get(stage_id, stage_id))
    kept = {award.award_id for award in change.awards}
    for award in now.awards:
        if award.award_id not in kept and award.stage_id in past.certified:
            yield "awards", _said(CERTIFIED, names.get(award.stage_id, award.stage_id))


def _different(before: Stage, after: Stage, names: Iterable[str]) -> list[str]:
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def _said(why: str, name: str) -> Mapping[str, str]:
    return {"why": why, "name": name}
