"""How well a startup fits what an investor looks for, and why.

Each criterion that the thesis names is worth its weight; a startup's fit is the share of it that
it meets, from 0 to 1. Every point of fit comes with a reason that can be checked against the data.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.matching.domain.investor import Investor, Thesis, folded

SEED_USD = Decimal(1_000_000)
EARLY_USD = Decimal(10_000_000)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Candidate:
    """A startup that takes part. `rounds_usd` is newest first, None undisclosed; `place` published."""

    entry_id: str
    company: str
    description: str = ""
    website: str = ""
    categories: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    rounds_usd: tuple[Decimal | None, ...] = ()
    place: int | None = None
    stage_name: str = ""
    words: frozenset[str] = field(default_factory=frozenset)

    @property
    def last_round_usd(self) -> Decimal | None:
        """The newest amount that was disclosed."""
        return next((amount for amount in self.rounds_usd if amount is not None), None)

    @property
    def company_stage(self) -> str:
        """By all that was raised and disclosed: seed below 1 million US dollars, early below 10."""
        raised = sum((amount for amount in self.rounds_usd if amount is not None), Decimal(0))
        if raised < SEED_USD:
            return "seed"
        return "early" if raised < EARLY_USD else "later"


@dataclass(frozen=True)
class Reason:
    """`code` names the criterion, `text` says it in English, `values` are what it rests on."""

    code: str
    text: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Fit:
    """`value` is from 0 to 1, two digits."""

    value: Decimal
    reasons: tuple[Reason, ...]


Criterion = Callable[[Thesis, Candidate], tuple[Decimal, Reason | None] | None]
CRITERIA: dict[str, tuple[int, Criterion]] = {}


def criterion(code: str, *, weight: int) -> Callable[[Criterion], Criterion]:
    """Register a criterion: None where the thesis has no preference, else a share and its reason."""

    def register(function: Criterion) -> Criterion:
        CRITERIA[code] = (weight, function)
        return function

    return register


def fit_of(investor: Investor, candidate: Candidate) -> Fit:
    """Return how well the candidate fits the investor's thesis."""
    earned, possible, reasons = Decimal(0), Decimal(0), []
    for weight, judge in CRITERIA.values():
        judged = judge(investor.thesis, candidate)
        if judged is None:
            continue
        share, reason = judged
        possible += weight
        earned += weight * share
        if reason is not None and share:
            reasons.append(reason)
    value = earned / possible if possible else Decimal(0)
    return Fit(value.quantize(HUNDREDTH, ROUND_HALF_UP), tuple(reasons))


@criterion("sector", weight=40)
def sector(thesis: Thesis, candidate: Candidate) -> tuple[Decimal, Reason | None] | None:
    """Sectors that both name; two are as good as more."""
    if not thesis.sectors:
        return None
    wanted = {folded(name) for name in thesis.sectors}
    shared = [name for name in candidate.categories if folded(name) in wanted]
    if not shared:
        return Decimal(0), None
    share = Decimal(1) if len(shared) > 1 else Decimal("0.75")
    return share, Reason("sector", f"Works in {_listed(shared)}, which you look for", {"sectors": shared})


@criterion("place", weight=15)
def place(thesis: Thesis, candidate: Candidate) -> tuple[Decimal, Reason | None] | None:
    """A city, state or country that the investor looks in."""
    if not thesis.places:
        return None
    wanted = {folded(name) for name in thesis.places}
    found = next((name for name in candidate.locations if folded(name) in wanted), None)
    if found is None:
        return Decimal(0), None
    return Decimal(1), Reason("place", f"Is in {found}, where you invest", {"place": found})


@criterion("company_stage", weight=15)
def company_stage(thesis: Thesis, candidate: Candidate) -> tuple[Decimal, Reason | None] | None:
    """The company's stage by what it has raised."""
    if not thesis.company_stages:
        return None
    stage = candidate.company_stage
    if stage not in thesis.company_stages or not candidate.rounds_usd:
        return Decimal(0), None
    return Decimal(1), Reason(
        "company_stage", f"Is at the {stage} stage by what it has raised", {"stage": stage}
    )


@criterion("ticket", weight=15)
def ticket(thesis: Thesis, candidate: Candidate) -> tuple[Decimal, Reason | None] | None:
    """The last disclosed round within what the investor puts in at once."""
    lowest, highest = thesis.ticket_lowest_usd, thesis.ticket_highest_usd
    if lowest is None and highest is None:
        return None
    last = candidate.last_round_usd
    if last is None or (lowest is not None and last < lowest) or (highest is not None and last > highest):
        return Decimal(0), None
    text = f"Its last disclosed round was {last:,.0f} US dollars, within your ticket size"
    return Decimal(1), Reason("ticket", text, {"last_round_usd": str(last)})


@criterion("words", weight=10)
def words(thesis: Thesis, candidate: Candidate) -> tuple[Decimal, Reason | None] | None:
    """Words of the thesis in the company's own description."""
    if not thesis.words:
        return None
    found = [word for word in thesis.words if folded(word) in candidate.words]
    if not found:
        return Decimal(0), None
    return Decimal(1), Reason("words", f"Speaks of {_listed(found)} in its description", {"words": found})


@criterion("result", weight=20)
def result(thesis: Thesis, candidate: Candidate) -> tuple[Decimal, Reason | None] | None:
    """A published place; the first is worth all, each later one less. No place weighs nothing."""
    if candidate.place is None:
        return None
    share = max(Decimal(0), 1 - Decimal(candidate.place - 1) / 20)
    text = f"Took place {candidate.place} in {candidate.stage_name}"
    return share, Reason("result", text, {"place": candidate.place, "stage": candidate.stage_name})


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as they are compared."""
    return frozenset(re.findall(r"[\w'-]+", text.casefold()))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(_shortened(names))


def _shortened(names: Sequence[str]) -> Iterator[str]:
    yield from names[:3]
    if len(names) > 3:
        yield f"{len(names) - 3} more"
