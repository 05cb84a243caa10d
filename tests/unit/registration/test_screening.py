"""Decisions over many entries, and taking them back."""

import pytest

from schemas.refusal import NotFound
from services.registration.domain.refusals import EntryMovedOn, NothingToUndo
from services.registration.domain.turn import UNDO_FOR
from services.registration.queries import get_entry_history, list_decisions
from tests.unit.registration.registry import Registry, a_registry


def a_field(*companies):
    """Return a registry with an edition and undecided entries, and their ids."""
    registry = Registry()
    registry.start()
    return registry, registry.enter(*companies)


def states(registry, ids):
    return [registry.entry(id)["state"] for id in ids]


def told(registry, entry_id):
    return [name for name, data in registry.told() if data.get("entry_id") == entry_id]


def decisions(registry):
    wanted = {"edition_id": registry.edition_id}
    return list_decisions(registry.store, wanted, now=registry.now)["decisions"]


def history(registry, entry_id):
    wanted = {"edition_id": registry.edition_id, "entry_id": entry_id}
    return get_entry_history(registry.store, wanted, now=registry.now)


def test_a_decision_on_all_that_match_passes_over_those_that_left():
    registry, ids = a_field("Ant Labs", "Bee Labs", "Cat")
    registry.here("WithdrawEntry", entry_id=ids[1])
    found = {"search": "labs"}
    assert (
        registry.here("ScreenEntries", matching=found, decision="ineligible", reason="late")["screened"] == 1
    )
    assert states(registry, ids) == ["ineligible", "withdrawn", "submitted"]


def test_undoing_a_screening_makes_its_entries_undecided_again_and_says_so():
    registry, ids = a_field("Ant", "Bee")
    done = registry.here("ScreenEntries", decision="eligible")
    assert [(d["outcome"], d["entries"]) for d in decisions(registry)] == [("eligible", 2)]
    undone = registry.here("UndoDecision", decision_id=done["decision_id"])
    assert undone == {"restored": 2, "left": [], "left_count": 0}
    assert states(registry, ids) == ["submitted", "submitted"]
    assert registry.entry(ids[0])["stage_id"] is None
    assert told(registry, ids[0]) == ["EntrySubmitted", "EntryScreened", "EntryRestored"]
    assert registry.told()[-1][1]["state"] == "submitted"
    assert decisions(registry) == []


def test_undoing_twice_is_undoing_once():
    registry, ids = a_field("Ant")
    done = registry.here("ScreenEntries", decision="eligible")
    registry.here("UndoDecision", decision_id=done["decision_id"])
    assert registry.here("UndoDecision", decision_id=done["decision_id"])["restored"] == 0
    assert told(registry, ids[0]).count("EntryRestored") == 1


def test_the_former_reason_comes_back_with_the_former_state():
    registry, ids = a_field("Ant")
    registry.here("ScreenEntries", decision="ineligible", reason="too old")
    done = registry.here("ScreenEntries", entry_ids=ids, decision="eligible")
    registry.here("UndoDecision", decision_id=done["decision_id"])
    entry = registry.entry(ids[0])
    assert (entry["state"], entry["stage_id"], entry["reason"]) == ("ineligible", None, "too old")


def test_what_went_on_since_stays_and_is_named():
    registry, (ant, bee) = a_field("Ant", "Bee")
    done = registry.here("ScreenEntries", decision="eligible")
    registry.here("ScreenEntries", entry_ids=[bee], decision="ineligible", reason="fraud")
    undone = registry.here("UndoDecision", decision_id=done["decision_id"])
    assert (undone["restored"], undone["left_count"]) == (1, 1)
    assert (undone["left"][0]["entry_id"], undone["left"][0]["code"]) == (bee, EntryMovedOn.code)
    assert states(registry, (ant, bee)) == ["submitted", "ineligible"]


def test_what_went_on_to_the_next_stage_is_not_undone():
    registry, ids = a_field("Ant")
    done = registry.here("ScreenEntries", decision="eligible")
    registry.certify([(ids[0], "Ant", 1)])
    registry.here("PromoteEntries", stage_id="preliminary")
    with pytest.raises(NothingToUndo) as refused:
        registry.here("UndoDecision", decision_id=done["decision_id"])
    assert refused.value.errors["entries"][0]["code"] == "entry_moved_on"
    assert registry.entry(ids[0])["stage_id"] == "final"


def test_a_decision_is_undone_within_a_day_and_not_into_a_closed_stage():
    registry, _ = a_field("Ant", "Bee")
    done = registry.here("ScreenEntries", decision="eligible")
    registry.here("OpenStage", stage_id="preliminary")
    registry.here("CloseStage", stage_id="preliminary")
    with pytest.raises(NothingToUndo) as refused:
        registry.here("UndoDecision", decision_id=done["decision_id"])
    assert {e["code"] for e in refused.value.errors["entries"]} == {"stage_closed"}

    registry, _ = a_field("Ant")
    done = registry.here("ScreenEntries", decision="ineligible", reason="no")
    registry.now += UNDO_FOR
    assert len(decisions(registry)) == 0
    registry.later(seconds=1)
    with pytest.raises(NothingToUndo) as refused:
        registry.here("UndoDecision", decision_id=done["decision_id"])
    assert refused.value.errors["entries"][0]["code"] == "undo_too_late"


def test_a_withdrawal_of_many_is_undone_to_where_each_was():
    registry, (ant, bee) = a_field("Ant", "Bee")
    registry.here("ScreenEntries", entry_ids=[ant], decision="eligible")
    done = registry.here("WithdrawEntries", entry_ids=[ant, bee], reason="no answer")
    assert (done["withdrawn"], states(registry, (ant, bee))) == (2, ["withdrawn", "withdrawn"])
    registry.here("UndoDecision", decision_id=done["decision_id"])
    assert [(registry.entry(id)["state"], registry.entry(id)["stage_id"]) for id in (ant, bee)] == [
        ("eligible", "preliminary"),
        ("submitted", None),
    ]


def test_the_history_of_an_entry_is_told_newest_first():
    registry, (ant,) = a_registry("Ant")
    registry.later(minutes=5).here("WithdrawEntry", entry_id=ant, reason="sold")
    turns = history(registry, ant)["turns"]
    assert [(t["kind"], t["was"], t["state"], t["undoable"]) for t in turns] == [
        ("withdrawn", "eligible", "withdrawn", True),
        ("screened", "submitted", "eligible", False),
    ]
    assert (turns[0]["by"], turns[0]["reason"], turns[0]["at"]) == ("p-1", "sold", registry.now.isoformat())


def test_a_decision_of_another_edition_is_not_there():
    registry, _ = a_field("Ant")
    done = registry.here("ScreenEntries", decision="eligible")
    registry.start("Cup 2027")
    with pytest.raises(NotFound):
        registry.here("UndoDecision", decision_id=done["decision_id"])
