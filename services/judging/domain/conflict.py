"""Conflicts of interest that follow from who invested in whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.judging.domain.judge import HARD, Judge


@dataclass(frozen=True)
class Candidate:
    """An entry as far as assigning judges needs it."""

    id: str
    company: str
    categories: tuple[str, ...] = ()
    investors: tuple[str, ...] = ()


def same_name(text: str) -> str:
    """Return a name as it is compared: without case and with single spaces."""
    return " ".join(text.split()).casefold()


def invested(judge: Judge, investors: Iterable[str]) -> bool:
    """Return whether the judge, or the judge's firm, is among a startup's investors."""
    own = {same_name(judge.name), same_name(judge.firm)} - {""}
    return any(same_name(investor) in own for investor in investors)


def hard_conflicts(judges: Iterable[Judge], candidates: Iterable[Candidate]) -> dict[str, set[str]]:
    """Return, by judge, the entries the judge must never score: declared, or invested in."""
    entries = list(candidates)
    by_investor: dict[str, set[str]] = {}
    for entry in entries:
        for investor in entry.investors:
            by_investor.setdefault(same_name(investor), set()).add(entry.id)
    return {judge.id: _declared(judge, HARD) | _held(judge, by_investor) for judge in judges}


def soft_conflicts(judges: Iterable[Judge]) -> dict[str, set[str]]:
    """Return, by judge, the entries better left to others."""
    return {judge.id: set(judge.conflicts) - _declared(judge, HARD) for judge in judges}


def _declared(judge: Judge, kind: str) -> set[str]:
    return {entry_id for entry_id, conflict in judge.conflicts.items() if conflict.kind == kind}


def _held(judge: Judge, by_investor: Mapping[str, set[str]]) -> set[str]:
    held = by_investor.get(same_name(judge.name), set())
    return held | (by_investor.get(same_name(judge.firm), set()) if judge.firm.strip() else set())
