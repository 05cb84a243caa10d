"""A CSV of startups: what comes in, and what is said of what does not."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.domain.importing import COLUMNS, MAX_LINES, read_startups
from services.registration.domain.refusals import ImportInvalid

KIKO = "Kiko,An online calendar,Web | Events|,2005,Boston,MA,USA,http://kiko.com,2005,Summer,Exited,A|B|A,50000||7.5,English"


EVERY_COLUMN = ",".join(COLUMNS)


def read(*lines, header=EVERY_COLUMN):
    return read_startups("\n".join([header, *lines]) + "\n")


def flaws(*lines, header="company,website,founded_year,rounds_usd"):
    found = read(*lines, header=header).flaws
    return [(flaw.line, flaw.column, flaw.reason) for flaw in found]


def whole_file(content):
    with pytest.raises(ImportInvalid) as refused:
        read_startups(content)
    return [(e["line"], e["column"], e["reason"]) for e in refused.value.errors["lines"]]


def test_a_line_becomes_a_startup_and_its_cohort_is_left_out():
    (kiko,) = read(KIKO).startups
    assert {name: value for name, value in kiko.as_dict().items() if name != "startup_id"} == {
        "company": "Kiko",
        "description": "An online calendar",
        "categories": ["Web", "Events"],
        "founded_year": 2005,
        "city": "Boston",
        "state": "MA",
        "country": "USA",
        "website": "http://kiko.com",
        "status": "Exited",
        "investors": ["A", "B", "A"],
        "rounds_usd": ["50000", None, "7.5"],
        "language": "English",
    }


def test_only_the_company_is_needed_and_columns_come_in_any_order():
    (kiko,) = read("Boston,Kiko", header=" City ,COMPANY").startups
    assert (kiko.company, kiko.city, kiko.founded_year, kiko.rounds_usd) == ("Kiko", "Boston", None, ())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_are_as_the_spreadsheet_made_them(end, mark):
    found = read_startups(mark + end.join(["company,founded_year", "Kiko,2005", "Loopt,soon", ""]))
    assert [startup.company for startup in found.startups] == ["Kiko"]
    assert [(flaw.line, flaw.column) for flaw in found.flaws] == [(3, "founded_year")]


def test_lines_are_counted_as_in_the_file_also_after_line_breaks_in_quotes_and_empty_lines():
    assert flaws('"Kiko\nInc",,,', "", ",,,", "Loopt,,x,", '"A\n\nB",,y,') == [
        (6, "founded_year", "came as 'x'; a year from 1800 to 2100 is allowed"),
        (7, "founded_year", "came as 'y'; a year from 1800 to 2100 is allowed"),
    ]


def test_every_flaw_of_a_line_is_said():
    assert flaws(",x,99,1e6", "Kiko,,,$5") == [
        (2, "company", "came empty; a text of 1 to 200 characters is allowed"),
        (2, "founded_year", "came as '99'; a year from 1800 to 2100 is allowed"),
        (2, "rounds_usd", "came as '1e6'; plain numbers such as 250000, separated by |, are allowed"),
        (3, "rounds_usd", "came as '$5'; plain numbers such as 250000, separated by |, are allowed"),
    ]


def test_a_line_has_as_many_cells_as_the_header():
    reason = "came with {} cells; 4 are allowed, as many as in the header"
    assert flaws("Kiko,,", "Loopt,,,,") == [(2, "", reason.format(3)), (3, "", reason.format(5))]


def test_a_text_that_is_too_long_says_how_long():
    assert flaws("x" * 201 + ",,,") == [(2, "company", "came with 201 characters; at most 200 are allowed")]


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\ud800"])
def test_a_character_that_no_text_holds_is_refused(letter):
    reason = f"came with the character U+{ord(letter):04X}; text and line breaks are allowed"
    assert flaws(f"Ki{letter}ko,,,") == [(2, "company", reason)]


def test_the_same_startup_twice_is_refused_however_it_is_written():
    same = ["Kiko Inc,http://www.kiko.com/,,", "KIKO  inc,https://Kiko.com,,", "Kiko Inc,kiko.org,,"]
    reason = "is the same startup as on line 2, by its company and website"
    assert flaws(*same) == [(3, "company", reason)]


def test_a_quote_in_the_wrong_place_costs_its_line_only():
    found = read('"Kiko" Inc,,,', "Loopt,,,", header="company,website,founded_year,rounds_usd")
    assert [startup.company for startup in found.startups] == ["Loopt"]
    assert [(flaw.line, flaw.column) for flaw in found.flaws] == [(2, "")]


def test_a_quote_that_is_never_closed_keeps_the_file_out():
    assert whole_file('company,city\nKiko,\nLoopt,"Palo\nAlto\nMore,\n') == [
        (3, "", "a quote opens here and is never closed")
    ]


def test_a_wrong_header_says_all_that_is_wrong():
    known = ", ".join(COLUMNS)
    assert whole_file("name,city,City\nKiko,,\n") == [
        (1, "name", f"came as 'name'; known columns, separated by commas: {known}"),
        (1, "city", "came more than once; each column once"),
        (1, "company", "is missing from the header; every startup needs a company"),
    ]


@pytest.mark.parametrize("content", ["company\n", "company", "\ufeffcompany\n\n,\n"])
def test_a_file_without_startups_is_refused(content):
    assert whole_file(content) == [(1, "", "no startup follows the header; at least one line is needed")]


def test_a_file_that_is_too_long_is_to_be_split():
    content = "company\n" + "".join(f"S{n}\n" for n in range(MAX_LINES + 1))
    reason = f"the file goes on here; at most {MAX_LINES} startups are allowed at once, so split it"
    assert whole_file(content) == [(MAX_LINES + 2, "", reason)]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip),
        min_size=1,
        unique_by=lambda name: " ".join(name.casefold().split()),
    )
)
def test_whatever_a_spreadsheet_writes_is_read_back(names):
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["company", "description"])
    writer.writerows([name, f'"{name}",\nand more'] for name in names)
    found = read_startups(out.getvalue())
    assert [startup.company for startup in found.startups] == [name.strip() for name in names]
    assert found.flaws == []


@given(st.text())
def test_no_text_brings_it_down(content):
    try:
        found = read_startups("company,city\n" + content)
    except ImportInvalid as refused:
        found = refused
    assert isinstance(found, ImportInvalid) or found.startups or found.flaws
