"""Taking scorecards, and telling what became of them. The first is the surge of results night."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from gateway.access.guard import identity, mine
from gateway.clients import Unavailable
from gateway.errors import field_errors
from gateway.resources.doors import doors, query
from gateway.resources.room import Room
from gateway.resources.strict_json import strict_json
from schemas.api.judging import (
    ReceiptsAnswer,
    ReceiptsParameters,
    SafeAnswer,
    SafeScorecardsAnswer,
    SubmitScorecardBody,
    SubmitScorecardsBody,
    UncheckedScorecardsBody,
)
from schemas.commands import SubmitScorecard
from schemas.envelope import wrap
from schemas.queries import GetCounted, GetReceipts
from schemas.receipt import receipt_for
from schemas.refusal import Invalid, Refusal
from services.chassis.telemetry import current

blp = Room("scorecards", __name__, description="Scorecards and receipts")

LARGEST_BODY = 64 * 1024
LARGEST_BATCH = 2 * 1024 * 1024
BODY = SubmitScorecardBody()
BATCH = UncheckedScorecardsBody()


class OtherJudge(Refusal):
    """Somebody else is signed in than who gave the marks; they stay on the phone."""

    code = "other_judge"
    status = 409


@blp.route("/scorecards", methods=["POST"])
@blp.doc(requestBody={"required": True, "content": {"application/json": {"schema": SubmitScorecardBody}}})
@blp.response(202, SafeAnswer)
def submit_scorecard() -> Response:
    """Take a judge's scorecard; 202 means that it is safe on disk."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise RequestEntityTooLarge
    raw = strict_json()
    receipt = tell_scorecard(raw, deadline=checked(raw).get("deadline"))
    return Response(f'{{"receipt":"{receipt}","state":"safe"}}', 202, content_type="application/json")


@blp.route("/scorecards/batch", methods=["POST"])
@blp.doc(requestBody={"required": True, "content": {"application/json": {"schema": SubmitScorecardsBody}}})
@blp.response(202, SafeScorecardsAnswer)
def submit_scorecards() -> Any:
    """Take scorecards that waited on a phone; 202 says of each whether it is safe on disk."""
    if (request.content_length or 0) > LARGEST_BATCH:
        raise RequestEntityTooLarge
    batch = loaded_by(BATCH, strict_json())
    results: list[dict[str, Any]] = []
    for raw in batch["scorecards"]:
        try:
            results.append(_told(raw, judge_id=batch["judge_id"]))
        except Unavailable as away:
            if not results:
                raise
            # Nobody waits for the broker once more: what is left is sent again as it is.
            left = batch["scorecards"][len(results) :]
            problem = {"status": 503, "code": "unavailable", "detail": away.detail}
            results += [{"command_id": _command_id(raw), "problem": problem} for raw in left]
            break
    return {"results": results}, 202


def _told(raw: Any, *, judge_id: str) -> dict[str, Any]:
    """Tell one scorecard of a batch; return its receipt, or why it is refused."""
    command_id = _command_id(raw)
    try:
        deadline = checked(raw).get("deadline")
        if mine("judge", raw["edition_id"]).subject_id != judge_id:
            raise OtherJudge("it was given by another judge than the one who is signed in")
        return {"command_id": command_id, "receipt": tell_scorecard(raw, deadline=deadline), "state": "safe"}
    except Refusal as refusal:
        problem = {"status": refusal.status, "code": refusal.code, "detail": refusal.detail}
        return {"command_id": command_id, "problem": {**problem, "errors": dict(refusal.errors)}}


def _command_id(raw: Any) -> str | None:
    named = raw.get("command_id") if isinstance(raw, dict) else None
    return named if isinstance(named, str) else None


def checked(raw: Any) -> dict[str, Any]:
    """Return it loaded; Invalid, with field, what came and what is allowed, when it is no scorecard."""
    return loaded_by(BODY, raw)


def loaded_by(schema: Schema, raw: Any) -> dict[str, Any]:
    """Return a body loaded; Invalid, with field, what came and what is allowed, when it does not fit."""
    try:
        loaded: dict[str, Any] = schema.load(raw)
    except ValidationError as error:
        raise Invalid(
            "the scorecard does not fit what this address takes",
            errors=field_errors(error.normalized_messages(), raw),
        ) from error
    return loaded


def tell_scorecard(raw: dict[str, Any], *, deadline: datetime | None) -> str:
    """Tell judging the checked scorecard, JSON-ready as it came, and return the receipt.

    It is told in the name of the judge that the session says, whatever it says itself.
    """
    through = doors()
    command_id = raw.pop("command_id")
    raw.pop("deadline", None)
    grant = mine("judge", raw["edition_id"])
    raw["judge_id"] = grant.subject_id
    receipt = receipt_for(command_id, raw)
    through.recent.check(command_id, receipt)
    through.tell.tell(
        wrap(
            SubmitScorecard,
            raw,
            subject=f"{raw['stage_id']}.{raw['entry_id']}.{raw['judge_id']}",
            id=command_id,
            time=datetime.now(UTC),
            traceparent=current(),
            deadline=deadline,
            by=identity().person_id,
        )
    )
    return receipt


@blp.route("/receipts")
@blp.arguments(ReceiptsParameters, location="query")
@blp.response(200, ReceiptsAnswer)
def get_receipts(parameters: dict[str, Any]) -> Any:
    """Tell what became of the judge's own scorecards: waiting, recorded, counted or refused."""
    return {"receipts": outcomes(parameters["receipt"])}


def outcomes(receipts: list[str]) -> list[dict[str, Any]]:
    """Return the outcome of each receipt; another judge's look as if never heard of."""
    own = {grant.subject_id for grant in identity().granted("judge")}
    found = query(GetReceipts, receipts=receipts)["receipts"]
    recorded = [r for r in found if r["state"] == "recorded" and r.get("judge_id") in own]
    counted = _counted(recorded)
    return [_outcome(r, own, counted) for r in found]


def _outcome(receipt: dict[str, Any], own: set[str | None], counted: set[str]) -> dict[str, Any]:
    waiting = {"receipt": receipt["receipt"], "state": "waiting", "refusal": None}
    if receipt["state"] == "waiting" or receipt.get("judge_id") not in own:
        return waiting
    state = receipt["state"]
    if state == "recorded" and receipt["scorecard_id"] in counted:
        state = "counted"
    return {**waiting, "state": state, "refusal": receipt.get("refusal")}


def _counted(recorded: list[dict[str, Any]]) -> set[str]:
    references = [{"scorecard_id": r["scorecard_id"], "revision": r["revision"]} for r in recorded]
    if not references:
        return set()
    try:
        return set(query(GetCounted, scorecards=references)["counted"])
    except Unavailable:
        return set()  # one tick until scoring answers again
