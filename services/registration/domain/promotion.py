"""Who goes on to the next stage, by which part of the rule, and where that is open."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import Any

from schemas.refusal import Invalid
from services.registration.domain.refusals import NobodyPromoted, TieAcrossCut

GROUPS = ("", "track", "city", "session")
REFUSE, ALL, NONE, HAND, LOTS = "refuse", "all", "none", "hand", "lots"
WHOLE = 100
TIES = (REFUSE, ALL, NONE, HAND, LOTS)


@dataclass(frozen=True, slots=True)
class PromotionRule:
    """Who goes on of those whose total is at least `threshold`, and whose votes are at least `share` percent of
    all, where there is one.

    First the `per_group` first of each group, then by place whoever comes next, until there are `quota`
    in all; of neither where it is 0. Beside these the organiser may choose up to `choice` more. A group is
    a track, a city or a session, such as a heat; who is in none is in one with the others that are not.
    """

    quota: int = 0
    per_group: int = 0
    group_by: str = ""
    threshold: Decimal | None = None
    choice: int = 0
    share: Decimal | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "PromotionRule":
        """Return the rule that travelled."""
        numbers = {name: data.get(name) for name in ("threshold", "share")}
        return cls(**{**data, **{name: None if n is None else Decimal(n) for name, n in numbers.items()}})

    def as_dict(self) -> dict[str, Any]:
        """Return the rule as it travels, threshold and share as text."""
        numbers = {"threshold": self.threshold, "share": self.share}
        return {**asdict(self), **{name: None if n is None else str(n) for name, n in numbers.items()}}

    @property
    def chooses(self) -> bool:
        """Whether anybody can go on by it when no number in all is said."""
        return bool(self.per_group) or self.threshold is not None or self.share is not None

    def but(self, wanted: Mapping[str, Any]) -> "PromotionRule":
        """Return the rule with the parts that are wanted and not None; Invalid where it chooses nobody."""
        parts = ("quota", "per_group", "group_by", "threshold", "share")
        rule = replace(self, **{name: wanted[name] for name in parts if wanted.get(name) is not None})
        if rule.per_group and not rule.group_by:
            errors = {"group_by": {"came": "", "allowed": ", ".join(GROUPS[1:])}}
            raise Invalid("say by what the entries are grouped", errors=errors)
        if not (rule.quota or rule.chooses):
            raise Invalid(
                "say how many go on", errors={"quota": {"came": rule.quota, "allowed": "at least 1"}}
            )
        return rule


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and its certified place, counted from 1; entries may share one.

    `total` is text, empty where it is not known; `group` is what the rule goes by, empty for none. `of` is
    how many votes all of the result have together, 0 where places are by no votes.
    """

    entry_id: str
    company: str
    place: int
    total: str = ""
    group: str = ""
    of: int = 0


