"""Who goes on: quota, ties, and the decision that stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.refusal import Invalid
from services.registration.domain.promotion import Placed, going_on
from services.registration.domain.refusals import (
    AlreadyPromoted,
    LastStage,
    NobodyPromoted,
    NotCertified,
    TieAcrossCut,
)
from tests.unit.registration.registry import a_registry

NAMES = ("Ant", "Bee", "Cat", "Dog")


def placed(*places):
    return [Placed(f"e-{n}", f"Company {n}", place) for n, place in enumerate(places)]


def a_certified(*places):
    registry, ids = a_registry(*NAMES)
    registry.certify(list(zip(ids, NAMES, places, strict=True)))
    return registry, ids


def promoted(registry, **options):
    answer = registry.here("PromoteEntries", stage_id="preliminary", **options)["promoted"]
    return [(row["company"], row["place"]) for row in answer]


def test_the_first_by_place_go_on():
    assert [p.place for p in going_on(placed(3, 1, 2, 4), quota=2, include_ties=False)] == [1, 2]


def test_a_tie_above_the_cut_or_below_it_is_no_matter():
    assert [p.place for p in going_on(placed(1, 1, 3, 4), quota=2, include_ties=False)] == [1, 1]
    assert [p.place for p in going_on(placed(1, 2, 3, 3), quota=2, include_ties=False)] == [1, 2]
    assert [p.place for p in going_on(placed(1, 1), quota=9, include_ties=False)] == [1, 1]


def test_a_tie_across_the_cut_is_named():
    with pytest.raises(TieAcrossCut) as refused:
        going_on(placed(1, 2, 2, 4), quota=2, include_ties=False)
    assert refused.value.errors == {"place": 2, "quota": 2, "companies": ["Company 1", "Company 2"]}
    assert [p.place for p in going_on(placed(1, 2, 2, 4), quota=2, include_ties=True)] == [1, 2, 2]


@given(st.lists(st.integers(1, 5), min_size=1), st.integers(1, 8))
def test_nobody_who_goes_on_stands_behind_somebody_who_does_not(places, quota):
    results = placed(*places)
    chosen = going_on(results, quota=quota, include_ties=True)
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
