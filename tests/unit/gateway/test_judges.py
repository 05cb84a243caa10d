"""Pages of judges: lists, one judge, the terms, and a judge's own part."""

from io import BytesIO

from schemas.refusal import Invalid, Refusal
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, JUDGE, JUDGE_ANSWER

PEOPLE = f"/editions/{EDITION}/people"
ONE = f"/editions/{EDITION}/judges/{JUDGE}"
TERMS = f"/editions/{EDITION}/terms"
PART = f"/judge/{EDITION}/part"


class JudgeChanged(Refusal):
    code = "judge_changed"


class TermsChanged(Refusal):
    code = "terms_changed"


def test_a_file_of_judges_is_taken_and_said_what_came_of_it(gateway):
    gateway.ask.answers["ImportJudges"] = {
        "added": 2,
        "known": 1,
        "skipped": [{"line": 7, "column": "email", "reason": "came as 'x'"}],
    }
    form = {"file": (BytesIO("name,email\nÄnn,a@b.org\n".encode()), "judges.csv"), "skip_bad_lines": "1"}
    answer = gateway.post(f"/editions/{EDITION}/judges/import", by="olive", data=form)
    assert answer.status_code == 200
    assert "New: 2, known already: 1." in answer.text
    assert gateway.ask.named("ImportJudges")[0][0] == {
        "edition_id": EDITION,
        "csv": "name,email\nÄnn,a@b.org\n",
        "skip_bad_lines": True,
    }


def test_mistakes_in_a_file_are_listed_by_line_and_column(gateway):
    lines = {"lines": [{"line": 3, "column": "email", "reason": "came as 'wei'"}]}
    gateway.ask.answers["ImportJudges"] = Invalid("1 line cannot be taken", errors=lines)
    answer = gateway.post(f"/editions/{EDITION}/judges/import", by="olive", data={})
    assert answer.status_code == 422
    assert "email" in answer.text


def test_a_judge_is_changed_as_the_form_says(gateway):
    form = {
        "seen": "3",
        "name": "Judy",
        "tags": "Mobile， AI,",
        "languages": "zh",
        "commitment": "12",
        "left": "1",
    }
    assert gateway.post(ONE, by="olive", data=form).status_code == 303
    [(asked, _, _)] = gateway.ask.named("EditJudge")
    assert (asked["seen"], asked["tags"], asked["languages"]) == (3, ["Mobile", "AI"], ["zh"])
    assert (asked["commitment"], asked["left"]) == (12, True)


def test_a_shadow_is_labelled_and_reads_that_it_is_for_practice(gateway):
    shadow = {**gateway.ask.answers["ListJudges"]["judges"][0], "shadow": True}
    gateway.ask.answers["ListJudges"] = {"judges": [shadow], "total": 1}
    page = f"/editions/{EDITION}/judges/{shadow['judge_id']}"
    for path in (f"/editions/{EDITION}/people", page):
        assert '<span class="badge held">Shadow</span>' in gateway.get(path, by="olive").text
    listed = gateway.ask.answers["GetJudgeList"]
    assert "You are shadowing" not in gateway.get("/judge", by="judy").text
    gateway.ask.answers["GetJudgeList"] = {**listed, "judge": shadow}
    assert "You are shadowing" in gateway.get("/judge", by="judy").text


def test_the_second_of_two_organisers_is_told_and_keeps_what_they_typed(gateway):
    gateway.ask.answers["EditJudge"] = JudgeChanged("meanwhile")
    form = {"seen": "2", "name": "My own name for her", "commitment": "12"}
    answer = gateway.post(ONE, by="olive", data=form)
    assert answer.status_code == 409
    assert "My own name for her" in answer.text
    assert f'name="seen" value="{JUDGE_ANSWER["version"]}"' in answer.text
    gateway.ask.answers["SetTerms"] = TermsChanged("meanwhile")
    answer = gateway.post(TERMS, by="olive", data={"seen": "0", "text": "My own terms"})
    assert (answer.status_code, "My own terms" in answer.text) == (409, True)


def test_who_is_no_judge_of_the_edition_is_not_found(gateway):
    assert gateway.get(f"/editions/{EDITION}/judges/j-9", by="olive").status_code == 404


def test_a_judge_reads_the_terms_before_the_list(gateway):
    gateway.ask.answers["GetJudgeList"] = {**gateway.ask.answers["GetJudgeList"], "asked": True}
    answer = gateway.get("/judge", by="judy")
    assert (answer.status_code, answer.headers["Location"]) == (303, PART)
    page = gateway.get(PART, by="judy").text
    assert "What you read here stays with you." in page


def test_a_judge_accepts_the_text_that_was_shown_or_declines_with_a_reason(gateway):
    answer = gateway.post(PART, by="judy", data={"terms": "1", "answer": "accept"})
    assert answer.headers["Location"] == f"/judge?edition_id={EDITION}"
    gateway.post(PART, by="judy", data={"terms": "1", "answer": "decline", "reason": "Away"})
    said = [asked[0] for asked in gateway.ask.named("AnswerTerms")]
    assert [(s["judge_id"], s["terms"], s["accept"], s["reason"]) for s in said] == [
        (JUDGE, 1, True, ""),
        (JUDGE, 1, False, "Away"),
    ]


def test_a_judge_steps_back_and_a_soft_conflict_lets_them_go_on(gateway):
    for why in ("hard", "soft", "other"):
        form = {"entry": f"{FINAL}/{ENTRY}", "why": why, "reason": "I know them", "command_id": f"c-{why}"}
        assert gateway.post(f"{PART}/step-back", by="judy", data=form).status_code == 303
    assert [asked[0]["kind"] for asked in gateway.ask.named("DeclareConflict")] == ["hard", "soft"]
    abstained = [(a[0]["stage_id"], a[0]["entry_id"], a[1]) for a in gateway.ask.named("Abstain")]
    assert abstained == [(FINAL, ENTRY, "c-hard.abstain"), (FINAL, ENTRY, "c-other.abstain")]


def test_the_part_is_for_judges_and_the_terms_are_for_organisers(gateway):
    assert gateway.get(PART, by="olive").status_code == 403
    assert gateway.get(TERMS, by="judy").status_code == 403
    assert gateway.get(f"/api/v1/editions/{EDITION}/part", by="judy").get_json()["assigned"] == 12
    assert gateway.get(f"/api/v1{TERMS}", by="olive").get_json()["number"] == 1


def test_people_come_by_pages_and_are_looked_for_on_all_of_them(gateway):
    [judge] = gateway.ask.answers["ListJudges"]["judges"]
    gateway.ask.answers["ListJudges"] = {"judges": [judge], "total": 120}
    text = gateway.get(f"{PEOPLE}?search=+Judy++C&page=2&investors=3", by="olive").text
    asked = [gateway.ask.named(name)[-1][0] for name in ("ListJudges", "ListInvestors")]
    assert [(data["search"], data["after"], data["limit"]) for data in asked] == [
        ("Judy C", 50, 50),
        ("Judy C", 100, 50),
    ]
    assert 'value="Judy C"' in text
    assert "page=1" in text
    assert "page=3" in text


def test_the_place_in_the_list_stays_after_an_act(gateway):
    form = {"role": "judge", "name": "Judy", "email": "judy@example.org", "subject_id": "j-1"}
    text = gateway.post(f"/editions/{EDITION}/links?search=Judy&page=2", by="olive", data=form).text
    assert gateway.ask.named("ListJudges")[-1][0]["after"] == 50
    assert "links?search=Judy&amp;page=2" in text
