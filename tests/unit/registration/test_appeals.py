"""Appeals: within their time, against what is public, answered once."""

import pytest

from schemas.refusal import NotFound
from services.registration.appeals.domain.refusals import (
    AppealAnswered,
    AppealChanged,
    AppealsClosed,
    AppealTakenBack,
    NothingToAppeal,
)
from tests.unit.registration.registry import a_registry


def published(*, on=True, certificate=1, version=5):
    registry, ids = a_registry("Ant", "Bee")
    registry.publish([(ids[0], "Ant", 1), (ids[1], "Bee", 2)], certificate=certificate, version=version)
    if on:
        registry.here("SetAppealRule", seen=0, on=True, hours=48)
    return registry, ids


def appeal(registry, entry_id, reason="The sheet says 6, a 9 was read out.", *, seen=0, **more):
    wanted = {"stage_id": "preliminary", "entry_id": entry_id, "seen": seen, "reason": reason}
    return registry.here("FileAppeal", **{**wanted, **more})


def answer(registry, told, decision="upheld", reason="It was a 9.", *, seen=None):
    seen = told["version"] if seen is None else seen
    names = {"appeal_id": told["appeal_id"], "seen": seen}
    return registry.here("DecideAppeal", **names, decision=decision, reason=reason)


def result(registry, entry_id):
    (only,) = registry.appeals_of(entry_id)["results"]
    return only


def test_nobody_can_appeal_until_the_organiser_takes_appeals():
    registry, ids = published(on=False)
    with pytest.raises(AppealsClosed):
        appeal(registry, ids[0])
    assert (result(registry, ids[0])["open"], result(registry, ids[0])["until"]) == (False, None)
    registry.here("SetAppealRule", seen=0, on=True, hours=48)
    assert appeal(registry, ids[0])["state"] == "filed"


def test_an_appeal_is_against_a_public_result_of_the_own_entry():
    registry, ids = a_registry("Ant")
    registry.certify([(ids[0], "Ant", 1)])
    registry.here("SetAppealRule", seen=0, on=True, hours=48)
    with pytest.raises(NothingToAppeal):
        appeal(registry, ids[0])
    assert registry.appeals_of(ids[0])["results"] == []


def test_the_time_counts_from_when_the_result_was_public():
    registry, ids = published()
    registry.later(hours=48)
    told = appeal(registry, ids[0])
    registry.later(seconds=1)
    with pytest.raises(AppealsClosed):
        appeal(registry, ids[1])
    assert appeal(registry, ids[0])["version"] == told["version"]  # its answer was lost, and it comes again
    with pytest.raises(AppealsClosed):
        appeal(registry, ids[0], "Other words", seen=told["version"])


def test_words_change_until_the_answer_and_by_whom_read_the_newest():
    registry, ids = published()
    first = appeal(registry, ids[0])
    changed = appeal(registry, ids[0], "The second judge wrote 9.", seen=first["version"])
    with pytest.raises(AppealChanged):
        appeal(registry, ids[0], "The third judge wrote 9.", seen=first["version"])
    with pytest.raises(AppealChanged):
        answer(registry, changed, seen=first["version"])
    answer(registry, changed)
    with pytest.raises(AppealAnswered):
        appeal(registry, ids[0], "The third judge wrote 9.", seen=changed["version"])
    assert result(registry, ids[0])["appeal"]["answer"] == "It was a 9."


def test_an_answer_stands_and_the_same_again_is_told_once():
    registry, ids = published()
    told = appeal(registry, ids[0])
    answered = answer(registry, told)
    assert answer(registry, told) == answered
    with pytest.raises(AppealAnswered):
        answer(registry, answered, "dismissed", "It was a 6.")
    names = [envelope.name for envelope in registry.store.appeals.published]
    assert names == ["AppealFiled", "AppealDecided"]


def test_those_that_wait_longest_are_listed_first():
    registry, ids = published()
    first = appeal(registry, ids[0])
    registry.later(hours=1)
    appeal(registry, ids[1])
    assert [each["company"] for each in registry.appeals()["appeals"]] == ["Ant", "Bee"]
    answer(registry, first, "dismissed", "It was a 6.")
    assert [(each["company"], each["state"]) for each in registry.appeals()["appeals"]] == [
        ("Bee", "filed"),
        ("Ant", "dismissed"),
    ]
    assert registry.appeals()["counts"] == {"filed": 1, "upheld": 0, "dismissed": 1, "withdrawn": 0}
    assert [each["company"] for each in registry.appeals("filed")["appeals"]] == ["Bee"]


def test_a_result_that_was_corrected_can_be_appealed_against_anew():
    registry, ids = published()
    answer(registry, appeal(registry, ids[0]))
    registry.later(hours=50)
    rows = [(ids[1], "Bee", 1), (ids[0], "Ant", 2)]
    registry.publish(rows, certificate=2, version=7)
    told = registry.appeals_of(ids[0])
    assert (told["results"][0]["appeal"], told["results"][0]["open"]) == (None, True)
    assert [each["certificate"] for each in told["earlier"]] == [1]
    second = appeal(registry, ids[0])
    assert (second["certificate"], second["place"], second["state"]) == (2, 2, "filed")


def test_who_was_disqualified_can_appeal_though_no_place_is_left():
    registry, ids = published()
    registry.here("DisqualifyEntry", entry_id=ids[0], reason="two entries")
    registry.publish([(ids[1], "Bee", 1)], certificate=2, version=7)
    assert appeal(registry, ids[0])["place"] is None


def test_an_appeal_of_another_edition_cannot_be_answered():
    registry, ids = published()
    told = appeal(registry, ids[0])
    registry.start("Cup 2027")
    with pytest.raises(NotFound):
        answer(registry, told)


def test_two_organisers_who_change_the_rule_are_told_of_each_other():
    registry, _ = published()
    with pytest.raises(AppealChanged):
        registry.here("SetAppealRule", seen=0, on=False, hours=48)
    assert registry.here("SetAppealRule", seen=0, on=True, hours=48)["version"] == 1


def withdraw(registry, told, **more):
    names = {"appeal_id": told["appeal_id"], "entry_id": told["entry_id"], "seen": told["version"]}
    return registry.here("WithdrawAppeal", **{**names, **more})


def test_an_appeal_is_withdrawn_and_may_be_filed_again_in_the_same_words_while_there_is_time():
    registry, ids = published()
    told = appeal(registry, ids[0])
    taken = withdraw(registry, told)
    assert (taken["state"], withdraw(registry, told)) == ("withdrawn", taken)
    assert registry.appeals()["counts"] == {"filed": 0, "upheld": 0, "dismissed": 0, "withdrawn": 1}
    with pytest.raises(AppealTakenBack):
        answer(registry, taken)
    again = appeal(registry, ids[0], seen=taken["version"])
    assert (again["state"], again["reason"]) == ("filed", told["reason"])
    withdraw(registry, again)
    registry.later(hours=49)
    with pytest.raises(AppealsClosed):
        appeal(registry, ids[0], seen=again["version"] + 1)


def test_only_the_own_appeal_as_it_was_read_and_not_answered_is_withdrawn():
    registry, ids = published()
    told = appeal(registry, ids[0])
    with pytest.raises(NotFound):
        withdraw(registry, told, entry_id=ids[1])
    with pytest.raises(AppealChanged):
        withdraw(registry, told, seen=0)
    answer(registry, told)
    with pytest.raises(AppealAnswered):
        withdraw(registry, told)
