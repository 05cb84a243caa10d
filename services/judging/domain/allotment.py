"""Which entries sit in which session of a stage."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.judging.domain.conflict import Candidate, same_name

CITY, TRACK, LOT, HAND = "city", "track", "lot", "hand"


@dataclass(frozen=True)
class Seat:
    """A session as far as allotting needs it: where its entries come from, or which they are."""

    session_id: str
    city: str = ""
    track: str = ""
    entry_ids: tuple[str, ...] = ()


def allot(
    candidates: Sequence[Candidate], seats: Sequence[Seat], *, by: str, seed: int
) -> dict[str, list[str]]:
    """Return the entries of each session, by session, each entry in one at most.

    By city or track an entry sits where its own is named, in the smallest of several; for an entry
    without a track its categories say. Whoever is at home nowhere, and by lot everybody, comes into
    the smallest as the lot draws them. The lot is
    `random.Random(seed).shuffle` of Python over the sorted ids. By hand it is as the seats say, and
    an entry that none names sits nowhere.
    """
    if by == HAND:
        return {seat.session_id: list(seat.entry_ids) for seat in seats}
    order = sorted(candidates, key=lambda candidate: candidate.id)
    random.Random(seed).shuffle(order)  # noqa: S311 -- a lot that anyone can draw again
    homes = {candidate.id: _homes(candidate, seats, by) for candidate in order}
    shares: dict[str, list[str]] = {seat.session_id: [] for seat in seats}
    for candidate in sorted(order, key=lambda candidate: not homes[candidate.id]):
        smallest = _smallest(homes[candidate.id] or list(shares), shares)
        shares[smallest].append(candidate.id)
    return shares


def _homes(candidate: Candidate, seats: Iterable[Seat], by: str) -> list[str]:
    if by == CITY:
        own = {same_name(candidate.city)} - {""}
        return [seat.session_id for seat in seats if same_name(seat.city) in own]
    named = [candidate.track] if candidate.track else candidate.categories
    own = {same_name(name) for name in named} - {""}
    return [seat.session_id for seat in seats if by == TRACK and same_name(seat.track) in own]


def _smallest(choice: Sequence[str], shares: Mapping[str, Sequence[str]]) -> str:
    return min(choice, key=lambda session_id: len(shares[session_id]))
