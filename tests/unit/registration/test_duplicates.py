"""Entries that look alike: which do, and what becomes of them."""

import pytest

from schemas.refusal import Invalid, NotFound
from services.registration.domain.refusals import EntryMovedOn
from services.registration.domain.startup import Startup
from services.registration.duplicates.domain.likeness import Likeness, alike
from services.registration.duplicates.domain.refusals import PairDecided, PairUndecided
from services.registration.duplicates.handlers import compare_waiting, keep_likenesses
from services.registration.duplicates.queries import list_duplicates
from tests.unit.registration.registry import NOON, Registry

STREET = "Payments for people who sell on the street, without a terminal and without a bank account."
FARM = "Drones that look at rice fields every morning and tell the farmer where the water is missing."


def likeness(id, company, website="", description=""):
    told = {"company": company, "website": website, "description": description}
    return Likeness.of(id, Startup.described(told).as_dict())


def compared(one, other):
    """Return (score, fields) of two (company, website, description), and whether they are compared at all."""
    a, b = likeness("e-1", *one), likeness("e-2", *other)
    found = alike(a, b)
    return found and (found.score, [field for field, _ in found.reasons]), bool(a.keys & b.keys)


@pytest.mark.parametrize(
    ("one", "other", "fields"),
    [
        (("DarkPay", "darkpay.io", STREET), ("Dark Pay Inc.", "https://www.darkpay.io/en", STREET), 3),
        (("DarkPay",), ("DarkPey",), 1),
        (("Grab Noodles",), ("Grab Noodles Holdings Ltd",), 1),
        (("Ärzte Café GmbH",), ("arzte cafe",), 1),
        (("黑馬支付股份有限公司",), ("黑馬支付",), 1),
        (("Pay Dark",), ("dark pay",), 1),
        (("Ant", "ant.example"), ("Completely Else", "http://ant.example/about"), 1),
        (("Ant", "", STREET), ("Bee", "", STREET.replace("street", "market")), 1),
    ],
)
def test_what_is_written_in_another_way_is_alike_and_is_compared(one, other, fields):
    found, met = compared(one, other)
    assert met
    assert found is not None
    assert len(found[1]) == fields


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Studio 54",), ("Studio 55",)),
        (("Ant", "facebook.com/ant"), ("Bee", "facebook.com/bee")),
        (("Ant", "ant.example", STREET), ("Bee", "bee.example", FARM)),
        (("Smart Farm",), ("Smart Home",)),
        (("Green Ltd",), ("Blue Ltd",)),
        (("A",), ("B",)),
    ],
)
def test_what_only_has_a_little_in_common_is_not_alike(one, other):
    assert compared(one, other)[0] is None


def test_the_same_name_with_another_site_and_story_is_asked_about_and_scores_less():
    same, other = ("Nova", "nova.example", STREET), ("Nova", "nova.test", FARM)
    assert compared(same, other)[0][0] == 75
    assert compared(same, ("Nova Inc", "nova.example", STREET))[0][0] == 100


class Desk:
    """A registry whose entries were compared."""

    def __init__(self, *companies):
        self.registry = Registry()
        self.registry.start()
        self.ids = self.registry.enter(*companies)
        self.compare()

    def compare(self):
        keep_likenesses(self.registry.store.entries.published, self.registry.store)
        return compare_waiting(self.registry.store, now=NOON)

    def list(self, state="open"):
        wanted = {"edition_id": self.registry.edition_id, "state": state, "page": 1}
        return list_duplicates(self.registry.store, wanted)

    def decide(self, pair, decision, **more):
        told = {"pair_id": pair["pair_id"], "decision": decision, "seen": pair["version"], **more}
        return self.registry.here("DecidePair", **told)

    def states(self):
        return [self.registry.entry(id)["state"] for id in self.ids]


@pytest.fixture
def desk():
    return Desk("DarkPay", "Dark Pay", "Kiko")


def test_entries_are_compared_as_they_come_in_and_once(desk):
    (pair,) = desk.list()["pairs"]
    assert [entry["startup"]["company"] for entry in pair["entries"]] in (
        ["DarkPay", "Dark Pay"],
        ["Dark Pay", "DarkPay"],
    )
    assert (pair["score"], pair["reasons"]) == (100, [{"field": "name", "likeness": 100}])
    assert desk.compare() == 0
    desk.registry.enter("Kikoo")
    assert desk.list()["waiting"] == 0
    assert desk.compare() == 1
    assert desk.list()["counts"] == {"open": 2, "kept": 0, "merged": 0}


