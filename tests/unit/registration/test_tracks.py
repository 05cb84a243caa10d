"""Tracks: an entry is in at most one, until it went on by it."""

import copy

import pytest
import yaml

from schemas.refusal import NotFound
from services.registration.domain.blueprint import Blueprint
from services.registration.domain.edition import Edition
from services.registration.domain.host import Host, Programme
from services.registration.domain.refusals import EntryPromotedBefore
from services.registration.shelf import SHELF
from tests.unit.registration.registry import NOON, Registry

TRACKS = [{"track_id": "ai", "name": "Machines that think"}, {"track_id": "bio", "name": "Life"}]
DATA = yaml.safe_load((SHELF / "black-horse.yaml").read_text(encoding="utf-8"))


def a_registry_with_tracks(*companies):
    registry = Registry()
    blueprint = Blueprint.read("tracks", {**copy.deepcopy(DATA), "tracks": TRACKS})
    programme = Programme.create(Host.create("Society"), name="Horse")
    edition = Edition.start(programme, name="Cup", zone="UTC", blueprint=blueprint, now=NOON)
    registry.store.editions.save(edition)
    registry.edition_id = edition.id
    return registry, registry.enter(*companies)


def track_told(registry, entry_id):
    told = [data for name, data in registry.told() if name == "EntrySubmitted"]
    return [data["track"] for data in told if data["entry_id"] == entry_id]


def test_an_entry_goes_to_a_track_and_out_of_it_and_each_is_told():
    registry, (ant, bee) = a_registry_with_tracks("Ant", "Bee")
    assert registry.here("PutInTrack", entry_ids=[ant], track="ai") == {"moved": 1, "unchanged": 0}
    assert registry.here("PutInTrack", entry_ids=[ant, bee], track="ai") == {"moved": 1, "unchanged": 1}
    assert (registry.entry(ant)["track"], registry.entry(bee)["track"]) == ("ai", "ai")
    registry.here("PutInTrack", entry_ids=[ant], track="")
    assert registry.entry(ant)["track"] == ""
    assert track_told(registry, ant) == ["", "ai", ""]


def test_a_startup_may_enter_into_a_track():
    registry, _ = a_registry_with_tracks()
    entry = registry.here("SubmitEntry", startup={"company": "Cat"}, track="bio")
    assert entry["track"] == "bio"
    assert track_told(registry, entry["entry_id"]) == ["bio"]


def test_a_track_that_is_not_there_is_refused_with_those_there_are():
    registry, (ant,) = a_registry_with_tracks("Ant")
    with pytest.raises(NotFound) as refused:
        registry.here("PutInTrack", entry_ids=[ant], track="art")
    assert refused.value.errors == {"track": {"known": ["ai", "bio"]}}
    assert registry.entry(ant)["track"] == ""


def test_when_one_entry_went_on_already_none_changes_its_track():
    registry, (ant, bee) = a_registry_with_tracks("Ant", "Bee")
    registry.here("ScreenEntries", decision="eligible")
    registry.certify([(ant, "Ant", 1), (bee, "Bee", 2)])
    registry.here("PromoteEntries", stage_id="preliminary", quota=1)
    with pytest.raises(EntryPromotedBefore):
        registry.here("PutInTrack", entry_ids=[bee, ant], track="ai")
    assert registry.entry(bee)["track"] == ""
