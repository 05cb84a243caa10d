"""Company stages of the thesis against the stage that the startup's rounds tell."""

from services.matching.domain.company_stage import CompanyStage
from services.matching.domain.criteria.criterion import FULL, Criterion, Reason
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis
from services.matching.domain.wording import dollars

UNLISTED = 60


def _strength(thesis: Thesis, startup: Startup) -> int:
    stage = startup.stage
    if stage is None or stage.name not in thesis.company_stages:
        return 0
    return UNLISTED if stage.largest_round is None else FULL


def _reason(thesis: Thesis, startup: Startup) -> Reason:
    stage = startup.stage
    assert stage is not None  # noqa: S101 -- a reason is asked only where there is a match
    largest = None if stage.largest_round is None else str(stage.largest_round)
    return Reason("company_stage", _text(stage), {"company_stage": stage.name, "largest_round_usd": largest})


def _text(stage: CompanyStage) -> str:
    if stage.largest_round is None:
        return f"No round of funding is listed, which counts as {stage.name} stage."
    return f"Is at {stage.name} stage: its largest disclosed round is {dollars(stage.largest_round)}."


COMPANY_STAGES = Criterion(
    15, asked=lambda thesis: bool(thesis.company_stages), strength=_strength, reason=_reason
)