def test_of_a_merged_pair_one_stays_and_the_other_leads_to_it(desk):
    (pair,) = desk.list()["pairs"]
    stays, leaves = desk.ids[0], desk.ids[1]
    assert desk.decide(pair, "merge", stays=stays)["stays"] == stays
    assert desk.states() == ["submitted", "withdrawn", "submitted"]
    left = desk.registry.entry(leaves)
    assert left["merged_into"] == stays
    assert desk.registry.entry(stays)["receipt"] in left["reason"]
    assert desk.registry.names_told()["EntryWithdrawn"] == 1
    assert desk.list()["pairs"] == []
    assert desk.list("merged")["pairs"][0]["stays"] == stays


def test_merging_twice_is_merging_once_and_the_other_way_round_is_refused(desk):
    (pair,) = desk.list()["pairs"]
    first = desk.decide(pair, "merge", stays=desk.ids[0])
    assert desk.decide(pair, "merge", stays=desk.ids[0])["stays"] == first["stays"]
    with pytest.raises(PairDecided):
        desk.decide(pair, "merge", stays=desk.ids[1])
    with pytest.raises(PairDecided):
        desk.decide(pair, "keep")
    assert desk.states() == ["submitted", "withdrawn", "submitted"]


def test_who_stays_has_to_be_one_of_the_two(desk):
    (pair,) = desk.list()["pairs"]
    for stays in (None, desk.ids[2]):
        with pytest.raises(Invalid):
            desk.decide(pair, "merge", stays=stays)


def test_a_merge_is_undone_to_two_entries_and_asked_about_again(desk):
    desk.registry.here("ScreenEntries", entry_ids=desk.ids[1:2], decision="eligible")
    (pair,) = desk.list()["pairs"]
    desk.decide(pair, "merge", stays=desk.ids[0])
    desk.decide(desk.list("merged")["pairs"][0], "reopen")
    assert desk.states() == ["submitted", "eligible", "submitted"]
    assert desk.registry.told()[-1][0] == "EntryRestored"
    assert [pair["state"] for pair in desk.list()["pairs"]] == ["open"]
    with pytest.raises(PairUndecided):
        desk.decide(desk.list()["pairs"][0], "reopen")


def test_what_is_kept_apart_is_not_asked_about_again_unless_it_is_reopened(desk):
    (pair,) = desk.list()["pairs"]
    desk.decide(pair, "keep")
    desk.registry.here("LookForDuplicates")
    assert desk.compare() == 3
    assert desk.list()["counts"] == {"open": 0, "kept": 1, "merged": 0}
    desk.decide(desk.list("kept")["pairs"][0], "reopen")
    assert desk.list()["counts"]["open"] == 1


def test_a_pair_of_which_one_left_is_asked_about_no_more_and_cannot_be_merged(desk):
    (pair,) = desk.list()["pairs"]
    desk.registry.here("WithdrawEntry", entry_id=desk.ids[1])
    assert desk.list()["counts"]["open"] == 0
    with pytest.raises(Exception, match="was withdrawn"):
        desk.decide(pair, "merge", stays=desk.ids[0])
    assert desk.registry.entry(desk.ids[0])["state"] == "submitted"


def test_a_merge_that_something_was_built_upon_is_not_undone(desk):
    (pair,) = desk.list()["pairs"]
    desk.decide(pair, "merge", stays=desk.ids[0])
    entry = desk.registry.store.entries.get(desk.ids[1])
    entry.turns.append(entry.turns[0].__class__("screened", *_another(entry.turns[0])))
    desk.registry.store.entries.save(entry)
    with pytest.raises(EntryMovedOn):
        desk.decide(desk.list("merged")["pairs"][0], "reopen")
    assert desk.list("merged")["total"] == 1


def test_a_pair_of_another_edition_is_not_there(desk):
    (pair,) = desk.list()["pairs"]
    desk.registry.start("Cup 2027")
    with pytest.raises(NotFound):
        desk.decide(pair, "keep")


def _another(turn):
    act = turn.act.__class__("dc-other", turn.act.by, turn.act.at)
    return act, turn.was, turn.now
