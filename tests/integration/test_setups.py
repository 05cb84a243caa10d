"""Set-ups, tracks, blueprints and decisions over a real database."""

import pytest

from schemas.queries import ListEntries
from services.chassis.storage import ensure_indexes, open_database
from services.registration import queries
from services.registration.domain.refusals import EntryPromotedBefore, SetUpFixed
from services.registration.repository import RegistrationStore
from services.registration.selections.queries import get_decisions
from services.registration.setups.queries import get_fixed, list_blueprints, list_hosts, write_set_up
from tests.unit.registration.registry import Registry
from tests.unit.registration.test_setups import change, set_up_of


@pytest.fixture
def registry(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    registry = Registry()
    registry.store = RegistrationStore(database)
    ensure_indexes(registry.store)
    registry.start()
    yield registry
    database.client.close()


def companies(registry, **wanted):
    query = ListEntries().load({"edition_id": registry.edition_id, **wanted})
    return [entry["startup"]["company"] for entry in queries.list_entries(registry.store, query)["entries"]]


def with_tracks(registry):
    set_up = set_up_of(registry)
    set_up["tracks"] = [{"track_id": "ai", "name": "AI"}, {"track_id": "bio", "name": "Bio"}]
    change(registry, set_up)
    return set_up


def test_a_set_up_is_kept_as_it_was_changed_and_stays_true_to_what_happened(registry):
    set_up = with_tracks(registry)
    assert set_up_of(registry) == set_up
    ant, _ = registry.enter("Ant", "Bee")
    registry.here("ScreenEntries", decision="eligible")
    registry.here("PutInTrack", entry_ids=[ant], track="ai")
    registry.here("OpenStage", stage_id="preliminary")
    fixed = get_fixed(registry.store, {"edition_id": registry.edition_id})
    assert fixed == {
        "opened": ["preliminary"],
        "closed": [],
        "sent_on": [],
        "held_entries": ["preliminary"],
        "certified": [],
        "tracks_in_use": ["ai"],
    }
    with pytest.raises(SetUpFixed) as refused:
        change(registry, {**set_up, "tracks": [], "stages": set_up["stages"][1:]})
    assert set(refused.value.errors) == {"stages", "tracks"}
    assert companies(registry, track="ai") == ["Ant"]
    assert companies(registry, track="bio") == []
    assert companies(registry) == ["Ant", "Bee"]


def test_when_one_of_many_cannot_go_to_a_track_none_does(registry):
    with_tracks(registry)
    ant, bee = registry.enter("Ant", "Bee")
    registry.here("ScreenEntries", decision="eligible")
    registry.certify([(ant, "Ant", 1), (bee, "Bee", 2)])
    registry.here("PromoteEntries", stage_id="preliminary", quota=1)
    with pytest.raises(EntryPromotedBefore):
        registry.here("PutInTrack", entry_ids=[bee, ant], track="ai")
    assert companies(registry, track="ai") == []


def test_what_is_decided_is_kept_and_sends_on_those_who_are_admitted(registry):
    set_up = set_up_of(registry)
    selection = {"stage_id": "selection", "name": "Selection", "kind": "decision"}
    change(registry, {**set_up, "stages": [selection, *set_up["stages"]]})
    ant, bee = registry.enter("Ant", "Bee")
    registry.here("ScreenEntries", decision="eligible")
    registry.here("OpenStage", stage_id="selection")
    registry.here("DecideEntries", stage_id="selection", entry_ids=[ant], decision="admit")
    registry.here("DecideEntries", stage_id="selection", entry_ids=[bee], decision="wait", reason="In May")
    registry.here("CloseStage", stage_id="selection")
    registry.here("PromoteEntries", stage_id="selection")
    assert companies(registry, stage_id="preliminary") == ["Ant"]
    told = get_decisions(registry.store, {"edition_id": registry.edition_id, "entry_id": bee})
    assert told["decisions"] == [
        {"stage_id": "selection", "name": "Selection", "decision": "wait", "reason": "In May"}
    ]


def test_a_blueprint_of_a_host_is_offered_beside_those_that_come_along(registry):
    (host,) = list_hosts(registry.store)["hosts"]
    assert [programme["name"] for programme in host["programmes"]] == ["Black Horse"]
    written = write_set_up(registry.store, {"edition_id": registry.edition_id})
    for _ in range(2):
        added = registry.ask("AddBlueprint", host_id=host["host_id"], **written)
    offered = [
        b["blueprint"] for b in list_blueprints(registry.store, {"language": "en"})["blueprints"] if b["host"]
    ]
    assert offered == [added["blueprint"]]
    clone = registry.here("CloneEdition", name="Next year")
    assert clone["awards"] == registry.edition()["awards"]
