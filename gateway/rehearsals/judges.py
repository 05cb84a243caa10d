"""Judges who are made up."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from gateway.rehearsals.people import made_up
from gateway.rehearsals.startups import INVESTOR, SECTORS

# With fewer, a conflict of interest could leave an entry without enough judges.
ENOUGH_FOR_A_CONFLICT = 5
TAGS = 3


def judges_of(
    count: int, *, entries: int, seed: str, stages: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """Return so many judges as AddJudges takes them, each of whom may score every entry.

    Where there are enough, the first is with the firm that is invested in a startup. In those `stages` that
    have panels they sit in each in turn.
    """
    rng = Random(f"{seed} judges")
    panelled = [stage for stage in stages if stage.get("panels")]
    enough = ENOUGH_FOR_A_CONFLICT * max([len(stage["panels"]) for stage in panelled], default=1)
    return [
        {
            "name": name,
            "email": f"judge-{number + 1}@rehearsal.example",
            "firm": INVESTOR if number == 0 and count >= enough else "",
            "tags": sorted(rng.sample(SECTORS, TAGS)),
            "languages": [],
            "commitment": entries,
            **_seats(number, panelled),
        }
        for number, name in enumerate(made_up(rng, count))
    ]


def _seats(number: int, panelled: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    seats = {s["stage_id"]: s["panels"][number % len(s["panels"])]["panel_id"] for s in panelled}
    return {"panels": seats} if seats else {}
