"""Editions by message: starting, opening and closing stages."""

import pytest

from schemas.refusal import Invalid, NotFound
from services.registration.domain.refusals import EditionExists, NobodyPromoted, StageNotOpen, StageOver
from tests.unit.registration.registry import NOON, Registry, a_registry


def test_an_edition_starts_with_the_stages_and_awards_of_its_blueprint():
    registry = Registry()
    edition = registry.start()
    assert edition == registry.edition()
    assert (edition["host"], edition["programme"], edition["zone"]) == (
        "Black Horse Society",
        "Black Horse",
        "Asia/Taipei",
    )
    assert [(s["stage_id"], s["state"], s["promoted"]) for s in edition["stages"]] == [
        ("preliminary", "planned", False),
        ("final", "planned", False),
    ]
    assert edition["awards"][0]["name"] == "Black Horse"
    assert edition["counts"] == {
        "submitted": 0,
        "eligible": 0,
        "ineligible": 0,
        "withdrawn": 0,
        "disqualified": 0,
        "entries": 0,
    }
    ((name, data),) = registry.told()
    assert (name, [stage["stage_id"] for stage in data["stages"]]) == (
        "EditionStarted",
        ["preliminary", "final"],
    )


def test_making_the_same_thing_twice_makes_one():
    registry = Registry()
    first = registry.start("Cup 2026")
    assert registry.start(" cup  2026") == first
    assert registry.start("Cup 2027")["edition_id"] != first["edition_id"]
    assert registry.names_told() == {"EditionStarted": 2}
    assert (len(registry.store.hosts.documents), len(registry.store.programmes.documents)) == (1, 1)


def test_an_edition_of_the_same_name_that_is_set_up_otherwise_is_refused():
    registry = Registry()
    first = registry.start(zone="Asia/Taipei")
    with pytest.raises(EditionExists) as refused:
        registry.start(zone="UTC")
    assert refused.value.errors["edition_id"] == first["edition_id"]


@pytest.mark.parametrize("zone", ["Asia/Atlantis", "", "../../etc/passwd", "utc+8"])
def test_a_zone_that_is_not_on_the_map_is_refused(zone):
    with pytest.raises(Invalid) as refused:
        Registry().start(zone=zone)
    assert list(refused.value.errors) == ["zone"]


def test_what_is_not_there_is_not_found():
    registry = Registry()
    registry.start()
    with pytest.raises(NotFound):
        registry.start(blueprint="white-horse")
    with pytest.raises(NotFound):
        registry.ask("CreateProgramme", host_id="h-0", name="Cup")
    with pytest.raises(NotFound) as refused:
        registry.here("OpenStage", stage_id="semi-final")
    assert refused.value.errors == {"stage_id": {"known": ["preliminary", "final"]}}


def test_a_name_of_spaces_is_no_name():
    with pytest.raises(Invalid):
        Registry().ask("CreateHost", name="  ")


def test_a_stage_opens_once_and_closes_once():
    registry, _ = a_registry()
    opened = registry.here("OpenStage", stage_id="preliminary")
    assert (opened["state"], opened["opened_at"]) == ("open", NOON.isoformat())
    assert registry.later(hours=1).here("OpenStage", stage_id="preliminary") == opened
    closed = registry.here("CloseStage", stage_id="preliminary")
    assert (closed["state"], closed["closed_at"]) == ("closed", registry.now.isoformat())
    assert registry.later(hours=1).here("CloseStage", stage_id="preliminary") == closed
    assert registry.edition()["stages"][0] == {**closed, "certificate": None}
    assert registry.names_told() == {"EditionStarted": 1, "StageOpened": 1, "StageClosed": 1}


def test_a_stage_that_is_not_open_cannot_close_and_one_that_is_closed_stays_so():
    registry, _ = a_registry()
    with pytest.raises(StageNotOpen):
        registry.here("CloseStage", stage_id="preliminary")
    registry.here("OpenStage", stage_id="preliminary")
    registry.here("CloseStage", stage_id="preliminary")
    with pytest.raises(StageOver):
        registry.here("OpenStage", stage_id="preliminary")


def test_a_later_stage_waits_for_those_who_are_sent_on():
    registry, (ant,) = a_registry("Ant")
    with pytest.raises(NobodyPromoted):
        registry.here("OpenStage", stage_id="final")
    registry.certify([(ant, "Ant", 1)])
    registry.here("PromoteEntries", stage_id="preliminary")
    assert registry.here("OpenStage", stage_id="final")["state"] == "open"
