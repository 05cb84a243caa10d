"""Stages that the audience's votes alone decide: how far the vote is, and where there are no judges to show."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from flask import render_template

from gateway.clients import Unavailable
from gateway.resources.doors import query
from schemas.queries import GetTurnout
from schemas.refusal import Refusal

KIND = "audience_vote"


def by_votes(stage: Mapping[str, Any]) -> bool:
    """Return whether the audience's votes alone decide the stage."""
    return bool(stage["kind"] == KIND)


def turnout_of(edition_id: str, stages: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return how many voted, without for whom; None where no stage is decided by it, or nobody answers."""
    if not any(by_votes(stage) for stage in stages):
        return None
    with suppress(Refusal, Unavailable):
        found = query(GetTurnout, edition_id=edition_id)
        return {**found, "votes": [{**vote, "rows": []} for vote in found["votes"]]}
    return None


def nobody_scores(edition: Mapping[str, Any], stage: Mapping[str, Any]) -> str:
    """Return the page that stands where another stage has its judges."""
    return render_template("vote/nobody_scores.html", edition=edition, stage=stage)
