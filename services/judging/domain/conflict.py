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
    city: str = ""
    track: str = ""
    language: str = ""


def same_name(text: str) -> str:
    """Return a name as it is compared: without case and with single spaces."""
    return " ".join(text.split()).casefold()


def entries_by_investor(candidates: Iterable[Candidate]) -> dict[str, set[str]]:
    """Return the entries that each investor, named as it is compared, invested in."""
    held: dict[str, set[str]] = {}
    for entry in candidates:
        for investor in entry.investors:
            held.setdefault(same_name(investor), set()).add(entry.id)
    return held


def invested(judge: Judge, by_investor: Mapping[str, set[str]]) -> set[str]:
    """Return the entries that the judge, or the judge's firm, invested in."""
    return set(investors_in(judge, by_investor))


def investors_in(judge: Judge, by_investor: Mapping[str, set[str]]) -> dict[str, str]:
    """Return by which name, the judge's or else the firm's, they invested, by entry."""
    own = [name for name in (judge.firm, judge.name) if same_name(name)]
    return {entry_id: name for name in own for entry_id in by_investor.get(same_name(name), ())}


def hard_conflicts(judges: Iterable[Judge], candidates: Iterable[Candidate]) -> dict[str, set[str]]:
    """Return, by judge, the entries the judge must never score: declared, or invested in."""
    by_investor = entries_by_investor(candidates)
    return {judge.id: _declared(judge, HARD) | invested(judge, by_investor) for judge in judges}


def soft_conflicts(judges: Iterable[Judge]) -> dict[str, set[str]]:
    """Return, by judge, the entries better left to others."""
    return {judge.id: set(judge.conflicts) - _declared(judge, HARD) for judge in judges}


def _declared(judge: Judge, kind: str) -> set[str]:
    return {entry_id for entry_id, conflict in judge.conflicts.items() if conflict.kind == kind}
