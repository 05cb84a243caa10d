"""The page on which anyone checks published results, and finds the head of the log before that."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, render_template, url_for

from gateway.clients import Unavailable
from gateway.resources.doors import query
from schemas.queries import FindProof, GetBoard, GetReceipts
from schemas.refusal import NotFound

pages = Blueprint("proof", __name__)


@pages.get("/editions/<id:edition_id>/stages/<id:stage_id>/proof")
def proof(edition_id: str, stage_id: str) -> str:
    """Explain the proof, and check it in the browser; while scoring is away a file can be checked."""
    edition_name, stage = _stage(edition_id, stage_id)
    here = {"edition_id": edition_id, "stage_id": stage_id}
    return render_template(
        "proof/proof.html",
        edition_id=edition_id,
        edition_name=edition_name,
        stage=stage,
        file=url_for("proofs.get_proof", **here),
        address=url_for("proof.proof", **here, _external=True),
    )


def proven_in(receipt: str) -> str | None:
    """Return the stage in whose public proof a judge finds the receipt, None while there is none."""
    with suppress(Unavailable):
        [found] = query(GetReceipts, receipts=[receipt])["receipts"]
        if found.get("scorecard_id"):
            stage_id: str | None = query(FindProof, scorecard_id=found["scorecard_id"])["stage_id"]
            return stage_id
    return None


def _stage(edition_id: str, stage_id: str) -> tuple[str, dict[str, Any]]:
    board: dict[str, Any] = {
        "name": "",
        "stages": [{"stage_id": stage_id, "name": "", "state": "", "proof": None}],
    }
    with suppress(Unavailable):
        board = query(GetBoard, edition_id=edition_id)
    found = next((stage for stage in board["stages"] if stage["stage_id"] == stage_id), None)
    if found is None:
        raise NotFound(f"there is no stage {stage_id!r}")
    return board["name"], found
