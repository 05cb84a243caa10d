"""Feedback: released by the organiser, read by the founder of the entry."""

import pytest

from schemas.refusal import Refusal
from tests.unit.gateway.answers import ANSWERS, EDITION, ENTRY, FEEDBACK, FINAL

DESK = f"/editions/{EDITION}/stages/{FINAL}/feedback"
OWN = "/founder/feedback"


class Changed(Refusal):
    code = "feedback_changed"


def test_a_founder_reads_what_was_released(gateway):
    text = gateway.get(OWN, by="fay").text
    for told in ("Say more of the market.", "Place 3", "First quarter", "Second quarter"):
        assert told in text
    assert gateway.ask.named("GetFeedback")[0][0]["entry_id"] == ENTRY


@pytest.mark.parametrize("path", [OWN, "/api/v1/me/feedback"])
def test_before_the_release_judging_is_not_even_asked(gateway, path):
    gateway.ask.answers["GetFeedback"] = {"stages": []}
    assert "Say more" not in gateway.get(path, by="fay").text
    assert not gateway.ask.named("GetComments")


@pytest.mark.parametrize("path", [OWN, "/api/v1/me/feedback"])
@pytest.mark.parametrize(("comments", "seen"), [("none", False), ("anonymous", True)])
def test_a_comment_is_shown_only_as_scoring_says(gateway, path, comments, seen):
    gateway.ask.answers["GetFeedback"] = {"stages": [{**FEEDBACK, "comments": comments}]}
    assert ("Say more" in gateway.get(path, by="fay").text) is seen


def test_a_private_note_that_came_along_is_not_shown(gateway):
    """The control: the same text as a comment is."""
    for name, seen in (("note", False), ("text", True)):
        comment = {"judge": None, "text": "", name: "Between us: weak"}
        gateway.ask.answers["GetComments"] = {"stages": [{"stage_id": FINAL, "comments": [comment]}]}
        for path in (OWN, "/api/v1/me/feedback"):
            assert ("Between us" in gateway.get(path, by="fay").text) is seen


def test_the_release_is_the_organisers(gateway):
    for other in ("oscar", "judy", "fay", "ivan"):
        assert gateway.get(DESK, by=other).status_code == 403
        assert gateway.post(DESK, by=other, data={}).status_code == 403
    form = {"seen": "1", "comments": "named", "scores": "none"}
    assert gateway.post(DESK, by="olive", data=form).status_code == 303
    told = gateway.ask.named("ReleaseFeedback")[0][0]
    assert (told["comments"], told["scores"], told["place"], told["seen"]) == ("named", "none", False, 1)
    assert gateway.post(DESK, by="olive", data={"seen": "2", "act": "take_back"}).status_code == 303
    assert gateway.ask.named("TakeBackFeedback")[0][0]["seen"] == 2


def test_who_is_second_keeps_the_choice(gateway):
    gateway.ask.answers["ReleaseFeedback"] = Changed("somebody else was first")
    answer = gateway.post(DESK, by="olive", data={"seen": "0", "comments": "named", "scores": "means"})
    assert answer.status_code == 409
    assert 'value="named" checked' in answer.text


def test_the_founders_page_leads_to_it_once_results_are_public(gateway):
    assert OWN not in gateway.get("/founder", by="fay").text
    stage = {**ANSWERS["GetBoard"]["stages"][-1], "state": "published"}
    stage["rows"] = [{**stage["rows"][0], "entry_id": ENTRY}]
    gateway.ask.answers["GetBoard"] = {**ANSWERS["GetBoard"], "stages": [stage]}
    assert OWN in gateway.get("/founder", by="fay").text
