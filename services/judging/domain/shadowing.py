"""What shadow judges score for practice, beside the panel and without a part in it."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from random import Random

from services.judging.domain.conflict import Candidate
from services.judging.domain.judge import Judge

Pair = tuple[str, str]

PANEL = "panel"


def apart(judges: Sequence[Judge]) -> tuple[list[Judge], list[Judge]]:
    """Return those whose scorecards count, and those who are shadows."""
    return [judge for judge in judges if not judge.shadow], [judge for judge in judges if judge.shadow]


def shadowed(
    shadows: Sequence[Judge],
    candidates: Sequence[Candidate],
    *,
    share: int,
    hard: Mapping[str, AbstractSet[str]],
    rng: Random,
) -> list[Pair]:
    """Return pairs (entry id, judge id) of `share` entries for each shadow, within what they take on.

    None is one that they must not judge; those that share a tag with them come first.
    """
    pairs: list[Pair] = []
    for judge in shadows:
        able = [entry for entry in candidates if entry.id not in hard.get(judge.id, ())]
        tags = {tag.casefold() for tag in judge.tags}
        drawn = rng.sample(able, len(able))
        drawn.sort(key=lambda entry: tags.isdisjoint(name.casefold() for name in entry.categories))
        pairs += [(entry.id, judge.id) for entry in drawn[: min(share, judge.commitment)]]
    return sorted(pairs)


def share_of(pairs: Sequence[Pair], judges: int) -> int:
    """Return how many entries a judge of the panel has, rounded up; none where there is no panel."""
    return -(-len(pairs) // judges) if judges else 0
