"""Read models: what proves published results, for everyone to check."""

import json
from collections.abc import Mapping
from typing import Any

from schemas.refusal import NotFound
from services.scoring.domain.leaves import Leaf
from services.scoring.domain.merkle import Tree, leaf_hash
from services.scoring.domain.refusals import NotPublished
from services.scoring.domain.rule import Stage
from services.scoring.domain.standing import PUBLISHED, Standing, standing_id
from services.scoring.repository import ScoringStore

Answer = dict[str, Any]
Wanted = Mapping[str, Any]

FORMAT = "darkhorse-proof/1"
# With an audience's votes in the totals, which who reads the first form alone would find wrong.
WITH_AUDIENCE = "darkhorse-proof/2"
# With panels, whose totals the earlier forms know nothing of; an audience's votes may be in it or not.
WITH_PANELS = "darkhorse-proof/3"
# By votes alone, without a mark.
BY_VOTES = "darkhorse-proof/4"


def get_proof(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetProof; NotPublished before, NotFound for results older than the log."""
    edition = store.edition(query["edition_id"])
    stage = store.stage(edition["edition_id"], query["stage_id"])
    standing = _published(store, stage)
    head = store.log.head(stage.edition_id)
    tree = Tree(store.log.hashes(stage.edition_id, head.size))
    return {
        "format": _format(standing, stage),
        "edition": {"edition_id": stage.edition_id, "name": edition["name"]},
        "stage": _stage(edition, stage),
        "certificate": standing.certificate,
        "head": standing.heads[-1],
        "heads": standing.heads,
        "consistency": [tree.consistency(each["size"]) for each in standing.heads],
        "log": head.as_dict(),
        "open": sorted(_open(store, stage.edition_id)),
        "entries": {row.entry_id: row.company for row in standing.rows},
        "withdrawn": standing.left_out,
        "certified": [row.as_dict(stage.rule) for row in standing.rows],
        "corrections": [
            {**each.public(), "consistency": tree.consistency(each.head["size"])}
            for each in standing.corrections
        ],
    }


def get_proof_leaves(store: ScoringStore, query: Wanted) -> Answer:
    """Answer GetProofLeaves; NotPublished before."""
    edition_id, first = query["edition_id"], query["first"]
    stage = store.stage(edition_id, query["stage_id"])
    shown = _open(store, edition_id)
    if stage.stage_id not in shown:
        raise _not_published(stage)
    leaves = store.log.leaves(edition_id, first, first + query["limit"])
    return {"leaves": [_leaf(index, data, shown) for index, data in enumerate(leaves, start=first)]}


def find_proof(store: ScoringStore, query: Wanted) -> Answer:
    """Answer FindProof."""
    card = store.scorecards.find(query["scorecard_id"]) or {}
    edition_id, _, stage_id = card.get("assigned", {}).get("standing", "").rpartition(".")
    public = stage_id in _open(store, edition_id)
    return {"stage_id": stage_id if public else None}


def _format(standing: Standing, stage: Stage) -> str:
    if stage.rule.by_votes:
        return BY_VOTES
    if stage.rule.panels:
        return WITH_PANELS
    return FORMAT if standing.audience is None else WITH_AUDIENCE


def _published(store: ScoringStore, stage: Stage) -> Standing:
    standing = store.standings.find(standing_id(stage.edition_id, stage.stage_id))
    if standing is None or standing.state != PUBLISHED:
        raise _not_published(stage)
    if standing.proof is None:
        raise NotFound(f"the results of {stage.stage_id} were frozen before there was a proof log")
    return standing


def _not_published(stage: Stage) -> NotPublished:
    return NotPublished(f"the results of {stage.stage_id} are not public yet")


def _open(store: ScoringStore, edition_id: str) -> set[str]:
    """Return the stages whose scorecards may be seen, without their judges."""
    return {id for id, state in store.glances.states(edition_id).items() if state == PUBLISHED}


def _leaf(index: int, data: bytes, shown: set[str]) -> Answer:
    leaf: Leaf = json.loads(data)
    seen = leaf if leaf["stage_id"] in shown else None
    return {"index": index, "hash": leaf_hash(data).hex(), "data": seen}


def _stage(edition: Mapping[str, Any], stage: Stage) -> Answer:
    """Return all that the result depends on, as the edition was started with it."""
    told = next(each for each in edition["stages"] if each["stage_id"] == stage.stage_id)
    names = ("stage_id", "name", "criteria", "rule", *(["panels"] if stage.rule.panels else []))
    return {key: told[key] for key in names}
