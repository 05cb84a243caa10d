"""Matching driven by message: investors, shortlists, interests and intros."""

import random

import pytest

from schemas.refusal import NotFound
from services.chassis.storage import VersionConflict
from services.matching.domain.refusals import EntryGone, IntroMade, NoInterest, TicketRange
from services.matching.handlers import investors
from tests.unit.matching.market import (
    EDITION,
    MEI,
    Market,
    a_market,
    an_investors_card,
    companies,
    edition_started,
    eligible,
    entry_promoted,
    entry_screened,
    entry_submitted,
    entry_withdrawn,
    results_published,
)

GAMES = {"sectors": ["Games"]}


def test_a_shortlist_shows_startups_best_first_with_fit_reasons_and_answers():
    market = a_market()
    assert market.publish() == {"shortlists": 1, "lines": 3}
    first, *others = market.shortlist()
    assert first == {
        "rank": 1,
        "entry_id": "e-cat",
        "company": "Cat",
        "description": "",
        "website": "",
        "categories": ["Games", "Music"],
        "fit": "1.00",
        "reasons": [
            {
                "code": "sectors",
                "text": "Works in Games and Music, sectors you look for.",
                "values": {"categories": ["Games", "Music"]},
            }
        ],
        "answer": None,
        "intro": False,
    }
    assert [(line["rank"], line["fit"]) for line in others] == [(2, "0.70"), (3, "0.70")]


def test_an_investor_keeps_the_same_id_however_the_address_is_written():
    market = a_market()
    assert market.add(an_investors_card("MEI@example.org", name="Mei Wang")) == [MEI]
    (mei,) = market.investors()
    assert (mei["investor_id"], mei["name"], mei["firm"]) == (MEI, "Mei Wang", "Horse Capital")


def test_an_investor_named_twice_in_one_command_is_added_once():
    market = Market().hear(edition_started())
    assert market.add(an_investors_card(), an_investors_card(name="Mei Wang")) == [MEI]
    assert [investor["name"] for investor in market.investors()] == ["Mei Wang"]


def test_a_thesis_that_the_investor_stated_outlives_the_organisers():
    market = a_market()
    own = {**GAMES, "ticket_lowest_usd": "1000", "ticket_highest_usd": "25000000"}
    told = market.do("StateThesis", investor_id=MEI, thesis=own)
    assert told["thesis"]["ticket_highest_usd"] == "25000000"
    market.add(an_investors_card(thesis={"sectors": ["Wine"]}, portfolio=["Ant"]))
    (mei,) = market.investors()
    assert (mei["thesis"]["sectors"], mei["portfolio"]) == (["Games"], ["Ant"])


def test_a_thesis_that_holds_nothing_is_refused_and_nobody_is_added():
    market = Market().hear(edition_started())
    wrong = {"ticket_lowest_usd": "2", "ticket_highest_usd": "1"}
    with pytest.raises(TicketRange):
        market.add(an_investors_card(), an_investors_card("other@example.org", thesis=wrong))
    assert market.investors() == []


def test_investors_and_shortlists_need_an_edition_that_is_known():
    with pytest.raises(NotFound):
        Market().add(an_investors_card())
    with pytest.raises(NotFound):
        Market().publish()


def test_only_who_was_found_eligible_and_has_not_left_is_on_a_shortlist():
    market = a_market().hear(
        entry_submitted("e-dog", categories=["Games"]),
        *eligible("e-eel", categories=["Games"]),
        entry_screened("e-eel", "ineligible", version=3),
        entry_withdrawn("e-ant"),
    )
    market.publish()
    assert companies(market.shortlist()) == ["Cat", "Bee"]


def test_who_leaves_after_publishing_is_gone_from_the_shortlist_and_ranks_close_up():
    market = a_market()
    market.publish()
    market.hear(entry_withdrawn("e-cat"))
    assert [line["rank"] for line in market.shortlist()] == [1, 2]
    assert "Cat" not in companies(market.shortlist())


def test_facts_in_any_order_and_twice_make_the_same_shortlist():
    told = [
        edition_started(),
        *eligible("e-ant", categories=["Games"]),
        *eligible("e-bee", categories=["Games"]),
        entry_screened("e-bee", "ineligible", version=3),
        *eligible("e-cat", categories=["Games", "Music"]),
        results_published("e-ant"),
        results_published("e-cat", "e-ant", version=2),
    ]
    again = told * 2
    random.Random(4).shuffle(again)
    market = Market().hear(*again)
    market.add(an_investors_card(thesis=GAMES))
    market.publish()
    assert [(line["company"], line["fit"]) for line in market.shortlist()] == [
        ("Cat", "1.00"),
        ("Ant", "0.98"),
    ]


def test_a_promotion_changes_nothing_on_a_shortlist():
    market = a_market()
    market.publish()
    before = market.shortlist()
    market.hear(entry_promoted("e-bee", place=1))
    market.publish()
    assert market.shortlist() == before
    assert "promoted" not in market.store.entries.find("e-bee")


def test_published_results_lift_the_placed_and_the_final_outdoes_the_preliminary():
    market = a_market().hear(results_published("e-ant", "e-bee", stage_id="preliminary"))
    market.hear(results_published("e-bee", "e-ant"))
    market.publish()
    assert companies(market.shortlist()) == ["Cat", "Bee", "Ant"]
    assert [line["reasons"][-1]["text"] for line in market.shortlist()][1:] == [
        "Took 1st place in the final.",
        "Took 2nd place in the final.",
    ]


