"""What founders are told, and what organisers chose that they are."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from services.scoring.domain.rows import Row
from services.scoring.domain.rule import Rule
from services.scoring.domain.standing import PUBLISHED
from services.scoring.feedback.domain.bands import band_of
from services.scoring.feedback.domain.release import BANDS, MEANS, FeedbackRelease
from services.scoring.feedback.handlers import release_of
from services.scoring.repository import ScoringStore

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def get_feedback_rule(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetFeedbackRule."""
    return release_of(query["edition_id"], query["stage_id"], store).as_dict()


def get_feedback(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetFeedback; a stage that was not released is not in it."""
    return {"stages": list(_stages(store, query))}


def _stages(store: ScoringStore, query: Wanted) -> Iterator[Answer]:
    for each in store.edition(query["edition_id"])["stages"]:
        release = release_of(query["edition_id"], each["stage_id"], store)
        standing = store.standings.find(release.id) if release.released else None
        if standing is None or standing.state != PUBLISHED:
            continue
        row = next((row for row in standing.rows if row.entry_id == query["entry_id"]), None)
        if row is not None:
            rule = store.stage(query["edition_id"], each["stage_id"]).rule
            told = _told(row, standing.rows, rule=rule, release=release)
            yield {"stage_id": each["stage_id"], "name": each["name"], **told}


def _told(row: Row, rows: list[Row], *, rule: Rule, release: FeedbackRelease) -> Answer:
    totals = [other.total for other in rows if other.total is not None]
    criteria = [
        {
            "criterion_id": criterion.criterion_id,
            "name": criterion.name,
            **_score(row.means[n], [o.means[n] for o in rows], scores=release.scores),
        }
        for n, criterion in enumerate(rule.criteria)
    ]
    return {
        "comments": release.comments,
        "scores": release.scores,
        "place": row.place if release.place else None,
        "shared": row.shared if release.place else None,
        "among": len(totals),
        "total": _score(row.total, totals, scores=release.scores),
        "criteria": criteria if release.scores in (BANDS, MEANS) else [],
    }


def _score(value: Decimal | None, others: list[Any], *, scores: str) -> Answer:
    among = [other for other in others if other is not None]
    return {
        "band": band_of(value, among) if scores == BANDS else None,
        "mean": str(value) if scores == MEANS and value is not None else None,
    }
