"""Sealed results in a browser whose network is cut after they were loaded."""

import json

import pytest

from tests.browser.leaks import leaks
from tests.browser.overheard import Heard

MODULE = "/static/stage/sealed.js"
OPEN = "([step, key]) => sealed.openStep(results, step, key)"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.fixture(scope="module")
def evening(make):
    evening = make(entries=4).open()
    evening.score_all(lambda judge, turn: (6, 9, 5, 8)[turn])
    return evening


@pytest.fixture(scope="module")
def standings(evening):
    return evening.certify()


@pytest.fixture(scope="module")
def cut_off(evening, standings, regulars):
    """An organiser who loaded the sealed results, and then lost the network."""
    organiser = regulars(laptop=True)
    organiser.carry(str(evening.organiser.token))
    organiser.page.goto(evening.path)
    organiser.page.evaluate(
        "async ([module, results]) => { window.sealed = await import(module);"
        " window.results = await (await fetch(results)).json(); }",
        [MODULE, f"/api/v1{evening.stage}/sealed-results"],
    )
    organiser.cut()
    assert organiser.page.evaluate("() => fetch('/').then(() => 'answered', () => 'cut off')") == "cut off"
    organiser.errors.clear()
    return organiser


def key_of(evening):
    return evening.get("reveal-key")["key"]


def opened(organiser, step, key):
    return organiser.page.evaluate(OPEN, [step, key])


def other_than(key):
    return LETTERS[(LETTERS.index(key[0]) + 1) % len(LETTERS)] + key[1:]


def test_every_step_opens_without_the_network_to_what_its_reveal_shows(evening, standings, cut_off):
    key = key_of(evening)
    for step in range(1, standings["steps"] + 1):
        rows = opened(cut_off, step, key)
        before = {row["entry_id"] for row in shown(evening)}
        evening.organiser.post(f"{evening.stage}/reveal", {"step": step})
        assert rows == [row for row in shown(evening) if row["entry_id"] not in before]
        assert [row["place"] for row in rows] == [standings["steps"] - step + 1]
    assert cut_off.errors == []


def shown(evening):
    [stage] = [
        stage
        for stage in evening.organiser.get(f"{evening.path}/board")["stages"]
        if stage["stage_id"] == evening.stage_id
    ]
    return stage["rows"]


def test_a_key_opens_as_people_type_it_and_no_other_does(evening, standings, cut_off):
    key = key_of(evening)
    rows = opened(cut_off, 1, key)
    assert [row["place"] for row in rows] == [standings["steps"]]
    for typed in (key.lower(), key.replace("-", ""), f" {key.replace('-', ' ')} "):
        assert opened(cut_off, 1, typed) == rows
    for wrong in ("", "no key!", key[:-1], f"{key}A", other_than(key)):
        assert opened(cut_off, 1, wrong) is None


def test_what_is_carried_tells_nothing_until_it_is_opened(evening, standings, cut_off):
    carried = json.dumps(cut_off.page.evaluate("() => results"))
    assert leaks([Heard("sealed results", carried)], standings["rows"]) == []
    plain = json.dumps(opened(cut_off, 1, key_of(evening)))
    assert leaks([Heard("opened step", plain)], standings["rows"]) != []


@pytest.mark.parametrize("who", ["nobody", "judge"])
def test_only_organisers_get_the_sealed_results_and_their_key(evening, standings, visitors, who):
    visitor = visitors()
    if who == "judge":
        visitor.carry(evening.session_of(evening.judges[0]))
    visitor.page.goto(evening.path if who == "nobody" else "/judge")
    for door in ("sealed-results", "reveal-key"):
        status = visitor.page.evaluate(
            "(path) => fetch(path).then((answer) => answer.status)", f"/api/v1{evening.stage}/{door}"
        )
        assert status == {"nobody": 401, "judge": 403}[who]
