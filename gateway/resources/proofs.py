"""The proof of published results: one file, put together once and kept."""

import gzip
from typing import Any

from flask import Response, request

from gateway.resources.doors import doors, query
from gateway.resources.kept_proofs import Kept, Meta, write
from gateway.resources.room import Room
from schemas.api.proofs import ProofAnswer
from schemas.queries import GetProof, GetProofLeaves

blp = Room("proofs", __name__, description="What proves published results")


@blp.route("/editions/<id:edition_id>/stages/<id:stage_id>/proof")
@blp.response(200, ProofAnswer)
def get_proof(edition_id: str, stage_id: str) -> Any:
    """Return what proves the results, once they are public: rule, log and scorecards without judges."""
    wanted = {"edition_id": edition_id, "stage_id": stage_id}
    kept = doors().proofs.get(
        (edition_id, stage_id),
        meta=lambda: query(GetProof, **wanted),
        build=lambda meta: write(meta, lambda first, limit: _leaves(wanted, first, limit)),
    )
    response = _answered(kept)
    name = f"proof-{edition_id}-{stage_id}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(kept.tag, weak=True)
    return response.make_conditional(request)


def _answered(kept: Kept) -> Response:
    if "gzip" in request.accept_encodings:
        return Response(kept.packed, mimetype="application/json", headers={"Content-Encoding": "gzip"})
    return Response(gzip.decompress(kept.packed), mimetype="application/json")


def _leaves(wanted: Meta, first: int, limit: int) -> list[Meta]:
    leaves: list[Meta] = query(GetProofLeaves, **wanted, first=first, limit=limit)["leaves"]
    return leaves
