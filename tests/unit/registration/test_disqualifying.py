"""An entry that is disqualified leaves the edition for good, whatever it has reached."""

import pytest
from marshmallow import ValidationError

from services.registration.domain.refusals import EntryLeft
from tests.unit.registration.registry import a_registry


def test_it_is_told_once_with_the_reason():
    registry, (ant, _) = a_registry("Ant", "Bee")
    for _ in range(2):
        answer = registry.here("DisqualifyEntry", entry_id=ant, reason=" Two entries ")
    assert (answer["state"], answer["reason"]) == ("disqualified", "Two entries")
    told = [data for name, data in registry.told() if name == "EntryDisqualified"]
    assert [(data["entry_id"], data["reason"]) for data in told] == [(ant, "Two entries")]
    assert registry.edition()["counts"]["disqualified"] == 1


def test_a_reason_is_needed():
    registry, (ant,) = a_registry("Ant")
    with pytest.raises(ValidationError):
        registry.here("DisqualifyEntry", entry_id=ant, reason=" ")


def test_it_does_not_come_back():
    registry, (ant,) = a_registry("Ant")
    registry.here("DisqualifyEntry", entry_id=ant, reason="Two entries")
    assert registry.here("WithdrawEntry", entry_id=ant, reason="sold")["state"] == "disqualified"
    with pytest.raises(EntryLeft):
        registry.here("ScreenEntries", entry_ids=[ant], decision="eligible", reason="")


def test_it_goes_on_no_more():
    registry, ids = a_registry("Ant", "Bee", "Cat")
    registry.certify(list(zip(ids, ("Ant", "Bee", "Cat"), (1, 2, 3), strict=True)))
    registry.here("DisqualifyEntry", entry_id=ids[0], reason="Two entries")
    went = registry.here("PromoteEntries", stage_id="preliminary", quota=2)["promoted"]
    assert [row["entry_id"] for row in went] == ids[1:]


def test_one_that_was_withdrawn_can_still_lose_its_place():
    registry, (ant,) = a_registry("Ant")
    registry.here("WithdrawEntry", entry_id=ant, reason="sold")
    assert registry.here("DisqualifyEntry", entry_id=ant, reason="Fraud")["state"] == "disqualified"
