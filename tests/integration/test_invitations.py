"""Judges who are invited, on a real database: from a file to who is given work."""

import pytest

from schemas.commands import EditJudge, ImportJudges, SetTerms
from services.judging import queries as lists
from services.judging.domain.refusals import JudgeChanged, JudgesInvalid, TermsChanged
from services.judging.invitations import handlers, queries
from tests.integration.desk import EDITION, Desk

CSV = "name,email,firm,tags,languages,commitment\nJ0,j0@example.org,Horse Capital,AI,zh,5\nNew,new@example.org,,,,\n"


@pytest.fixture
def desk(mongo):
    return Desk(mongo)


def judges(desk):
    return {
        judge["email"]: judge for judge in lists.list_judges(desk.store, {"edition_id": EDITION})["judges"]
    }


def ask(desk, act, message, **data):
    return act(desk.asked(message().load({"edition_id": EDITION, **data})), desk.store)


def set_terms(desk, seen=0, text="Be kind.", **rest):
    return ask(desk, handlers.set_terms, SetTerms, seen=seen, text=text, **rest)


def answer(desk, judge, *, accept=True, terms=1):
    data = {"edition_id": EDITION, "judge_id": judge["judge_id"], "terms": terms}
    return handlers.answer_terms(desk.asked({**data, "accept": accept, "reason": ""}), desk.store)


def test_a_file_adds_who_is_new_and_changes_who_is_known(desk):
    for added, known in ((1, 1), (0, 2)):
        found = ask(desk, handlers.import_judges, ImportJudges, csv=CSV)
        assert found == {"added": added, "known": known, "skipped": []}
    there = judges(desk)
    assert len(there) == 5
    assert (there["j0@example.org"]["languages"], there["j0@example.org"]["commitment"]) == (["zh"], 5)
    assert there["new@example.org"]["commitment"] == 10


def test_a_file_with_a_mistake_adds_nobody_unless_bad_lines_are_skipped(desk):
    csv = CSV + "Bad,,,,,\n"
    with pytest.raises(JudgesInvalid):
        ask(desk, handlers.import_judges, ImportJudges, csv=csv)
    assert len(judges(desk)) == 4
    found = ask(desk, handlers.import_judges, ImportJudges, csv=csv, skip_bad_lines=True)
    assert [flaw["line"] for flaw in found["skipped"]] == [4]
    assert len(judges(desk)) == 5


def test_only_who_accepted_is_given_work_where_that_is_wanted(desk):
    set_terms(desk, accept_first=True)
    there = judges(desk)
    for email in ("j0@example.org", "j1@example.org", "j2@example.org"):
        assert answer(desk, there[email])["answer"] == "accepted"
    assert set(desk.publish()["loads"]) == {there[f"j{n}@example.org"]["judge_id"] for n in range(3)}


def test_what_judges_said_is_seen_and_a_new_text_is_asked_about_again(desk):
    set_terms(desk)
    there = judges(desk)
    answer(desk, there["j0@example.org"])
    answer(desk, there["j1@example.org"], accept=False)
    assert queries.get_terms(desk.store, {"edition_id": EDITION})["answers"] == {
        "accepted": 1,
        "declined": 1,
        "invited": 2,
    }
    set_terms(desk, seen=1, text="Be kind, and brief.")
    mine = {"edition_id": EDITION, "judge_id": there["j0@example.org"]["judge_id"]}
    part = queries.get_judge_part(desk.store, mine)
    assert (part["judge"]["answer"], part["asked"], part["terms"]["number"]) == ("outdated", True, 2)
    with pytest.raises(TermsChanged):
        answer(desk, there["j0@example.org"], terms=1)


def test_the_second_of_two_who_edit_is_told(desk):
    judge = judges(desk)["j0@example.org"]
    said = {"judge_id": judge["judge_id"], "seen": judge["version"], "name": "Jo", "commitment": 3}
    ask(desk, handlers.edit_judge, EditJudge, **said)
    with pytest.raises(JudgeChanged):
        ask(desk, handlers.edit_judge, EditJudge, **said)
    set_terms(desk)
    with pytest.raises(TermsChanged):
        set_terms(desk, text="Mine")
    assert judges(desk)["j0@example.org"]["name"] == "Jo"
