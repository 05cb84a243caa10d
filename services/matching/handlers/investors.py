"""Investors and their shortlists."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.matching.domain.draft import Draft
from services.matching.domain.fit import AFTER_RESULTS, BEFORE_RESULTS
from services.matching.domain.investor import Investor, investor_id
from services.matching.domain.shortlist import Line, Shortlist
from services.matching.repository import MatchingStore, investor_answer, thesis_from

Answer = dict[str, Any]


def add_investors(command: Asked, store: MatchingStore) -> Answer:
    """Add investors; one who is there already takes on what is said now."""
    edition_id = command.data["edition_id"]
    store.edition(edition_id)
    told = {investor_id(edition_id, new["email"]): new for new in command.data["investors"]}
    known = store.investors.load(told)
    investors = [_investor(id, edition_id, new, known.get(id)) for id, new in told.items()]
    _save_all(store.investors, investors)
    return {"investors": [{"investor_id": i.id, "email": i.email} for i in investors]}


def state_thesis(command: Asked, store: MatchingStore) -> Answer:
    """Take on what an investor looks for, and answer the investor."""
    data = command.data
    investor = store.investor(data["edition_id"], data["investor_id"])
    investor.state_thesis(thesis_from(data["thesis"]).checked())
    store.investors.save(investor)
    return investor_answer(investor)


def breathe() -> None:
    """Let the process do what else it must: to say that it lives, for one."""
    time.sleep(0)


def publish_shortlists(
    command: Asked, store: MatchingStore, *, between: Callable[[], None] = breathe
) -> Answer:
    """Make every investor's shortlist anew; answers given before stay.

    `between` is called after each investor: a thousand of them take seconds.
    """
    edition_id = command.data["edition_id"]
    drawn = _draw(store, edition_id, length=command.data["length"], between=between)
    known, certificates = store.shortlists.load(drawn), store.certificates(edition_id)
    shortlists = [known.get(id) or Shortlist(id, edition_id) for id in drawn]
    changed = [each for each in shortlists if each.publish(drawn[each.id], certificates=certificates)]
    _save_all(store.shortlists, changed)
    return {"shortlists": len(drawn), "lines": sum(len(lines) for lines in drawn.values())}


def _investor(id: str, edition_id: str, new: Mapping[str, Any], known: Investor | None) -> Investor:
    thesis, portfolio = thesis_from(new["thesis"]).checked(), tuple(new["portfolio"])
    if known is None:
        return Investor(id, edition_id, new["name"], new["email"], new["firm"], thesis, portfolio)
    known.change(name=new["name"], firm=new["firm"], thesis=thesis, portfolio=portfolio)
    return known


def _draw(
    store: MatchingStore, edition_id: str, *, length: int, between: Callable[[], None]
) -> dict[str, tuple[Line, ...]]:
    store.edition(edition_id)
    criteria = AFTER_RESULTS if store.has_results(edition_id) else BEFORE_RESULTS
    draft = Draft(store.startups(edition_id), length=length, criteria=criteria)
    for investor in store.investors.select({"state.edition_id": edition_id}):
        draft.enter(investor)
        between()
    drawn = {}
    for id, lines in draft.play():
        drawn[id] = lines
        between()
    return drawn


def _save_all(repository: Any, aggregates: list[Any]) -> None:
    conflicts = repository.save_all(aggregates)
    if conflicts:
        raise VersionConflict("documents", [each.id for each in conflicts])
