"""Who goes on: quota, ties, and the decision that stands."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.refusal import Invalid
from services.registration.domain.promotion import (
    ALL,
    HAND,
    LOTS,
    NONE,
    REFUSE,
    Choice,
    Placed,
    PromotionRule,
    going_on,
    select,
)
from services.registration.domain.refusals import (
    AlreadyPromoted,
    LastStage,
    NobodyPromoted,
    NotCertified,
    TieAcrossCut,
)
from services.registration.promotions import get_promotion
from tests.unit.registration.registry import a_registry

NAMES = ("Ant", "Bee", "Cat", "Dog")


def placed(*places):
    return [Placed(f"e-{n}", f"Company {n}", place) for n, place in enumerate(places)]


def first(results, quota, ties=REFUSE):
    """Return the first by place under a plain quota."""
    return going_on(results, rule=PromotionRule(quota=quota), choice=Choice(ties=ties))[0]


def in_groups(*lines):
    """Return entries from (name, place, total, group)."""
    return [Placed(name.lower(), name, place, total, group) for name, place, total, group in lines]


FIELD = in_groups(
    ("Ant", 1, "9.00", "bio"),
    ("Bee", 2, "8.50", "bio"),
    ("Cat", 3, "8.00", "bio"),
    ("Dog", 4, "7.00", "web"),
    ("Elk", 5, "6.00", "web"),
    ("Fox", 6, "5.00", ""),
)
TIED = in_groups(("Ant", 1, "9", ""), ("Bee", 2, "8", ""), ("Cat", 2, "8", ""), ("Dog", 2, "8", ""))


def names(results, rule, **choice):
    return [placed.company for placed in going_on(results, rule=rule, choice=Choice(**choice))[0]]


def a_certified(*places):
    registry, ids = a_registry(*NAMES)
    registry.certify(list(zip(ids, NAMES, places, strict=True)))
    return registry, ids


def promoted(registry, **options):
    answer = registry.here("PromoteEntries", stage_id="preliminary", **options)["promoted"]
    return [(row["company"], row["place"]) for row in answer]


def test_the_first_by_place_go_on():
    assert [p.place for p in first(placed(3, 1, 2, 4), 2)] == [1, 2]


def test_a_tie_above_the_cut_or_below_it_is_no_matter():
    assert [p.place for p in first(placed(1, 1, 3, 4), 2)] == [1, 1]
    assert [p.place for p in first(placed(1, 2, 3, 3), 2)] == [1, 2]
    assert [p.place for p in first(placed(1, 1), 9)] == [1, 1]


def test_a_tie_across_the_cut_is_named():
    with pytest.raises(TieAcrossCut) as refused:
        first(placed(1, 2, 2, 4), 2)
    assert refused.value.errors == {"place": 2, "quota": 2, "companies": ["Company 1", "Company 2"]}
    assert [p.place for p in first(placed(1, 2, 2, 4), 2, ALL)] == [1, 2, 2]


@given(st.lists(st.integers(1, 5), min_size=1), st.integers(1, 8))
def test_nobody_who_goes_on_stands_behind_somebody_who_does_not(places, quota):
    results = placed(*places)
    chosen = first(results, quota, ALL)
    left = [p for p in results if p not in chosen]
    assert len(chosen) >= min(quota, len(results))
    assert all(on.place < off.place for on in chosen for off in left)


def test_entries_go_on_to_the_next_stage_and_it_is_told():
    registry, ids = a_certified(2, 1, 3, 4)
    assert promoted(registry, quota=2) == [("Bee", 1), ("Ant", 2)]
    assert [registry.entry(id)["stage_id"] for id in ids] == ["final", "final", "preliminary", "preliminary"]
    told = [data for name, data in registry.told() if name == "EntryPromoted"]
    assert sorted((d["entry_id"], d["from_stage_id"], d["stage_id"], d["place"]) for d in told) == sorted(
        [(ids[1], "preliminary", "final", 1), (ids[0], "preliminary", "final", 2)]
    )
    assert [stage["promoted"] for stage in registry.edition()["stages"]] == [True, False]


def test_without_a_quota_the_stages_own_counts():
    registry, _ = a_certified(1, 2, 3, 4)
    assert len(promoted(registry)) == 4


def test_promoting_twice_gives_the_same_list_and_tells_once():
    registry, ids = a_certified(1, 2, 3, 4)
    first = promoted(registry, quota=2)
    registry.certify([(ids[3], "Dog", 1)], certificate=2, version=9)
    registry.here("WithdrawEntry", entry_id=ids[0])
    assert promoted(registry, quota=2) == first
    assert promoted(registry) == first
    assert registry.names_told()["EntryPromoted"] == 2
    with pytest.raises(AlreadyPromoted):
        promoted(registry, quota=3)


def test_a_repeat_carries_out_what_a_crash_left_undone():
    registry, ids = a_certified(1, 2, 3, 4)
    saving = registry.store.entries.save_all

    def crash(batch, *, atomic=False):
        raise ConnectionError("the power is gone")

    registry.store.entries.save_all = crash
    with pytest.raises(ConnectionError):
        promoted(registry, quota=2)
    registry.store.entries.save_all = saving
    assert promoted(registry, quota=2) == [("Ant", 1), ("Bee", 2)]
    assert [registry.entry(id)["stage_id"] for id in ids[:2]] == ["final", "final"]


def test_who_left_makes_room_for_the_next():
    registry, ids = a_certified(1, 2, 3, 4)
    registry.here("WithdrawEntry", entry_id=ids[0])
    registry.here("ScreenEntries", entry_ids=[ids[1]], decision="ineligible", reason="fraud")
    assert promoted(registry, quota=1) == [("Cat", 3)]


def test_a_tie_across_the_cut_leaves_everything_as_it_was():
    registry, _ = a_certified(1, 2, 2, 4)
    with pytest.raises(TieAcrossCut):
        promoted(registry, quota=2)
    assert registry.names_told()["EntryPromoted"] == 0
    assert promoted(registry, quota=2, include_ties=True) == [("Ant", 1), ("Bee", 2), ("Cat", 2)]
    assert promoted(registry, quota=2) == [("Ant", 1), ("Bee", 2), ("Cat", 2)]


def test_results_are_needed_and_a_stage_to_go_on_to():
    registry, _ = a_registry(*NAMES)
    with pytest.raises(NotCertified):
        promoted(registry)
    with pytest.raises(LastStage):
        registry.here("PromoteEntries", stage_id="final", quota=1)
    registry.certify([])
    with pytest.raises(NobodyPromoted):
        promoted(registry)


def test_a_quota_is_needed_where_the_stage_has_none():
    registry, _ = a_certified(1, 2, 3, 4)
    document = registry.store.editions.documents[registry.edition_id]
    document["state"]["runs"][0]["stage"]["promote"] = 0
    with pytest.raises(Invalid):
        promoted(registry)


def test_an_older_certificate_replaces_no_newer_one():
    registry, ids = a_certified(1, 2, 3, 4)
    registry.certify([(ids[3], "Dog", 1)], certificate=2, version=9)
    registry.certify([(ids[0], "Ant", 1)], certificate=1, version=4)
    assert promoted(registry, quota=1) == [("Dog", 1)]


def test_each_group_sends_its_first_and_places_fill_the_rest():
    assert names(FIELD, PromotionRule(per_group=1, group_by="track")) == ["Ant", "Dog", "Fox"]
    assert names(FIELD, PromotionRule(per_group=1, group_by="track", quota=4)) == ["Ant", "Bee", "Dog", "Fox"]
    assert names(FIELD, PromotionRule(per_group=1, group_by="track", quota=2)) == ["Ant", "Dog", "Fox"]


def test_who_is_below_the_threshold_does_not_go_on_whatever_is_free():
    assert names(FIELD, PromotionRule(threshold=Decimal("7.00"))) == ["Ant", "Bee", "Cat", "Dog"]
    rule = PromotionRule(per_group=2, group_by="track", threshold=Decimal("6.5"), quota=6)
    assert names(FIELD, rule) == ["Ant", "Bee", "Cat", "Dog"]
    assert select(FIELD, rule, Choice()).stays == {"elk": "threshold", "fox": "threshold"}


def test_why_each_goes_on_is_told():
    _, why = going_on(FIELD, rule=PromotionRule(per_group=1, group_by="track", quota=4), choice=Choice())
    assert why == {"ant": "group", "dog": "group", "fox": "group", "bee": "quota"}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"ties": ALL}, ["Ant", "Bee", "Cat", "Dog"]),
        ({"ties": NONE}, ["Ant"]),
        ({"ties": HAND, "by_hand": ("cat",), "reason": "the younger team"}, ["Ant", "Cat"]),
    ],
)
def test_a_tie_at_the_cut_is_decided_as_the_organiser_says(choice, expected):
    assert names(TIED, PromotionRule(quota=3), **choice) == expected


def test_lots_fill_the_seats_that_are_left_and_fall_the_same_by_the_same_seed():
    drawn = {seed: names(TIED, PromotionRule(quota=3), ties=LOTS, seed=seed) for seed in range(20)}
    assert all(len(went) == 3 and went[0] == "Ant" for went in drawn.values())
    assert len({tuple(went) for went in drawn.values()}) == 3
    assert drawn[7] == names(TIED, PromotionRule(quota=3), ties=LOTS, seed=7)


def test_a_choice_needs_a_reason_and_takes_no_more_than_there_are_seats():
    for wrong in ({"by_hand": ("cat",)}, {"by_hand": ("bee", "cat", "dog"), "reason": "all are good"}):
        with pytest.raises(Invalid):
            names(TIED, PromotionRule(quota=3), ties=HAND, **wrong)


def test_a_tie_within_a_group_is_named_with_it():
    results = in_groups(("Ant", 1, "9", "bio"), ("Bee", 1, "9", "bio"), ("Cat", 3, "8", "web"))
    (tie,) = select(results, PromotionRule(per_group=1, group_by="track"), Choice()).ties
    assert (tie.group, tie.place, tie.seats, [p.company for p in tie.sharing]) == (
        "bio",
        1,
        1,
        ["Ant", "Bee"],
    )


def test_the_organiser_chooses_as_many_more_as_the_rule_leaves():
    rule = PromotionRule(quota=1, choice=1)
    assert names(FIELD, rule, chosen=("fox",), reason="the jury's darling") == ["Ant", "Fox"]
    for wrong in ({"chosen": ("fox", "elk"), "reason": "x"}, {"chosen": ("fox",)}, {"chosen": ("zoo",)}):
        with pytest.raises(Invalid):
            names(FIELD, rule, **wrong)


def preview(registry, **wanted):
    query = {"quota": None, "per_group": None, "group_by": None, "threshold": None, **wanted}
    known = {"edition_id": registry.edition_id, "stage_id": "preliminary"}
    return get_promotion(registry.store, {**known, **query})


def test_a_preview_says_who_would_go_on_and_why_and_changes_nothing():
    registry, ids = a_certified(1, 2, 2, 4)
    found = preview(registry, quota=2)
    assert [(line["company"], line["goes_on"], line["why"]) for line in found["lines"]] == [
        ("Ant", True, "quota"),
        ("Bee", False, "tie"),
        ("Cat", False, "tie"),
        ("Dog", False, "cut"),
    ]
    assert [(tie["place"], tie["seats"]) for tie in found["ties"]] == [(2, 1)]
    assert (found["certificate"], found["promoted_by"], found["decision"]) == (1, None, None)
    assert registry.edition()["stages"][0]["promoted"] is False
    assert ids[1] in {each["entry_id"] for each in found["ties"][0]["sharing"]}


def test_the_decision_is_kept_with_its_seed_and_reason():
    registry, _ = a_certified(1, 2, 2, 4)
    promoted(registry, quota=2, ties="lots", seed=42)
    found = preview(registry)
    assert (found["decision"]["ties"], found["decision"]["seed"], found["promoted_by"]) == ("lots", 42, 1)
    assert sorted(found["decision"]["why"].values()) == ["quota", "tie_lots"]


def test_after_a_correction_who_would_go_on_now_joins_those_who_did():
    registry, ids = a_certified(1, 2, 3, 4)
    assert promoted(registry, quota=2) == [("Ant", 1), ("Bee", 2)]
    rows = list(zip(ids, NAMES, (1, 4, 2, 3), strict=True))
    registry.certify(rows, certificate=2, version=9)
    assert preview(registry)["stale"] is True
    assert promoted(registry) == [("Ant", 1), ("Bee", 2)]
    assert promoted(registry, again=True) == [("Ant", 1), ("Bee", 2), ("Cat", 2)]
    assert preview(registry)["stale"] is False
    assert registry.entry(ids[1])["stage_id"] == "final"


def in_heats(*places):
    registry, ids = a_certified(*places)
    registry.seat("preliminary.01", "Taipei", ids[:2])
    registry.seat("preliminary.02", "Tainan", ids[2:])
    return registry, ids


def test_the_first_of_each_heat_go_on():
    registry, _ = in_heats(1, 2, 3, 4)
    by_heat = {"quota": 0, "per_group": 1, "group_by": "session"}
    found = preview(registry, **by_heat)
    assert [(line["company"], line["group"], line["why"]) for line in found["lines"]] == [
        ("Ant", "preliminary.01", "group"),
        ("Bee", "preliminary.01", "cut"),
        ("Cat", "preliminary.02", "group"),
        ("Dog", "preliminary.02", "cut"),
    ]
    assert [group["name"] for group in found["groups"]] == ["Taipei", "Tainan"]
    assert promoted(registry, **by_heat) == [("Ant", 1), ("Cat", 3)]


def test_who_sits_where_is_as_it_was_set_last():
    registry, ids = in_heats(1, 2, 3, 4)
    registry.seat("preliminary.01", "Taipei", ids[1:2], version=3)
    registry.seat("preliminary.02", "Tainan", [ids[0], *ids[2:]], version=3)
    registry.seat("preliminary.01", "Taipei", ids[:2], version=2)
    assert promoted(registry, quota=0, per_group=1, group_by="session") == [("Ant", 1), ("Bee", 2)]


def test_a_heat_that_was_given_up_is_no_group():
    registry, _ids = in_heats(1, 2, 3, 4)
    registry.seat("preliminary.02", "Tainan", [], version=2)
    assert {line["group"] for line in preview(registry)["lines"]} == {""}
    found = preview(registry, quota=0, per_group=1, group_by="session")
    assert [line["company"] for line in found["lines"] if line["goes_on"]] == ["Ant", "Cat"]
    assert [group["group"] for group in found["groups"]] == ["preliminary.01"]


def test_a_seed_that_nobody_named_follows_from_the_command_and_is_kept():
    seeds = set()
    for command_id in ("c-1", "c-2", "c-1"):
        registry, _ = a_certified(1, 2, 2, 4)
        wanted = {"edition_id": registry.edition_id, "stage_id": "preliminary", "quota": 2, "ties": "lots"}
        went = registry.ask("PromoteEntries", id=command_id, **wanted)["promoted"]
        seeds.add((preview(registry)["decision"]["seed"], tuple(each["company"] for each in went)))
    assert len(seeds) == 2
    assert 0 not in {seed for seed, _ in seeds}


def test_what_was_decided_by_one_rule_is_not_asked_for_by_another():
    registry, _ = in_heats(1, 2, 3, 4)
    promoted(registry, quota=0, per_group=1, group_by="session")
    assert promoted(registry) == [("Ant", 1), ("Cat", 3)]
    with pytest.raises(AlreadyPromoted) as refused:
        promoted(registry, per_group=2)
    assert refused.value.errors == {"per_group": {"came": 2, "allowed": 1}}


def test_who_has_too_small_a_share_of_all_votes_does_not_go_on():
    counted = [("ant", 50), ("bee", 30), ("cat", 20)]
    field = [Placed(id, id.title(), n, str(votes), of=100) for n, (id, votes) in enumerate(counted, start=1)]
    assert names(field, PromotionRule(share=Decimal(30))) == ["Ant", "Bee"]
    assert names(field, PromotionRule(share=Decimal("30.01"))) == ["Ant"]
    assert names(field, PromotionRule(threshold=Decimal(20), share=Decimal(10), quota=2)) == ["Ant", "Bee"]
    assert select(field, PromotionRule(share=Decimal(30)), Choice()).stays == {"cat": "share"}


def test_nobody_reaches_a_share_where_places_are_by_no_votes():
    assert select(FIELD, PromotionRule(share=Decimal(1)), Choice()).goes == {}
