"""What each criterion finds, and how they add up."""

from decimal import Decimal

import pytest

from services.matching.domain.company_stage import company_stage
from services.matching.domain.fit import AFTER_RESULTS, Measure
from services.matching.domain.refusals import TicketRange
from services.matching.domain.startup import PublishedPlace
from services.matching.domain.thesis import Thesis
from tests.unit.matching.market import a_startup


def found(thesis, startup, **options):
    """Return the fit and (code, text) of each reason."""
    measure = Measure(thesis, **options)
    return str(measure.fit(startup)), [(r.code, r.text) for r in measure.reasons(startup)]


def usd(*amounts):
    return tuple(None if amount is None else Decimal(amount) for amount in amounts)


@pytest.mark.parametrize(
    ("sectors", "categories", "fit", "text"),
    [
        (["Games"], ["Games"], "1.00", "Works in Games, a sector you look for."),
        (["e-commerce"], ["eCommerce"], "1.00", "Works in eCommerce, a sector you look for."),
        (["Games", "Music"], ["Music"], "0.70", "Works in Music, a sector you look for."),
        (["A", "B", "C"], ["C", "A"], "0.85", "Works in C and A, sectors you look for."),
        (
            ["Software"],
            ["Enterprise Software"],
            "0.50",
            "Works in Enterprise Software, close to Software, a sector you look for.",
        ),
        (["遊戲"], ["遊戲"], "1.00", "Works in 遊戲, a sector you look for."),
    ],
)
def test_a_sector_is_found_among_the_categories(sectors, categories, fit, text):
    outcome = found(Thesis(sectors=tuple(sectors)), a_startup(categories=tuple(categories)))
    assert (outcome[0], [text for _, text in outcome[1]]) == (fit, [text])


def test_a_broader_category_is_no_match_for_a_narrow_sector():
    outcome = found(Thesis(sectors=("Enterprise Software",)), a_startup(categories=("Software",)))
    assert outcome == ("0.00", [])


@pytest.mark.parametrize(
    ("asked", "where", "fit", "text"),
    [
        ("London", {"city": "London"}, "1.00", "Is based in London, a place you look in."),
        ("united states", {"country": "USA"}, "0.80", "Is based in USA, a place you look in."),
        ("New York City", {"city": "San Francisco, New York City"}, "1.00", "Is based in New York City, a place you look in."),
        ("Redmond", {"city": "Redmond WA"}, "1.00", "Is based in Redmond, a place you look in."),
        ("Silicon Valley", {"city": "Palo Alto"}, "1.00", "Is based in Palo Alto, in Silicon Valley, where you look."),
        ("臺北", {"city": "Taipei"}, "1.00", "Is based in Taipei, a place you look in."),
    ],
)  # fmt: skip
def test_a_place_is_found_by_any_of_its_names(asked, where, fit, text):
    assert found(Thesis(places=(asked,)), a_startup(**where)) == (fit, [("places", text)])


def test_the_finest_place_is_the_one_that_is_named():
    startup = a_startup(city="Palo Alto", state="California", country="USA")
    fit, reasons = found(Thesis(places=("USA", "California")), startup)
    assert (fit, reasons) == ("1.00", [("places", "Is based in California, a place you look in.")])


@pytest.mark.parametrize(
    ("rounds", "stage"),
    [
        ([], "seed"),
        ([None, None], None),
        (["50000"], "seed"),
        (["1999999.99", None], "seed"),
        (["2000000"], "early"),
        (["20000", "14999999"], "early"),
        (["15000000"], "later"),
        (["100000", "40000000"], "later"),
    ],
)
def test_the_largest_disclosed_round_tells_the_company_stage(rounds, stage):
    told = company_stage(usd(*rounds))
    assert (told.name if told else None) == stage


def test_a_company_stage_is_a_reason_with_the_round_that_tells_it():
    thesis = Thesis(company_stages=("early",))
    assert found(thesis, a_startup(rounds=usd(None, "4200000"))) == (
        "1.00",
        [("company_stage", "Is at early stage: its largest disclosed round is $4,200,000.")],
    )
    assert found(thesis, a_startup(rounds=usd("1000"))) == ("0.00", [])


