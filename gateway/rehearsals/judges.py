"""Judges who are made up."""

from random import Random
from typing import Any

from gateway.rehearsals.people import made_up
from gateway.rehearsals.startups import INVESTOR, SECTORS

# With fewer, a conflict of interest could leave an entry without enough judges.
ENOUGH_FOR_A_CONFLICT = 5
TAGS = 3


def judges_of(count: int, *, entries: int, seed: str) -> list[dict[str, Any]]:
    """Return so many judges as AddJudges takes them, each of whom may score every entry.

    Where there are enough, the first is with the firm that is invested in a startup.
    """
    rng = Random(f"{seed} judges")
    return [
        {
            "name": name,
            "email": f"judge-{number + 1}@rehearsal.example",
            "firm": INVESTOR if number == 0 and count >= ENOUGH_FOR_A_CONFLICT else "",
            "tags": sorted(rng.sample(SECTORS, TAGS)),
            "languages": [],
            "commitment": entries,
        }
        for number, name in enumerate(made_up(rng, count))
    ]
