"""The same cases on the real repository and copies, and on the fakes."""

import json

import pytest

from schemas.events import EVENTS
from schemas.refusal import CommandReused, NotFound
from services.chassis.storage import Copies, Receipts, Repository, VersionConflict
from tests.support.memory import MemoryCopies, MemoryRepository
from tests.support.note import Notebook, from_state, to_state


class Real:
    def __init__(self, collection):
        self.collection = collection
        self.repository = Repository(collection, events=EVENTS, to_state=to_state, from_state=from_state)

    def facts(self):
        documents = self.collection.find({}, {"pending": 1}).sort("_id", 1)
        return [json.loads(fact["body"]) for document in documents for fact in document.get("pending", [])]


class Fake:
    def __init__(self):
        self.repository = MemoryRepository(events=EVENTS, to_state=to_state, from_state=from_state)

    def facts(self):
        return [json.loads(envelope.encode()) for envelope in self.repository.published]


@pytest.fixture(params=["real", "fake"])
def shelf(request):
    if request.param == "fake":
        return Fake()
    return Real(request.getfixturevalue("mongo")["notebooks"])


def a_notebook(id="n-1", *lines):
    notebook = Notebook(id)
    for line in lines:
        notebook.write(line)
    return notebook


def test_what_was_saved_is_loaded(shelf):
    shelf.repository.save(a_notebook("n-1", 1, 2))
    loaded = shelf.repository.get("n-1")
    assert (loaded.id, loaded.version, loaded.lines, loaded.facts) == ("n-1", 1, [1, 2], [])


def test_saving_publishes_each_fact_with_the_version_it_made(shelf):
    notebook = a_notebook("n-1", 1)
    shelf.repository.save(notebook)
    notebook.write(2)
    shelf.repository.save(notebook)
    facts = shelf.facts()
    assert [(fact["subject"], fact["aggregateversion"], fact["data"]["reason"]) for fact in facts] == [
        ("n-1", 1, "line 1"),
        ("n-1", 2, "line 2"),
    ]
    assert len({fact["id"] for fact in facts}) == 2


def test_the_second_of_two_savers_is_told_and_nothing_of_its_is_kept(shelf):
    shelf.repository.save(a_notebook("n-1", 1))
    first, second = shelf.repository.get("n-1"), shelf.repository.get("n-1")
    first.write(2)
    shelf.repository.save(first)
    second.write(3)
    with pytest.raises(VersionConflict):
        shelf.repository.save(second)
    assert shelf.repository.get("n-1").lines == [1, 2]
    assert len(shelf.facts()) == 2


def test_a_new_aggregate_whose_id_is_taken_is_a_conflict(shelf):
    shelf.repository.save(a_notebook("n-1", 1))
    with pytest.raises(VersionConflict):
        shelf.repository.save(a_notebook("n-1", 9))
    assert shelf.repository.get("n-1").lines == [1]


def test_a_bulk_save_keeps_what_it_can_and_names_the_rest(shelf):
    shelf.repository.save_all([a_notebook("n-1", 1), a_notebook("n-2", 1)])
    stale = shelf.repository.get("n-1")
    fresh = shelf.repository.get("n-1")
    fresh.write(2)
    shelf.repository.save(fresh)
    stale.write(3)
    other = shelf.repository.get("n-2")
    other.write(4)
    conflicts = shelf.repository.save_all([stale, other, a_notebook("n-3", 5)])
    assert conflicts == [stale]
    assert (stale.version, len(stale.facts)) == (1, 1)
    assert (other.version, other.facts) == (2, [])
    assert {id: n.lines for id, n in shelf.repository.load(["n-1", "n-2", "n-3"]).items()} == {
        "n-1": [1, 2],
        "n-2": [1, 4],
        "n-3": [5],
    }


def test_an_atomic_save_keeps_all_or_nothing(shelf):
    shelf.repository.save(a_notebook("n-2", 1))
    with pytest.raises(VersionConflict):
        shelf.repository.save_all([a_notebook("n-1", 1), a_notebook("n-2", 2)], atomic=True)
    assert shelf.repository.find("n-1") is None
    assert shelf.repository.save_all([a_notebook("n-1", 1), a_notebook("n-3", 2)], atomic=True) == []
    assert set(shelf.repository.load(["n-1", "n-3"])) == {"n-1", "n-3"}


def test_what_is_not_there_is_named(shelf):
    with pytest.raises(NotFound, match="n-9"):
        shelf.repository.get("n-9")


def test_selecting_filters_sorts_and_limits(shelf):
    shelf.repository.save_all([a_notebook("n-1", 1), a_notebook("n-2", 1), a_notebook("n-3", 2)])
    chosen = shelf.repository.select({"state.lines": {"$in": [1]}}, sort=[("_id", -1)], limit=1)
    assert [notebook.id for notebook in chosen] == ["n-2"]


@pytest.fixture(params=["real", "fake"])
def copies(request):
    return MemoryCopies() if request.param == "fake" else Copies(request.getfixturevalue("mongo")["copies"])


def test_a_newer_version_replaces_and_an_older_one_does_not(copies):
    copies.put("e-1", "screened", version=2, values={"decision": "eligible"})
    copies.put("e-1", "screened", version=1, values={"decision": "ineligible"})
    assert copies.find("e-1") == {"_id": "e-1", "screened": {"version": 2, "decision": "eligible"}}
    copies.put("e-1", "screened", version=3, values={"decision": "ineligible"})
    assert copies.find("e-1")["screened"] == {"version": 3, "decision": "ineligible"}


def test_facets_come_in_any_order_and_twice(copies):
    screened = ("e-1", "screened", 2, {"decision": "eligible"})
    submitted = ("e-1", "submitted", 1, {"company": "Kiko"})
    copies.put_all([screened, submitted, screened, ("e-2", "submitted", 1, {"company": "Infogami"})])
    copies.put_all([submitted, screened])
    assert copies.load(["e-1", "e-2"]) == {
        "e-1": {
            "_id": "e-1",
            "screened": {"version": 2, "decision": "eligible"},
            "submitted": {"version": 1, "company": "Kiko"},
        },
        "e-2": {"_id": "e-2", "submitted": {"version": 1, "company": "Infogami"}},
    }


def test_the_same_command_gets_its_first_answer_again(mongo):
    receipts = Receipts(mongo["receipts"])
    assert receipts.answer("c-1", "digest") is None
    receipts.keep("c-1", "digest", {"entries": 1})
    receipts.keep("c-1", "digest", {"entries": 2})
    assert receipts.answer("c-1", "digest") == {"entries": 1}


def test_the_same_command_with_another_body_is_refused(mongo):
    receipts = Receipts(mongo["receipts"])
    receipts.keep("c-1", "digest", {"entries": 1})
    with pytest.raises(CommandReused):
        receipts.answer("c-1", "other")


def test_values_are_kept_as_they_are_whatever_they_look_like(copies):
    values = {
        "marks": {"a.b": "1", "$team": "$other.version", "c": {"$add": [1, 1]}},
        "text": "$$ROOT",
        "none": None,
    }
    copies.put("e-1", "marked", version=1, values=values)
    assert copies.find("e-1") == {"_id": "e-1", "marked": {"version": 1, **values}}