def test_a_company_without_rounds_counts_as_seed_on_weaker_grounds():
    assert found(Thesis(company_stages=("seed",)), a_startup()) == (
        "0.60",
        [("company_stage", "No round of funding is listed, which counts as seed stage.")],
    )
    assert found(Thesis(company_stages=("seed",)), a_startup(rounds=usd(None))) == ("0.00", [])


@pytest.mark.parametrize(
    ("lowest", "highest", "rounds", "fit", "text"),
    [
        ("100000", "500000", [None, "250000", "9"], "1.00", "Its last disclosed round is $250,000, within your ticket size of $100,000 to $500,000."),
        (None, "500000", ["500000"], "1.00", "Its last disclosed round is $500,000, within your ticket size of up to $500,000."),
        ("500000", None, ["500000"], "1.00", "Its last disclosed round is $500,000, within your ticket size of $500,000 or more."),
        ("1", "500000", ["5000000"], "0.60", "Its last disclosed round is $5,000,000; your largest ticket, $500,000, is 10% of it."),
    ],
)  # fmt: skip
def test_a_ticket_is_held_against_the_last_disclosed_round(lowest, highest, rounds, fit, text):
    thesis = Thesis(ticket_lowest=lowest and Decimal(lowest), ticket_highest=highest and Decimal(highest))
    outcome = found(thesis, a_startup(rounds=usd(*rounds)))
    assert (outcome[0], [text for _, text in outcome[1]]) == (fit, [text])


@pytest.mark.parametrize("rounds", [[], [None], ["99999"], ["5000001"]])
def test_a_round_that_a_ticket_cannot_reach_is_no_reason(rounds):
    thesis = Thesis(ticket_lowest=Decimal(100_000), ticket_highest=Decimal(500_000))
    assert found(thesis, a_startup(rounds=usd(*rounds))) == ("0.00", [])


def test_a_ticket_of_nothing_is_met_by_nothing():
    assert found(Thesis(ticket_highest=Decimal(0)), a_startup(rounds=usd("1000"))) == ("0.00", [])


def test_words_are_quoted_as_the_description_has_them():
    startup = a_startup(description="Payments made easy: a Real-Time marketplace. 行動支付平台")
    thesis = Thesis(words=("real time", "payment", "支付", "robot"))
    assert found(thesis, startup) == (
        "1.00",
        [("words", "Its description mentions “Real-Time”, “Payments” and “支付”.")],
    )


def test_a_word_is_a_whole_word():
    assert found(Thesis(words=("art",)), a_startup(description="A smart start")) == ("0.00", [])


def test_a_published_place_counts_once_results_are_public():
    startup = a_startup(categories=("Games",), published=PublishedPlace("the final", 3, shared=True))
    thesis = Thesis(sectors=("Games",))
    assert found(thesis, startup) == ("1.00", [("sectors", "Works in Games, a sector you look for.")])
    assert found(thesis, startup, criteria=AFTER_RESULTS) == (
        "0.96",
        [
            ("sectors", "Works in Games, a sector you look for."),
            ("published_place", "Shares 3rd place in the final."),
        ],
    )


def test_a_place_below_never_counts_more_than_one_above():
    thesis = Thesis(sectors=("Games",))
    placed = [
        a_startup(categories=("Games",), published=PublishedPlace("the final", n, shared=False))
        for n in range(1, 15)
    ]
    fits = [
        Measure(thesis, criteria=AFTER_RESULTS).fit(s) for s in [*placed, a_startup(categories=("Games",))]
    ]
    assert fits == sorted(fits, reverse=True)


def test_a_fit_is_the_weighed_share_of_what_was_asked():
    thesis = Thesis(sectors=("Games",), places=("London",), words=("chess",))
    startup = a_startup(categories=("Games",), city="London", description="Draughts for all")
    assert found(thesis, startup)[0] == "0.71"  # 35 + 15 of 35 + 15 + 20


def test_an_open_thesis_is_open_to_every_startup():
    assert found(Thesis(), a_startup()) == (
        "0.50",
        [("open_thesis", "You state no preference, so every startup is open to you.")],
    )


def test_a_thesis_whose_tickets_hold_nothing_is_refused():
    with pytest.raises(TicketRange) as refused:
        Thesis(ticket_lowest=Decimal(2), ticket_highest=Decimal(1)).checked()
    assert refused.value.errors == {"ticket_lowest_usd": "2", "ticket_highest_usd": "1"}
