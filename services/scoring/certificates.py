"""Read models: the certificates of a stage, each beside the one that it replaced."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from schemas.refusal import NotFound
from services.scoring.domain.correction import moves
from services.scoring.domain.refusals import NotCertified, NotPublished
from services.scoring.domain.rows import Row
from services.scoring.domain.rule import Stage
from services.scoring.domain.standing import FROZEN, PUBLISHED, Standing, standing_id
from services.scoring.repository import ScoringStore, replaced_rows

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def list_certificates(store: ScoringStore, query: Wanted) -> Answer:
    """Answer ListCertificates, the newest first."""
    stage, standing = _certified(store, query)
    rows = _rows(store, standing)
    told = [_first(standing)] + [
        _corrected(standing, number, moves(rows[before], rows[number])) for before, number in pairwise(rows)
    ]
    names = {"edition_id": stage.edition_id, "stage_id": stage.stage_id}
    return {**names, "state": standing.state, "certificates": told[::-1]}


def get_certificate(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetCertificate; NotFound names the numbers there are."""
    stage, standing = _certified(store, query)
    rows, number = _rows(store, standing), query["number"]
    if number not in rows:
        raise NotFound(f"there is no certificate {number}", errors={"number": {"known": sorted(rows)}})
    replaced_by = number + 1 if number < standing.certificate else None
    told = [{**row.as_dict(stage.rule), "award": row.award} for row in rows[number]]
    return {"stage_id": stage.stage_id, "number": number, "replaced_by": replaced_by, "rows": told}


def _certified(store: ScoringStore, query: Wanted) -> tuple[Stage, Standing]:
    stage = store.stage(query["edition_id"], query["stage_id"])
    if query["public"] and store.glances.states(stage.edition_id).get(stage.stage_id) != PUBLISHED:
        raise NotPublished(f"the results of {stage.stage_id} are not public yet")
    standing = store.standings.find(standing_id(stage.edition_id, stage.stage_id))
    if standing is None or standing.building or standing.state == FROZEN:
        raise NotCertified(f"the results of {stage.stage_id} are not certified")
    return stage, standing


def _rows(store: ScoringStore, standing: Standing) -> dict[int, list[Row]]:
    """Return the rows of each certificate by its number, in their order."""
    numbers = range(1, standing.certificate)
    kept = store.certificates.load(f"{standing.id}.{number}" for number in numbers)
    found = {number: replaced_rows(kept[f"{standing.id}.{number}"]["replaced"]) for number in numbers}
    return {**found, standing.certificate: standing.rows}


def _first(standing: Standing) -> Answer:
    return {"number": 1, "replaced_by": 2 if standing.corrected else None, "correction": None, "moved": []}


def _corrected(standing: Standing, number: int, moved: list[Answer]) -> Answer:
    made = next(each for each in standing.corrections if each.certificate == number)
    replaced_by = number + 1 if number < standing.certificate else None
    return {"number": number, "replaced_by": replaced_by, "correction": made.public(), "moved": moved}
