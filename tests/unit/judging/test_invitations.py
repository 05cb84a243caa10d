"""Judges from a file, and what they answer to the terms."""

from datetime import UTC, datetime

import pytest

from services.judging.domain.refusals import JudgesInvalid, TermsChanged
from services.judging.invitations.domain.importing import read_judges
from services.judging.invitations.domain.terms import Terms
from tests.unit.judging.builders import a_judge

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEADER = "name,email,firm,tags,languages,commitment\n"


def flaws_of(text):
    return [(flaw["line"], flaw["column"]) for flaw in read_judges(text)[1]]


def refused(text):
    with pytest.raises(JudgesInvalid) as found:
        read_judges(text)
    return [(flaw["line"], flaw["column"]) for flaw in found.value.errors["lines"]]


def test_a_line_is_a_judge():
    text = HEADER + "Chen Wei,wei@example.org,Horse Capital,E-Commerce|Mobile,zh; en,40\n"
    [judge], flaws = read_judges(text)
    assert flaws == []
    assert judge == {
        "name": "Chen Wei",
        "email": "wei@example.org",
        "firm": "Horse Capital",
        "tags": ["E-Commerce", "Mobile"],
        "languages": ["zh", "en"],
        "commitment": 40,
        "shadow": False,
    }


def test_a_column_says_who_scores_for_practice():
    judges, flaws = read_judges(
        "name,email,shadow\nA,a@b.org,Yes\nB,b@b.org,no\nC,c@b.org,\nD,d@b.org,maybe\n"
    )
    assert [judge["shadow"] for judge in judges] == [True, False, False]
    assert [(flaw["line"], flaw["column"]) for flaw in flaws] == [(5, "shadow")]


def test_name_and_address_are_enough():
    [judge], _ = read_judges("\ufeffEmail,Name\nwei@example.org,Chen Wei\n")
    assert (judge["commitment"], judge["firm"], judge["tags"]) == (10, "", [])


def test_each_mistake_is_told_by_line_and_column():
    text = HEADER + ",wei,F,,,many\nAnn,ann@example.org,,,,0\nBo,bo@example.org,,,5\n"
    assert flaws_of(text) == [
        (2, "name"),
        (2, "email"),
        (2, "commitment"),
        (3, "commitment"),
        (4, ""),
    ]


def test_an_address_is_there_once_whatever_its_case():
    text = "name,email\nAnn,ann@example.org\nAnn,ANN@example.org\n"
    assert flaws_of(text) == [(3, "email")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", [(1, "name"), (1, "email")]),
        ("name,email\n", [(1, "")]),
        ("name,email,name\nA,a@b.org,B\n", [(1, "name")]),
        ("name,email,shoe\nA,a@b.org,9\n", [(1, "shoe")]),
        ('name,email\n"A,a@b.org\n', [(2, "")]),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text, where):
    assert refused(text) == where


def terms(text="Be kind.", *, accept_first=True):
    made = Terms("ed-1")
    made.change(seen=0, text=text, accept_first=accept_first)
    return made


def said(terms, judge, *, accept=True, number=None):
    return terms.take(judge, number=number or terms.number, accept=accept, reason="", now=NOON)


def test_who_has_not_accepted_gets_no_work_where_the_organiser_wants_it_so():
    judge = a_judge()
    assert not terms().gives_work(judge)
    assert terms(accept_first=False).gives_work(judge)
    assert Terms("ed-1", accept_first=True).gives_work(judge)
    said(terms(), judge)
    assert terms().gives_work(judge)


def test_another_text_is_asked_about_again_and_the_same_is_not():
    judge, asked = a_judge(), terms()
    said(asked, judge)
    asked.change(seen=0, text=" Be kind.\r\n", accept_first=True)
    assert (asked.number, asked.asks(judge)) == (1, False)
    asked.change(seen=0, text="Be kind, and brief.", accept_first=True)
    assert (asked.number, asked.answer_of(judge), asked.gives_work(judge)) == (2, "outdated", False)


def test_who_declined_gets_no_work_until_they_accept():
    judge, asked = a_judge(), terms(accept_first=False)
    assert said(asked, judge, accept=False)
    assert not said(asked, judge, accept=False)
    assert (asked.answer_of(judge), asked.asks(judge), asked.gives_work(judge)) == ("declined", False, False)
    said(asked, judge)
    assert asked.gives_work(judge)


def test_nobody_accepts_what_they_have_not_read():
    with pytest.raises(TermsChanged):
        said(terms(), a_judge(), number=7)


def test_the_second_of_two_who_edit_is_told():
    with pytest.raises(TermsChanged):
        terms().change(seen=3, text="Mine", accept_first=False)


def test_who_dropped_out_is_asked_nothing_and_given_nothing():
    judge = a_judge()
    assert (judge.leave(), judge.leave()) == (True, False)
    assert (terms().asks(judge), terms(accept_first=False).gives_work(judge)) == (False, False)