def test_publishing_again_changes_nothing_unless_there_is_something_new():
    market = a_market()
    assert market.publish() == market.publish()
    assert market.store.shortlists.find(MEI).version == 1
    market.hear(*eligible("e-dog", categories=["Games", "Music"]))
    market.publish()
    assert market.store.shortlists.find(MEI).version == 2


def test_answers_stay_when_shortlists_are_published_again():
    market = a_market()
    market.publish()
    market.answer("e-cat", "pass")
    market.answer("e-bee", "interested")
    market.publish(length=1)
    market.publish()
    answers = {line["company"]: line["answer"] for line in market.shortlist()}
    assert answers == {"Ant": None, "Bee": "interested", "Cat": "pass"}


def test_the_life_of_an_intro():
    market = a_market()
    market.publish()
    assert market.answer("e-ant", "interested", note="Loved the demo") == {
        "investor_id": MEI,
        "entry_id": "e-ant",
        "investor_answer": "interested",
        "startup_answer": None,
        "intro": False,
    }
    assert market.interests("e-ant") == [
        {
            "investor_id": MEI,
            "name": "Wang Mei",
            "firm": "Horse Capital",
            "note": "Loved the demo",
            "answer": None,
        }
    ]
    assert market.intros() == []
    assert market.reply("e-ant", "accept")["intro"] is True
    (intro,) = market.intros()
    assert {key: intro[key] for key in ("investor", "investor_email", "company", "made_at")} == {
        "investor": "Wang Mei",
        "investor_email": "mei@example.org",
        "company": "Ant",
        "made_at": "2025-11-08T12:04:00+00:00",
    }
    assert market.intros(investor=MEI) == market.intros(entry_id="e-ant") == [intro]
    assert market.intros(entry_id="e-bee") == market.intros(investor="i-other") == []
    assert {line["company"]: line["intro"] for line in market.shortlist()} == {
        "Ant": True,
        "Bee": False,
        "Cat": False,
    }
    with pytest.raises(IntroMade):
        market.answer("e-ant", "pass")


def test_a_startup_sees_only_who_is_interested():
    market = a_market()
    market.add(
        an_investors_card("ann@example.org", name="Ann"), an_investors_card("bo@example.org", name="Bo")
    )
    ann, bo = (i["investor_id"] for i in market.investors() if i["name"] in ("Ann", "Bo"))
    market.answer("e-ant", "interested", investor=ann)
    market.answer("e-ant", "pass", investor=bo)
    market.answer("e-bee", "interested", investor=bo)
    assert [interest["name"] for interest in market.interests("e-ant")] == ["Ann"]
    market.answer("e-ant", "pass", investor=ann)
    assert market.interests("e-ant") == []


def test_a_startup_has_nothing_to_answer_before_an_investor_asks():
    market = a_market()
    with pytest.raises(NoInterest):
        market.reply("e-ant", "accept")
    market.answer("e-ant", "pass")
    with pytest.raises(NoInterest):
        market.reply("e-ant", "accept")


def test_nobody_can_ask_for_who_has_left_though_passing_is_allowed():
    market = a_market()
    market.answer("e-ant", "interested")
    market.hear(entry_withdrawn("e-ant"))
    with pytest.raises(EntryGone):
        market.reply("e-ant", "accept")
    with pytest.raises(EntryGone):
        market.answer("e-ant", "interested")
    assert market.answer("e-ant", "pass")["investor_answer"] == "pass"


def test_an_intro_outlives_the_entry():
    market = a_market()
    market.answer("e-ant", "interested")
    market.reply("e-ant", "accept")
    market.hear(entry_withdrawn("e-ant"))
    assert market.reply("e-ant", "accept")["intro"] is True
    assert len(market.intros()) == 1


def test_nothing_of_another_edition_is_within_reach():
    market = a_market().hear(
        edition_started(edition_id="ed-2"),
        entry_submitted("e-far", edition_id="ed-2", categories=["Games"]),
        entry_screened("e-far", edition_id="ed-2"),
    )
    with pytest.raises(NotFound):
        market.answer("e-far", "interested")
    with pytest.raises(NotFound):
        market.do("StateThesis", edition_id="ed-2", investor_id=MEI, thesis={})
    market.publish()
    assert "Far" not in companies(market.shortlist())
    assert market.do("PublishShortlists", edition_id="ed-2") == {"shortlists": 0, "lines": 0}


def test_an_investor_added_meanwhile_by_another_process_makes_it_decide_again(monkeypatch):
    market = Market().hear(edition_started())
    load = market.store.investors.load

    def late(ids):
        found = load(ids)
        monkeypatch.setattr(market.store.investors, "load", load)
        market.add(an_investors_card(name="First"))
        return found

    monkeypatch.setattr(market.store.investors, "load", late)
    with pytest.raises(VersionConflict):
        market.add(an_investors_card(name="Second"))
    assert [investor["name"] for investor in market.investors()] == ["First"]


def test_publishing_takes_a_breath_for_each_investor_and_each_list():
    breaths = []
    market = a_market()
    draw = investors._draw(market.store, EDITION, length=3, between=lambda: breaths.append(1))
    assert (len(draw), len(breaths)) == (1, 2)
