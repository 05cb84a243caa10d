"""What is better where loads leave a choice: no soft conflict, then a language, then a shared tag."""

from collections.abc import Sequence

from services.judging.domain.assignment.plan import Plan, bits
from services.judging.domain.assignment.registry import Task
from services.judging.domain.conflict import same_name
from services.judging.domain.judge import Judge
from services.judging.domain.tongues import foreign

UNTAGGED_COST = 1
FOREIGN_COST = 3  # more than the two tags that one trade can lose
SOFT_COST = 9  # more than two languages and two tags
PASSES = 3
LOOKS = 200


class Preferences:
    """Judges by entry, as bits: those in a soft conflict with it, those who do not list its language,
    and those who share a tag with it."""

    def __init__(self, task: Task, judges: Sequence[Judge]) -> None:
        by_tag: dict[str, int] = {}
        soft: dict[str, int] = {}
        for number, judge in enumerate(judges):
            for tag in {tag.casefold() for tag in judge.tags}:
                by_tag[tag] = by_tag.get(tag, 0) | 1 << number
            for entry_id in task.soft.get(judge.id, ()):
                soft[entry_id] = soft.get(entry_id, 0) | 1 << number
        self.soft = [soft.get(entry.id, 0) for entry in task.candidates]
        self.foreign = _foreign(task, judges)
        self.tagged = [_union(by_tag, entry.categories) for entry in task.candidates]

    def best(self, entry: int, judges: int) -> int:
        """Return those of `judges` that suit the entry best, at least one."""
        kind = judges & ~self.soft[entry] or judges
        fluent = kind & ~self.foreign[entry] or kind
        return fluent & self.tagged[entry] or fluent

    def cost(self, entry: int, judge: int) -> int:
        """Return how badly the judge suits the entry; 0 is as well as can be."""
        soft, tagged = self.soft[entry] >> judge & 1, self.tagged[entry] >> judge & 1
        foreign = self.foreign[entry] >> judge & 1
        return SOFT_COST * soft + FOREIGN_COST * foreign + UNTAGGED_COST * (1 - tagged)

    def better(self, entry: int, judge: int) -> int:
        """Return all judges who suit the entry better than this one."""
        if self.soft[entry] >> judge & 1:
            return ~self.soft[entry]
        if self.foreign[entry] >> judge & 1:
            return ~self.foreign[entry] & ~self.soft[entry]
        return (
            0
            if self.tagged[entry] >> judge & 1
            else self.tagged[entry] & ~self.soft[entry] & ~self.foreign[entry]
        )


def trade(plan: Plan, preferences: Preferences) -> None:
    """Let judges trade entries where that suits better. Loads stay what they are, as a whole.

    A local search, and not the best there is: few passes, and few looks for each pair.
    """
    for _ in range(PASSES):
        traded = False
        for entry, given in enumerate(plan.given):
            for judge in bits(given):
                traded = _improve(plan, preferences, entry, judge) or traded
        if not traded:
            return


def _improve(plan: Plan, preferences: Preferences, entry: int, judge: int) -> bool:
    takers = preferences.better(entry, judge) & plan.could_take(entry)
    if not takers:
        return False
    # The two loads change places.
    if plan.load[judge] and (lighter := takers & plan.free[plan.load[judge] - 1]):
        plan.move(entry, judge, next(bits(lighter)))
        return True
    found = _partner(plan, preferences, entry, judge, takers)
    if found is None:
        return False
    taker, other = found
    plan.move(entry, judge, taker)
    plan.move(other, taker, judge)
    return True


def _partner(
    plan: Plan, preferences: Preferences, entry: int, judge: int, takers: int
) -> tuple[int, int] | None:
    """Return who takes the entry, and which entry comes for it."""
    own, looks, own_bit = preferences.cost(entry, judge), LOOKS, 1 << judge
    for taker in bits(takers):
        gain = own - preferences.cost(entry, taker)
        for other in plan.owed[taker]:
            looks -= 1
            if looks < 0:
                return None
            if plan.could_take(other) & own_bit:
                loss = preferences.cost(other, judge) - preferences.cost(other, taker)
                if loss < gain:
                    return taker, other
    return None


def _foreign(task: Task, judges: Sequence[Judge]) -> list[int]:
    by_language: dict[str, int] = {}
    found = []
    for entry in task.candidates:
        language = same_name(entry.language)
        if language not in by_language:
            by_language[language] = sum(1 << n for n, judge in enumerate(judges) if foreign(judge, entry))
        found.append(by_language[language])
    return found


def _union(by_tag: dict[str, int], tags: Sequence[str]) -> int:
    found = 0
    for tag in {tag.casefold() for tag in tags}:
        found |= by_tag.get(tag, 0)
    return found
