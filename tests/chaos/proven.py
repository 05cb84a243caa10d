"""What the proof log has of a night: its results made public, and checked by who knows nothing of them."""

from collections import Counter
from datetime import UTC, datetime

from infra.proof.verify import verify
from schemas.events import StageClosed
from tests.chaos.night import STAGE_ID, Night
from tests.support.hall import Hall
from tests.support.waiting import until


def faults(night: Night) -> list[str]:
    """Publish the results; return the checks that do not hold, and the receipts that are in several leaves."""
    proof = publish(night)
    checks = verify(proof, receipts=night.confirmed)
    digests = Counter(
        receipt["digest"] for leaf in proof["log"]["leaves"] for receipt in leaf["data"].get("receipts", ())
    )
    twice = [f"{digest} is in {times} leaves" for digest, times in digests.items() if times > 1]
    return [check.said for check in checks if not check.held] + twice


def publish(night: Night) -> dict:
    """Close, freeze, certify and publish; return the whole proof."""
    stage = {"edition_id": night.edition_id, "stage_id": STAGE_ID}
    hall = Hall.looking(night.amqp_uri)
    night.tell(hall, StageClosed, stage_id=STAGE_ID, closed_at=datetime.now(UTC).isoformat())
    hall.close()
    for act, state in (
        ("freeze_stage", "frozen"),
        ("certify_results", "certified"),
        ("publish_results", "published"),
    ):
        until(lambda act=act, state=state: night.ask("scoring", act, **stage).get("state") == state)
    proof = night.ask("scoring", "get_proof", **stage)
    leaves: list[dict] = []
    while len(leaves) < proof["log"]["size"]:
        leaves += night.ask("scoring", "get_proof_leaves", **stage, first=len(leaves))["leaves"]
    return {**proof, "log": {**proof["log"], "leaves": leaves}}
