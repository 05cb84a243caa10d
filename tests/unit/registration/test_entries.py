"""Entries by message: submitting, importing, screening, withdrawing."""

import pytest

from schemas.refusal import Invalid, NotFound
from services.registration.domain.refusals import AlreadyEntered, EntryLeft, EntryPromotedBefore, StageOver
from tests.unit.registration.registry import NOON, Registry, a_registry

CSV = "company,website\nAnt,http://ant.example\nBee,http://bee.example\n"


def test_a_submitted_entry_is_told_with_its_startup():
    registry, _ = a_registry()
    entry = registry.here("SubmitEntry", startup={"company": " Ant ", "rounds_usd": ["500000000", None]})
    assert (entry["state"], entry["stage_id"], entry["submitted_at"]) == ("submitted", None, NOON.isoformat())
    assert (entry["startup"]["company"], entry["startup"]["rounds_usd"]) == ("Ant", ["500000000", None])
    assert registry.entry(entry["entry_id"]) == entry
    assert entry["entry_id"].removeprefix("e-").upper() == entry["receipt"].replace("-", "")
    name, data = registry.told()[-1]
    assert (name, data["entry_id"], data["startup"]["startup_id"]) == (
        "EntrySubmitted",
        entry["entry_id"],
        entry["startup"]["startup_id"],
    )


def test_a_startup_is_entered_once_and_has_one_id_in_every_edition():
    registry, _ = a_registry()
    first = registry.here("SubmitEntry", startup={"company": "Ant", "website": "http://ant.example"})
    assert registry.here("SubmitEntry", startup={"company": "Ant", "website": "http://ant.example"}) == first
    with pytest.raises(AlreadyEntered) as refused:
        registry.here("SubmitEntry", startup={"company": "ANT", "website": "https://www.ant.example/"})
    assert refused.value.errors == {"entry_id": first["entry_id"]}
    registry.start("Cup 2027")
    next_year = registry.here("SubmitEntry", startup={"company": "Ant", "website": "http://ant.example"})
    assert next_year["startup"]["startup_id"] == first["startup"]["startup_id"]
    assert next_year["entry_id"] != first["entry_id"]


def test_a_startup_that_brings_its_id_is_entered_once_under_any_name():
    registry, _ = a_registry()
    registry.here("SubmitEntry", startup={"company": "Ant", "startup_id": "s-1"})
    with pytest.raises(AlreadyEntered):
        registry.here("SubmitEntry", startup={"company": "Ant Labs", "startup_id": "s-1"})


def test_a_company_of_spaces_is_no_company():
    registry, _ = a_registry()
    with pytest.raises(Invalid):
        registry.here("SubmitEntry", startup={"company": "  "})


def test_an_import_enters_all_once():
    registry, _ = a_registry()
    assert registry.here("ImportEntries", csv=CSV) == {"imported": 2, "already": 0, "skipped": []}
    assert registry.here("ImportEntries", csv=CSV + "Cat,\n") == {
        "imported": 1,
        "already": 2,
        "skipped": [],
    }
    assert registry.names_told() == {"EditionStarted": 1, "EntrySubmitted": 3}


def test_an_import_leaves_what_was_entered_by_hand_as_it_is():
    registry, _ = a_registry()
    by_hand = {"company": "Ant", "website": "ant.example", "city": "Taipei"}
    entry = registry.here("SubmitEntry", startup=by_hand)
    assert registry.here("ImportEntries", csv=CSV)["already"] == 1
    assert registry.entry(entry["entry_id"])["startup"]["city"] == "Taipei"


def test_a_bad_line_keeps_every_line_out():
    registry, _ = a_registry()
    with pytest.raises(Invalid) as refused:
        registry.here("ImportEntries", csv=CSV + "Cat,,\n,x\n")
    assert [(e["line"], e["column"]) for e in refused.value.errors["lines"]] == [(4, ""), (5, "company")]
    assert refused.value.detail.startswith("2 lines cannot be entered")
    assert (refused.value.code, refused.value.status) == ("import_invalid", 422)
    assert registry.edition()["counts"]["entries"] == 0


def test_bad_lines_are_skipped_where_that_is_wanted():
    registry, _ = a_registry()
    answer = registry.here("ImportEntries", csv=CSV + ",x\n", skip_bad_lines=True)
    assert (answer["imported"], [flaw["line"] for flaw in answer["skipped"]]) == (2, [4])


