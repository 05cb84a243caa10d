"""Why scorecards cannot all be assigned, said so that an organiser knows what to do."""

from collections.abc import Iterable, Mapping

from services.judging.domain.conflict import Candidate
from services.judging.domain.refusals import TooFewJudges

NAMED = 5


def refuse_conflicted(able: Mapping[Candidate, int], *, needed: int) -> None:
    """Raise TooFewJudges naming the entries, each with its judges without a conflict; none: nothing."""
    if able:
        named = _named(f"{entry.company} has {count}" for entry, count in able.items())
        raise TooFewJudges(
            f"each entry needs {needed} judges without a hard conflict, and {named}",
            errors={
                "entry_ids": [entry.id for entry in able],
                "needed": needed,
                "without_conflict": {entry.id: count for entry, count in able.items()},
            },
        )


def refuse_short(short: Mapping[Candidate, int], *, needed: int, offered: int) -> None:
    """Raise TooFewJudges saying how many scorecards are short, of which entries; none: nothing."""
    if not short:
        return
    missing = sum(short.values())
    why = "" if offered < needed else ", but too few of them for entries where others have conflicts"
    raise TooFewJudges(
        f"{needed} scorecards are needed, the judges took on {offered}{why}: {missing} are short, among"
        f" them those of {_named(entry.company for entry in short)}; add judges or raise commitments",
        errors={
            "needed": needed,
            "offered": offered,
            "short": missing,
            "entry_ids": [entry.id for entry in short],
        },
    )


def _named(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - NAMED} more" if len(listed) > NAMED else ""
    return f"{', '.join(listed[:NAMED])}{more}"
