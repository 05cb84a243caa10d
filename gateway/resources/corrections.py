"""What is corrected after certifying, and the certificates, old and new."""

from typing import Any

from gateway.access.guard import visitor
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.corrections import CertificateAnswer, CertificatesAnswer
from schemas.api.judging import AmendScorecardBody, CorrectedAnswer, VoidScorecardBody
from schemas.commands import AmendScorecard, VoidScorecard
from schemas.queries import GetCertificate, ListCertificates

blp = Room("corrections", __name__, description="Corrections and certificates")

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"


@blp.route(f"{STAGE}/scorecards/amend", methods=["POST"])
@blp.arguments(AmendScorecardBody)
@blp.response(200, CorrectedAnswer)
def amend_scorecard(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Put other marks in the place of a judge's, after certifying; the results are certified anew."""
    return command(AmendScorecard, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/scorecards/void", methods=["POST"])
@blp.arguments(VoidScorecardBody)
@blp.response(200, CorrectedAnswer)
def void_scorecard(body: dict[str, Any], edition_id: str, stage_id: str) -> Any:
    """Let a scorecard count no more, after certifying; the results are certified anew."""
    return command(VoidScorecard, edition_id=edition_id, stage_id=stage_id, **body)


@blp.route(f"{STAGE}/certificates")
@blp.response(200, CertificatesAnswer)
def list_certificates(edition_id: str, stage_id: str) -> Any:
    """Return every certificate with what was corrected; to all but organisers once results are public."""
    return query(ListCertificates, edition_id=edition_id, stage_id=stage_id, public=for_all(edition_id))


@blp.route(f"{STAGE}/certificates/<int:number>")
@blp.response(200, CertificateAnswer)
def get_certificate(edition_id: str, stage_id: str, number: int) -> Any:
    """Return one certificate as it was, whether it was replaced or not."""
    wanted = {"edition_id": edition_id, "stage_id": stage_id, "public": for_all(edition_id)}
    return query(GetCertificate, **wanted, number=number)


def for_all(edition_id: str) -> bool:
    """Return whether whoever asks sees only what is for everybody."""
    person = visitor()
    return person is None or not person.organises(edition_id)
