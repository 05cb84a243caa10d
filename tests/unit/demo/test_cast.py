"""The people of the demo."""

import csv
import io

from marshmallow import EXCLUDE

from infra.demo import cast
from schemas.commands.judging import NewJudge
from schemas.commands.matching import NewInvestor

COMPANIES = cast.companies_of(cast.read_csv())


def a_company(name="Acorn", *, categories=(), places=(), investors=(), rounds=()):
    return cast.Company(name, tuple(categories), tuple(places), frozenset(investors), tuple(rounds))


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_file_has_509_companies_of_different_names():
    assert len({company.name for company in COMPANIES}) == len(COMPANIES) == 509


def test_a_small_contest_has_the_lines_with_the_most_investors():
    some, every = rows_of(cast.read_csv(entries=30)), rows_of(cast.read_csv())
    assert len(some) == 30
    assert all(row in every for row in some)
    assert min(len(row["investors"]) for row in some) == sorted(len(row["investors"]) for row in every)[-30]


def test_a_spoilt_file_has_one_bad_cell_where_it_is_said():
    good = cast.read_csv()
    text, line, column = cast.spoil(good)
    changed = [
        (n, name)
        for n, (row, before) in enumerate(zip(rows_of(text), rows_of(good), strict=True))
        for name in row
        if row[name] != before[name]
    ]
    [(position, name)] = changed
    from_there = "".join(text.splitlines(keepends=True)[line - 1 :])
    record = dict(zip(rows_of(text)[0], next(csv.reader(io.StringIO(from_there))), strict=True))
    assert name == column
    assert record == rows_of(text)[position]


def test_the_same_seed_makes_the_same_judges_and_another_seed_others():
    def made(seed):
        return cast.judges(COMPANIES, count=40, commitment=40, seed=seed)

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_judges_are_what_judging_takes_and_have_addresses_of_their_own():
    judges = cast.judges(COMPANIES, count=40, commitment=40, seed=1)
    assert NewJudge(many=True).validate([judge.body for judge in judges]) == {}
    assert len({judge.email for judge in judges}) == 40
    assert sum(judge.extra["commitment"] for judge in judges) >= 3 * 509


def test_many_judges_hold_startups_of_the_contest():
    held = cast.holdings(COMPANIES, least=1)
    judges = cast.judges(COMPANIES, count=40, commitment=40, seed=1)
    assert sum(judge.extra["firm"] in held for judge in judges) == 16
    assert sum(judge.name in held for judge in judges) == 8


def test_investors_are_those_who_hold_two_startups_or_more():
    investors = cast.investors(COMPANIES)
    assert len(investors) == 219
    assert NewInvestor(many=True, unknown=EXCLUDE).validate([person.body for person in investors]) == {}
    assert min(len(person.extra["portfolio"]) for person in investors) == 2


def test_a_firm_is_represented_by_somebody_and_a_person_stands_alone():
    firm, person = (
        next(each for each in cast.investors(COMPANIES) if (each.extra["firm"] or each.name) == name)
        for name in ("SV Angel", "Paul Buchheit")
    )
    assert (firm.extra["firm"], firm.name != "SV Angel") == ("SV Angel", True)
    assert (person.extra["firm"], person.name) == ("", "Paul Buchheit")


def test_a_thesis_is_read_off_the_portfolio():
    portfolio = [
        a_company(categories=["Games"], places=["London"], rounds=[500_000]),
        a_company(categories=["Games", "Mobile"], places=["London"], rounds=[4_000_000, 100_000]),
    ]
    assert cast.thesis(portfolio) == {
        "sectors": ["Games", "Mobile"],
        "places": ["London"],
        "company_stages": ["seed", "early"],
        "ticket_lowest_usd": "10000",
        "ticket_highest_usd": "2000000",
    }


def test_a_portfolio_without_disclosed_rounds_prefers_no_size():
    found = cast.thesis([a_company(categories=["Games"])])
    assert found["company_stages"] == []
    assert (found["ticket_lowest_usd"], found["ticket_highest_usd"]) == (None, None)


def test_every_ticket_range_runs_from_low_to_high():
    for investor in cast.investors(COMPANIES):
        lowest, highest = (investor.extra["thesis"][f"ticket_{end}_usd"] for end in ("lowest", "highest"))
        assert lowest is None or int(lowest) <= int(highest)


def test_what_ships_is_the_file_that_DATA_describes():
    header = next(csv.reader(io.StringIO(cast.read_csv())))
    described = cast.STARTUPS.with_name("DATA.md").read_text()
    assert "Alice Corona" in described
    assert "CC BY-SA 4.0" in described
    assert all(column in described for column in header)