@dataclass(frozen=True, slots=True)
class Tie:
    """Entries that share the place at which a cut falls, and how many seats are left for them."""

    group: str
    place: int
    seats: int
    sharing: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What the organiser says of ties, and who goes on besides.

    `ties` is one of TIES; `by_hand` are those chosen of who shares a place, `chosen` those chosen in
    addition, both with a reason. Lots are drawn by `seed`, the same each time.
    """

    ties: str = REFUSE
    by_hand: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    seed: int = 0
    reason: str = ""


@dataclass
class Selection:
    """Why each goes on, or does not, by entry; and the ties in which that is open."""

    goes: dict[str, str] = field(default_factory=dict)
    stays: dict[str, str] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)


def select(results: Iterable[Placed], rule: PromotionRule, choice: Choice) -> Selection:
    """Return who goes on. A tie at a cut is open under `refuse`, else decided as the choice says.

    Raises NobodyPromoted without results, and Invalid for choices that the rule does not leave.
    """
    ordered = sorted(results, key=lambda placed: (placed.place, placed.company, placed.entry_id))
    if not ordered:
        raise NobodyPromoted("no entry with a certified place is still in the contest")
    selection = Selection()
    below = {placed.entry_id: why for placed in ordered if (why := _below(placed, rule))}
    able = [placed for placed in ordered if placed.entry_id not in below]
    selection.stays = dict(below)
    if rule.per_group:
        for group in sorted({placed.group for placed in able}):
            members = [placed for placed in able if placed.group == group]
            _cut(members, rule.per_group, group, selection, choice, why="group")
    if rule.quota:
        rest = [placed for placed in able if placed.entry_id not in selection.goes]
        _cut(rest, rule.quota - len(selection.goes), "", selection, choice, why="quota")
    if not (rule.quota or rule.per_group):
        selection.goes = {placed.entry_id: "reached" for placed in able}
    for placed in able:
        if placed.entry_id not in selection.goes:
            selection.stays.setdefault(placed.entry_id, "cut")
    for entry_id in selection.goes:
        selection.stays.pop(entry_id, None)
    _add_chosen(ordered, rule, choice, selection)
    return selection


def going_on(
    results: Iterable[Placed], *, rule: PromotionRule, choice: Choice
) -> tuple[list[Placed], dict[str, str]]:
    """Return those who go on, by place and company, and why each does.

    A tie that is open raises TieAcrossCut with the names of those who share the place; see `select`.
    """
    ordered = sorted(results, key=lambda placed: (placed.place, placed.company, placed.entry_id))
    selection = select(ordered, rule, choice)
    if selection.ties and choice.ties == REFUSE:
        raise _open(selection.ties, rule)
    return [placed for placed in ordered if placed.entry_id in selection.goes], selection.goes


def seed_of(command_id: str) -> int:
    """Return the seed of lots for which none was named: whoever asks cannot choose it afterwards."""
    return int.from_bytes(sha256(command_id.encode()).digest()[:4], "big") >> 1


def _below(placed: Placed, rule: PromotionRule) -> str:
    """Return which of the two an entry does not reach, empty where it reaches both."""
    if rule.threshold is not None and not (placed.total and Decimal(placed.total) >= rule.threshold):
        return "threshold"
    if rule.share is not None and not (placed.of and WHOLE * Decimal(placed.total) >= rule.share * placed.of):
        return "share"
    return ""


def _cut(
    members: Sequence[Placed], seats: int, group: str, selection: Selection, choice: Choice, *, why: str
) -> None:
    """Take the first `seats`; where the place at the cut is shared by more, as the choice says."""
    if seats <= 0 or not members:
        return
    last = members[:seats][-1].place
    above = [placed for placed in members if placed.place < last]
    sharing = tuple(placed for placed in members if placed.place == last)
    selection.goes |= {placed.entry_id: why for placed in above}
    left = seats - len(above)
    if len(sharing) <= left:
        selection.goes |= {placed.entry_id: why for placed in sharing}
        return
    tie = Tie(group, last, left, sharing)
    selection.ties.append(tie)
    taken = _taken(tie, choice)
    selection.goes |= dict.fromkeys(taken, f"tie_{choice.ties}")
    open_word = "tie" if choice.ties == REFUSE else "tie_lost"
    selection.stays |= {p.entry_id: open_word for p in sharing if p.entry_id not in taken}


def _taken(tie: Tie, choice: Choice) -> Collection[str]:
    ids = sorted(placed.entry_id for placed in tie.sharing)
    if choice.ties == ALL:
        return ids
    if choice.ties == LOTS:
        Random(f"{choice.seed}.{tie.group}.{tie.place}").shuffle(ids)  # noqa: S311 -- a lot that can be drawn again
        return ids[: tie.seats]
    if choice.ties == HAND:
        picked = [id for id in ids if id in choice.by_hand]
        if len(picked) > tie.seats:
            allowed = f"{tie.seats} of those who share place {tie.place}"
            errors = {"by_hand": {"came": len(picked), "allowed": allowed}}
            raise Invalid(f"more are chosen than seats are left: {allowed}", errors=errors)
        _demand_reason(choice)
        return picked
    return ()


def _add_chosen(ordered: Sequence[Placed], rule: PromotionRule, choice: Choice, selection: Selection) -> None:
    known = {placed.entry_id for placed in ordered}
    fresh = [id for id in dict.fromkeys(choice.chosen) if id not in selection.goes]
    if unknown := [id for id in fresh if id not in known]:
        allowed = "entries with a certified place that have not left"
        raise Invalid("not all can be chosen", errors={"chosen": {"came": unknown, "allowed": allowed}})
    if len(fresh) > rule.choice:
        allowed = f"at most {rule.choice} beside the rule"
        raise Invalid(
            f"too many are chosen: {allowed}", errors={"chosen": {"came": len(fresh), "allowed": allowed}}
        )
    if fresh:
        _demand_reason(choice)
    for id in fresh:
        selection.goes[id] = "choice"
        selection.stays.pop(id, None)


def _demand_reason(choice: Choice) -> None:
    if not choice.reason.strip():
        errors = {"reason": {"came": choice.reason, "allowed": "why these were chosen"}}
        raise Invalid("say why these were chosen", errors=errors)


def _open(ties: Sequence[Tie], rule: PromotionRule) -> TieAcrossCut:
    first = ties[0]
    names = [placed.company for placed in first.sharing]
    where = f" in {first.group}" if first.group else ""
    quota = rule.per_group if first.group or not rule.quota else rule.quota
    detail = (
        f"{', '.join(names)} share place {first.place}{where}, across the cut at {quota}; "
        "say whether all of them go on, none, some by hand, or by lot"
    )
    return TieAcrossCut(detail, errors={"place": first.place, "quota": quota, "companies": names})
