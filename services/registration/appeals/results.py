"""Which results of an entry are public, and until when there may be an appeal against each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from services.chassis.messaging import Envelope
from services.registration.appeals.domain.rule import AppealRule
from services.registration.domain.edition import Edition
from services.registration.domain.entry import DISQUALIFIED, Entry
from services.registration.repository import RegistrationStore, results_id


@dataclass(frozen=True, slots=True)
class PublicResult:
    """A public result of an entry; `place` is None where it was disqualified in that stage."""

    stage_id: str
    stage: str
    certificate: int
    place: int | None
    published_at: datetime


def keep_published(event: Envelope, store: RegistrationStore) -> None:
    """Keep the public results of a stage and since when; a later certificate replaces an earlier one."""
    rows = [{"entry_id": row["entry_id"], "place": row["place"]} for row in event.data["rows"]]
    values = {"certificate": event.data["certificate"], "at": event.time.isoformat(), "rows": rows}
    id = results_id(event.data["edition_id"], event.data["stage_id"])
    store.results.put(id, "published", version=event.aggregate_version, values=values)


def public_results(edition: Edition, entry: Entry, store: RegistrationStore) -> Iterator[PublicResult]:
    """Yield the public results of an entry, by stage in their order."""
    copies = store.results.load(results_id(edition.id, run.stage.stage_id) for run in edition.runs)
    for run in edition.runs:
        published = copies.get(results_id(edition.id, run.stage.stage_id), {}).get("published")
        if published is None:
            continue
        places = {row["entry_id"]: row["place"] for row in published["rows"]}
        left_here = entry.state == DISQUALIFIED and entry.stage_id == run.stage.stage_id
        if entry.id in places or left_here:
            yield PublicResult(
                stage_id=run.stage.stage_id,
                stage=run.stage.name,
                certificate=published["certificate"],
                place=places.get(entry.id),
                published_at=datetime.fromisoformat(published["at"]),
            )


def rule_of(edition_id: str, store: RegistrationStore) -> AppealRule:
    """Return the rule for appeals of an edition; as it is before anybody chose where nobody did."""
    store.editions.get(edition_id)
    rule: AppealRule | None = store.appeal_rules.find(edition_id)
    return rule or AppealRule(edition_id)
