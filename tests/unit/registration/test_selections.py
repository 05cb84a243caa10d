"""Stages of decisions: admitted, waiting or declined, told when the stage is closed."""

import pytest

from services.registration.domain.refusals import NobodyPromoted, SetUpInvalid, StageNotOpen
from services.registration.selections import queries
from services.registration.selections.domain.refusals import (
    DecisionsOpen,
    DecisionStands,
    NotForDecisions,
    NotInStage,
)
from tests.unit.registration.registry import a_registry
from tests.unit.registration.test_setups import change, set_up_of

STAGE = {"stage_id": "selection", "name": "Selection", "kind": "decision"}


def a_selection(*companies, open=True):
    """Return a registry whose first stage is one of decisions, and its entries."""
    registry, _ = a_registry()
    set_up = set_up_of(registry)
    change(registry, {**set_up, "stages": [STAGE, *set_up["stages"]]})
    ids = registry.enter(*companies)
    registry.here("ScreenEntries", decision="eligible")
    if open:
        registry.here("OpenStage", stage_id="selection")
    return registry, ids


def decide(registry, decision, *entry_ids, reason=""):
    wanted = {"stage_id": "selection", "entry_ids": list(entry_ids), "decision": decision, "reason": reason}
    return registry.here("DecideEntries", **wanted)


def told(registry, entry_id):
    wanted = {"edition_id": registry.edition_id, "entry_id": entry_id}
    return [(d["decision"], d["reason"]) for d in queries.get_decisions(registry.store, wanted)["decisions"]]


def counts(registry):
    wanted = {"edition_id": registry.edition_id, "stage_id": "selection"}
    return queries.get_selection(registry.store, wanted)["counts"]


def test_a_stage_of_decisions_has_neither_judges_nor_criteria():
    registry, _ = a_selection()
    stage = registry.edition()["stages"][0]
    assert (stage["kind"], stage["criteria"], stage["judges_per_entry"]) == ("decision", [], 0)
    set_up = set_up_of(registry)
    set_up["stages"][0] |= {"judges_per_entry": 3, "promote": 4, "criteria": set_up["stages"][1]["criteria"]}
    with pytest.raises(SetUpInvalid) as refused:
        change(registry, set_up)
    assert set(refused.value.errors) == {
        f"stages[0].{name}" for name in ("judges_per_entry", "promote", "criteria")
    }


def test_founders_see_what_was_decided_once_the_stage_is_closed():
    registry, (ant, bee, cat) = a_selection("Ant", "Bee", "Cat")
    assert decide(registry, "admit", ant, bee) == {"decided": 2, "unchanged": 0}
    assert decide(registry, "wait", bee, reason="In May") == {"decided": 1, "unchanged": 0}
    assert decide(registry, "wait", bee, reason="In May") == {"decided": 0, "unchanged": 1}
    assert counts(registry) == {"admit": 1, "wait": 1, "decline": 0}
    assert told(registry, bee) == []
    registry.here("CloseStage", stage_id="selection")
    assert (told(registry, bee), told(registry, cat)) == ([("wait", "In May")], [])


def test_who_is_admitted_goes_on_and_nobody_else():
    registry, (ant, bee, cat, dog) = a_selection("Ant", "Bee", "Cat", "Dog")
    decide(registry, "admit", dog, ant, cat)
    decide(registry, "decline", bee)
    registry.here("WithdrawEntry", entry_id=cat)
    with pytest.raises(DecisionsOpen):
        registry.here("PromoteEntries", stage_id="selection")
    registry.here("CloseStage", stage_id="selection")
    promoted = registry.here("PromoteEntries", stage_id="selection")["promoted"]
    assert [each["company"] for each in promoted] == ["Ant", "Dog"]
    assert registry.here("PromoteEntries", stage_id="selection")["promoted"] == promoted
    stages = [registry.entry(id)["stage_id"] for id in (ant, bee, dog)]
    assert stages == ["preliminary", "selection", "preliminary"]
    registry.here("OpenStage", stage_id="preliminary")
    with pytest.raises(DecisionStands):
        decide(registry, "admit", bee)


def test_after_the_closing_only_those_who_wait_are_decided_on_anew():
    registry, (ant, bee, cat) = a_selection("Ant", "Bee", "Cat")
    decide(registry, "decline", ant)
    decide(registry, "wait", bee)
    registry.here("CloseStage", stage_id="selection")
    decide(registry, "admit", bee, cat)
    with pytest.raises(DecisionStands) as refused:
        decide(registry, "admit", ant, bee)
    assert refused.value.errors == {"entry_ids": [ant]}
    assert counts(registry) == {"admit": 2, "wait": 0, "decline": 1}


def test_what_cannot_be_decided_is_refused_with_its_reason():
    registry, (ant,) = a_selection("Ant", open=False)
    with pytest.raises(StageNotOpen):
        decide(registry, "admit", ant)
    registry.here("OpenStage", stage_id="selection")
    with pytest.raises(NotInStage):
        decide(registry, "admit", ant, "e-0")
    with pytest.raises(NotForDecisions):
        registry.here("DecideEntries", stage_id="final", entry_ids=[ant], decision="admit")
    assert counts(registry) == {"admit": 0, "wait": 0, "decline": 0}
    registry.here("CloseStage", stage_id="selection")
    with pytest.raises(NobodyPromoted):
        registry.here("PromoteEntries", stage_id="selection")
