"""A stage by the audience's votes alone, between two that judges score: by the pages, over all services."""

from infra.proof.verify import verify
from schemas.queries import (
    GetJudgeList,
    GetPromotion,
    GetProof,
    GetProofLeaves,
    GetResults,
    GetStandings,
    GetTurnout,
    GetVotes,
    ListEntries,
    ListJudges,
)
from tests.integration.test_rehearsals import Rehearsal
from tests.support.waiting import until

VOTE = "popular-vote"
STAGE = f"/stages/{VOTE}"
STEPS = ("close", "freeze", "certify", "publish")


class PublicVote(Rehearsal):
    """A rehearsal of the blueprint Public vote, whose screening is over."""

    def __init__(self, ensemble, folder):
        super().__init__(ensemble, folder, blueprint="public-vote")
        self.start(name="Dry run", entries="6", judges="3")
        self.press("/entries/decide", decision="eligible", all="on")
        self.press("/stages/screening/assign", seed="1")
        self.press("/stages/screening/open")
        self.press("/stages/screening/rehearsed-scorecards", share="100")
        for act in STEPS:
            self.press(f"/stages/screening/{act}")
        self.press("/stages/screening/promotion", quota="6")
        self.press(f"{STAGE}/open")

    def refused(self, path, **form):
        """Return what a page says where an act is turned down."""
        response = self.gateway.post(f"/editions/{self.at}{path}", by="olive", data=form)
        assert response.status_code >= 400, response.text
        return response.text

    def page(self, path):
        return self.gateway.get(f"/editions/{self.at}{path}", by="olive")

    def rows(self):
        return self.ask(GetStandings, stage_id=VOTE)["rows"]

    def close_vote(self):
        self.press(f"/votes/{VOTE}/close")


def test_the_public_chooses_among_the_best_and_those_it_likes_most_go_on(ensemble, tmp_path):
    edition = PublicVote(ensemble, tmp_path)
    assert "There is no vote in this stage yet" in edition.page("").text
    for path in ("progress", "nudges", "handover", "desk", "sessions"):
        assert "Nobody scores here" in edition.page(f"{STAGE}/{path}").text, path
    assert "No judge scores in this stage" in edition.refused(f"{STAGE}/assign", seed="1")
    edition.press(f"{STAGE}/rehearsed-scorecards", share="50")
    edition.press(f"{STAGE}/rehearsed-scorecards", share="100")
    (turnout,) = edition.ask(GetTurnout)["votes"]
    counted = {row["entry_id"]: row["votes"] for row in turnout["rows"]}
    assert (turnout["votes"], len(counted), turnout["percent"]) == (90, 6, 100)
    assert {row["total"] for row in edition.rows()} == {None}
    assert "90/90" in edition.page("").text
    assert "90/90" in edition.page(f"{STAGE}/stage").text
    judge = edition.ask(ListJudges)["judges"][0]["judge_id"]
    assert VOTE not in [stage["stage_id"] for stage in edition.ask(GetJudgeList, judge_id=judge)["stages"]]

    edition.press(f"{STAGE}/close")
    assert "Close the vote first" in edition.refused(f"{STAGE}/freeze")
    edition.close_vote()
    until(lambda: edition.gateway.post(f"/editions/{edition.at}{STAGE}/freeze", by="olive").status_code < 400)
    assert {row["entry_id"]: row["votes"] for row in edition.rows()} == counted
    edition.press(f"{STAGE}/certify")
    assert "the result of their stage" in edition.refused(f"/votes/{VOTE}/reveal")
    assert edition.ask(GetVotes)["votes"][0]["totals"] == []
    assert edition.page(f"{STAGE}/score-sheet.pdf").status_code == 409
    for path in (f"{STAGE}/standings", "/exports", f"{STAGE}/promotion"):
        assert edition.page(path).status_code == 200, path
    for table in ("standings", "results"):
        file = edition.page(f"/exports/{table}.csv?stage_id={VOTE}&columns=codes")
        assert "votes" in file.text.splitlines()[0], table
    edition.press(f"{STAGE}/reveal", step="1")
    edition.press(f"{STAGE}/publish")
    (vote,) = edition.ask(GetVotes)["votes"]
    assert {total["entry_id"]: total["votes"] for total in vote["totals"]} == counted
    places = edition.ask(GetResults, stage_id=VOTE)["rows"]
    assert [int(row["total"]) for row in places] == sorted((n for n in counted.values() if n), reverse=True)
    assert places[0]["award"] == "People's choice"
    assert edition.page("/judging").status_code == 200
    assert edition.page("/results").text.count("People&#39;s choice") >= 1

    share = edition.ask(GetPromotion, stage_id=VOTE, quota=0, share="10")["lines"]
    assert [line["goes_on"] for line in share] == [int(line["total"]) >= 9 for line in share]
    edition.press(f"{STAGE}/promotion", quota="2", ties="lots", seed="3")
    went = edition.ask(GetPromotion, stage_id=VOTE)
    assert sum(line["went"] for line in went["lines"]) == 2
    assert went["decision"]["seed"] == 3
    there = [e for e in edition.ask(ListEntries)["entries"] if e["stage_id"] == "final"]
    assert len(there) == 2

    proof = edition.ask(GetProof, stage_id=VOTE)
    leaves = edition.ask(GetProofLeaves, stage_id=VOTE, first=0, limit=500)["leaves"]
    assert proof["format"] == "darkhorse-proof/4"
    checks = verify({**proof, "log": {**proof["log"], "leaves": leaves}})
    assert [check.said for check in checks if not check.held] == []