def test_eligible_entries_enter_the_first_stage():
    registry = Registry()
    registry.start()
    ant, bee = registry.enter("Ant", "Bee")
    late = registry.here("ScreenEntries", entry_ids=[bee], decision="ineligible", reason="late")
    assert (late["screened"], late["unchanged"]) == (1, 0)
    assert registry.here("ScreenEntries", decision="eligible")["screened"] == 1
    assert (registry.entry(ant)["state"], registry.entry(ant)["stage_id"]) == ("eligible", "preliminary")
    assert [registry.entry(bee)[name] for name in ("state", "stage_id", "reason")] == [
        "ineligible",
        None,
        "late",
    ]
    told = [data for name, data in registry.told() if name == "EntryScreened"]
    assert [(d["entry_id"], d["stage_id"], d["decision"]) for d in told] == [
        (bee, "preliminary", "ineligible"),
        (ant, "preliminary", "eligible"),
    ]


def test_screening_twice_is_screening_once():
    registry, ids = a_registry("Ant", "Bee")
    again = registry.here("ScreenEntries", entry_ids=ids, decision="eligible")
    assert (again["screened"], again["unchanged"]) == (0, 2)
    assert registry.names_told()["EntryScreened"] == 2


def test_a_decision_can_be_changed_while_the_entry_is_in_the_first_stage():
    registry, (ant,) = a_registry("Ant")
    registry.here("ScreenEntries", entry_ids=[ant], decision="ineligible", reason="fraud")
    assert registry.entry(ant)["stage_id"] is None
    registry.here("ScreenEntries", entry_ids=[ant], decision="eligible")
    assert registry.entry(ant)["stage_id"] == "preliminary"


def test_screening_names_what_is_not_there_and_decides_on_nothing():
    registry = Registry()
    registry.start()
    (ant,) = registry.enter("Ant")
    with pytest.raises(NotFound) as refused:
        registry.here("ScreenEntries", entry_ids=[ant, "e-0"], decision="eligible")
    assert refused.value.errors == {"entry_ids": ["e-0"]}
    assert registry.entry(ant)["state"] == "submitted"


def test_an_entry_of_another_edition_is_not_there():
    registry, (ant,) = a_registry("Ant")
    registry.start("Cup 2027")
    for ask in (
        lambda: registry.entry(ant),
        lambda: registry.here("WithdrawEntry", entry_id=ant),
        lambda: registry.here("ScreenEntries", entry_ids=[ant], decision="ineligible"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_withdrawn_entry_stays_so():
    registry, (ant, bee) = a_registry("Ant", "Bee")
    left = registry.here("WithdrawEntry", entry_id=ant, reason="sold")
    assert (left["state"], left["reason"], left["stage_id"]) == ("withdrawn", "sold", "preliminary")
    assert registry.here("WithdrawEntry", entry_id=ant, reason="again") == left
    assert registry.names_told()["EntryWithdrawn"] == 1
    with pytest.raises(EntryLeft):
        registry.here("ScreenEntries", entry_ids=[bee, ant], decision="ineligible", reason="no")
    assert registry.entry(bee)["state"] == "eligible"


def test_an_entry_that_went_on_is_not_screened_again():
    registry, (ant,) = a_registry("Ant")
    registry.certify([(ant, "Ant", 1)])
    registry.here("PromoteEntries", stage_id="preliminary")
    with pytest.raises(EntryPromotedBefore):
        registry.here("ScreenEntries", entry_ids=[ant], decision="ineligible")


def test_nobody_joins_once_the_first_stage_is_closed():
    registry, (ant,) = a_registry("Ant")
    (bee,) = registry.enter("Bee")
    registry.here("OpenStage", stage_id="preliminary")
    (cat,) = registry.enter("Cat")
    registry.here("CloseStage", stage_id="preliminary")
    for ask in (
        lambda: registry.enter("Dog"),
        lambda: registry.here("ImportEntries", csv=CSV),
        lambda: registry.here("ScreenEntries", decision="eligible"),
    ):
        with pytest.raises(StageOver):
            ask()
    assert registry.enter("Cat") == [cat]
    registry.here("ScreenEntries", decision="ineligible", reason="too late")
    assert [registry.entry(id)["state"] for id in (ant, bee, cat)] == ["eligible", "ineligible", "ineligible"]


def test_an_entry_that_changed_meanwhile_is_decided_on_again():
    registry = Registry()
    registry.start()
    ant, bee = registry.enter("Ant", "Bee")
    saving = registry.store.entries.save_all

    def overtaken(batch, *, atomic=False):
        registry.store.entries.save_all = saving
        registry.here("WithdrawEntry", entry_id=bee)
        return saving(batch, atomic=atomic)

    registry.store.entries.save_all = overtaken
    screened = registry.here("ScreenEntries", decision="eligible")
    assert (screened["screened"], screened["unchanged"]) == (1, 1)
    assert [registry.entry(id)["state"] for id in (ant, bee)] == ["eligible", "withdrawn"]
    assert registry.names_told()["EntryScreened"] == 1
