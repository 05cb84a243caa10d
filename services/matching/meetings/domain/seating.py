"""At which table each meeting is: an investor stays at one table as far as can be, and startups walk."""

from collections import Counter
from collections.abc import Mapping, Sequence

from services.matching.meetings.domain.pair import Pair


def seat(
    pairs: Sequence[Pair],
    slot_of: Mapping[str, int],
    tables: Sequence[str],
    *,
    kept: Mapping[str, str],
    taken: Mapping[int, frozenset[str]],
) -> dict[str, str]:
    """Return a table by meeting. Who is `kept` at a table stays; tables that are `taken` at a slot are not given."""
    busy: dict[int, set[str]] = {slot: set(taken.get(slot, ())) for slot in slot_of.values()}
    seated: dict[str, str] = {}
    for pair in pairs:
        table = kept.get(pair.id)
        if table is not None and table not in busy[slot_of[pair.id]]:
            seated[pair.id] = table
            busy[slot_of[pair.id]].add(table)
    homes = _homes(pairs, slot_of, tables, seated)
    for pair in sorted(pairs, key=lambda each: slot_of[each.id]):
        if pair.id in seated:
            continue
        here, home = busy[slot_of[pair.id]], homes[pair.investor_id]
        table = home if home not in here else next(each for each in tables if each not in here)
        seated[pair.id] = table
        here.add(table)
    return seated


def _homes(
    pairs: Sequence[Pair], slot_of: Mapping[str, int], tables: Sequence[str], seated: Mapping[str, str]
) -> dict[str, str]:
    """Return a table for each investor: where they sit already, or the one that is the least in use when they meet."""
    used: dict[str, Counter[int]] = {table: Counter() for table in tables}
    slots: dict[str, list[int]] = {}
    sitting: dict[str, Counter[str]] = {}
    for pair in pairs:
        slots.setdefault(pair.investor_id, []).append(slot_of[pair.id])
        if pair.id in seated and seated[pair.id] in used:
            sitting.setdefault(pair.investor_id, Counter())[seated[pair.id]] += 1
    homes: dict[str, str] = {}
    for investor_id in sorted(slots, key=lambda id: (id not in sitting, -len(slots[id]), id)):
        if investor_id in sitting:
            home = max(tables, key=sitting[investor_id].__getitem__)
        else:
            home = min(tables, key=lambda table: sum(used[table][slot] for slot in slots[investor_id]))
        used[home].update(slots[investor_id])
        homes[investor_id] = home
    return homes
