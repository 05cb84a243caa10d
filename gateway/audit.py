"""The audit trails of all services as one, newest first."""

from collections.abc import Iterator
from typing import Any

from gateway.resources.doors import query
from schemas.message import Query
from schemas.queries import (
    ListJudgingActs,
    ListMatchingActs,
    ListRegistrationActs,
    ListScoringActs,
    NamePeople,
)
from schemas.queries.audit import MOST_ACTS

TRAILS: tuple[type[Query], ...] = (ListRegistrationActs, ListJudgingActs, ListScoringActs, ListMatchingActs)


def acts(edition_id: str | None, *, by: str = "", kind: str = "", before: str = "", limit: int = 50) -> Any:
    """Return {"acts", "next", "people", "kinds"}; `next` is the `before` of the page after, None at the end.

    Each service gives as many as are wanted, so that the newest of all are among them.
    """
    wanted = {"edition_id": edition_id, "by": by, "kind": kind, "before": before, "limit": limit + 1}
    pages = [(trail.source, query(trail, **wanted)) for trail in TRAILS]
    found = [{**act, "service": source} for source, page in pages for act in page["acts"]]
    found.sort(key=lambda act: act["key"], reverse=True)
    names = _names({id for _, page in pages for id in page["people"]})
    here = [{**act, "name": names.get(act["by"], "")} for act in found[:limit]]
    return {
        "acts": here,
        "next": here[-1]["key"] if len(found) > limit else None,
        "people": [{"person_id": id, "name": name} for id, name in sorted(names.items(), key=lambda n: n[1])],
        "kinds": sorted({kind for _, page in pages for kind in page["kinds"]}),
    }


def rows(edition_id: str) -> Iterator[dict[str, Any]]:
    """Yield every act of an edition with each value it changed, one in a row."""
    before = ""
    while True:
        page = acts(edition_id, before=before, limit=MOST_ACTS)
        for act in page["acts"]:
            yield from rows_of(act)
        if page["next"] is None:
            return
        before = page["next"]


def rows_of(act: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each value that an act changed, one where it changed none."""
    told = {name: act[name] for name in ("at", "by", "name", "kind", "service", "outcome")}
    told["on"] = "; ".join(f"{name}={value}" for name, value in act["on"].items())
    nothing = dict.fromkeys(("of", "id", "field", "before", "after"))
    for change in act["changes"] or [nothing]:
        yield {**told, **{name: change[name] for name in nothing}, "more": act["more"]}


def _names(ids: set[str]) -> dict[str, str]:
    known = query(NamePeople, person_ids=sorted(ids))["people"] if ids else {}
    return {id: known.get(id, id) for id in ids}
