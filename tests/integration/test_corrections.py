"""A correction among all services, over a real database: from the organiser's act to the new certificate."""

import pytest

from infra.proof.verify import verify
from schemas.commands import (
    AmendScorecard,
    CertifyResults,
    DisqualifyEntry,
    FreezeStage,
    PromoteEntries,
    PublishResults,
    RecuseJudge,
    VoidScorecard,
)
from schemas.queries import (
    GetCertificate,
    GetCoverage,
    GetEdition,
    GetProof,
    GetProofLeaves,
    GetStandings,
    ListCertificates,
)
from tests.integration.test_late import STAGE, heat  # noqa: F401 -- a fixture


@pytest.fixture
def certified(heat):  # noqa: F811 -- the fixture of that name
    heat.ask(FreezeStage, stage_id=STAGE, accept_missing=True)
    heat.ask(CertifyResults, stage_id=STAGE)
    return heat


def correct(here, message, card, **more):
    pair = {"entry_id": card["entry_id"], "judge_id": card["judge_id"], "revision": card["revision"]}
    return here.ask(message, stage_id=STAGE, **pair, reason="a slip of the pen", **more)


def states(here):
    return sorted(card["state"] for card in here.scorecards())


def proof(here):
    told = here.ask(GetProof, stage_id=STAGE)
    leaves = here.ask(GetProofLeaves, stage_id=STAGE)["leaves"]
    return {**told, "log": {**told["log"], "leaves": leaves}}


def test_scorecards_are_locked_by_certifying_and_judging_and_scoring_agree(certified):
    card = certified.scorecards()[0]
    assert states(certified) == ["draft"] + ["locked"] * 5
    pair = {"entry_id": card["entry_id"], "judge_id": card["judge_id"]}
    assert certified.refused(RecuseJudge, **pair, reason="kin") == "scorecard_locked"
    assert correct(certified, AmendScorecard, card, marks={"team": "1"})["state"] == "amended"
    assert states(certified) == ["amended", "draft"] + ["locked"] * 4
    standing = certified.ask(GetStandings, stage_id=STAGE)
    coverage = certified.ask(GetCoverage, stage_id=STAGE)
    assert (standing["certificate"], standing["counted"], coverage["submitted"]) == (2, 5, 5)


def test_before_certifying_nothing_is_corrected(heat):  # noqa: F811
    card = heat.scorecards()[0]
    pair = {"entry_id": card["entry_id"], "judge_id": card["judge_id"], "revision": card["revision"]}
    assert heat.refused(VoidScorecard, **pair, reason="kin") == "not_certified"


def test_old_and_new_can_be_read_and_the_proof_of_the_new_one_holds(certified):
    before = certified.ask(GetStandings, stage_id=STAGE)["rows"]
    first, second, *_ = certified.scorecards()
    correct(certified, AmendScorecard, first, marks={"team": "1"})
    correct(certified, VoidScorecard, second)
    certified.ask(PublishResults, stage_id=STAGE)
    assert certified.ask(GetCertificate, stage_id=STAGE, number=1)["rows"] == before
    found = certified.ask(ListCertificates, stage_id=STAGE, public=True)["certificates"]
    assert [(each["number"], each["replaced_by"]) for each in found] == [(3, None), (2, 3), (1, 2)]
    assert [check.said for check in verify(proof(certified)) if not check.held] == []


def test_a_disqualified_entry_leaves_the_results_and_its_promotion_is_known_to_be_of_before(certified):
    went = certified.ask(PromoteEntries, stage_id=STAGE, quota=1, include_ties=True)["promoted"]
    certified.ask(DisqualifyEntry, entry_id=went[0]["entry_id"], reason="two entries")
    rows = certified.ask(GetStandings, stage_id=STAGE)["rows"]
    assert [(row["place"], row["entry_id"] == went[0]["entry_id"]) for row in rows] == [(1, False)]
    stage = certified.ask(GetEdition)["stages"][0]
    assert (stage["promoted_by"], stage["certificate"]) == (1, 2)
