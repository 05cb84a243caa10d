"""Entries over a real database: found, compared, decided on, and imported in parts."""

from datetime import UTC, datetime

import pytest

from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes, open_database
from services.registration import queries
from services.registration.domain.edition import Edition
from services.registration.domain.host import Host, Programme
from services.registration.duplicates.domain.likeness import Likeness
from services.registration.duplicates.handlers import compare_waiting
from services.registration.duplicates.queries import list_duplicates
from services.registration.duplicates.repository import COMMON
from services.registration.handlers.screening import screen_entries, undo_decision
from services.registration.imports.handlers import enter_due, start_import
from services.registration.imports.queries import get_import
from services.registration.repository import RegistrationStore
from services.registration.shelf import blueprint

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NOTHING = {"state": None, "stage_id": None, "track": None, "search": ""}


@pytest.fixture
def store(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    store = RegistrationStore(database)
    ensure_indexes(store)
    yield store
    database.client.close()


@pytest.fixture
def edition(store):
    programme = Programme.create(Host.create("Host"), name="Programme")
    edition = Edition.start(programme, name="Cup", zone="UTC", blueprint=blueprint("black-horse"), now=NOON)
    edition.facts.clear()
    store.editions.save(edition)
    return edition


def bring(store, edition, *lines, id="c-1", now=NOON):
    """Import lines of company, city and description, and return what is told of the import."""
    csv = "\n".join(["company,city,description", *lines]) + "\n"
    data = {"edition_id": edition.id, "csv": csv, "name": "a.csv", "skip_bad_lines": False}
    job = start_import(Asked(id, "p-1", now, data), store)
    assert enter_due(store, now=lambda: now) == 1
    return get_import(store, {"edition_id": edition.id, "import_id": job["import_id"]}, now=now)


def companies(store, edition, **wanted):
    """Return the companies of all pages of two."""
    found, after = [], ""
    while after is not None:
        asked = {**NOTHING, "edition_id": edition.id, "sort": "company", **wanted, "after": after, "limit": 2}
        page = queries.list_entries(store, asked)
        found += [entry["startup"]["company"] for entry in page["entries"]]
        after = page["next"]
    assert page["total"] == len(found)
    return found


def test_entries_are_found_by_words_of_all_that_is_said_in_each_order(store, edition):
    told = bring(
        store, edition, "Bee,Taipei,Honey by post", "Ant,Tainan,Robots", "Cat,Taipei,Robots for honey"
    )
    assert (told["state"], told["imported"]) == ("done", 3)
    bring(store, edition, "Dog,Berlin,Honey", id="c-2", now=NOON.replace(hour=13))
    assert companies(store, edition, search="HONEY") == ["Bee", "Cat", "Dog"]
    assert companies(store, edition, search="honey taipei") == ["Bee", "Cat"]
    assert companies(store, edition, search="(honey") == []
    assert companies(store, edition, search="o", sort="newest")[0] == "Dog"
    assert companies(store, edition, search="o", sort="oldest")[-1] == "Dog"
    assert sorted(companies(store, edition, sort="newest")) == ["Ant", "Bee", "Cat", "Dog"]
    receipt = queries.list_entries(
        store, {**NOTHING, "edition_id": edition.id, "sort": "company", "after": "", "limit": 1}
    )["entries"][0]["receipt"]
    assert companies(store, edition, search=receipt.lower()) == ["Ant"]


def test_a_search_reads_an_index_and_no_entry_that_it_does_not_find(store, edition):
    bring(store, edition, *(f"Company {n},Taipei,Words" for n in range(50)))
    wanted = {"state.edition_id": edition.id, "$and": [{"state.find": {"$regex": "company\\ 7"}}]}
    cursor = store._database["entries"].find(wanted).sort([("state.sort", 1), ("_id", 1)])
    told = cursor.hint("search by company").explain()["executionStats"]
    assert (told["totalDocsExamined"], told["nReturned"]) == (1, 1)


def test_all_that_match_are_decided_on_and_taken_back(store, edition):
    bring(store, edition, "Bee,Taipei,Honey", "Ant,Tainan,Robots", "Cat,Taipei,Honey")
    matching = {**NOTHING, "search": "honey"}
    data = {"edition_id": edition.id, "entry_ids": None, "matching": matching, "reason": ""}
    done = screen_entries(Asked("c-2", "p-1", NOON, {**data, "decision": "eligible"}), store)
    assert done["screened"] == 2
    assert companies(store, edition, state="eligible") == ["Bee", "Cat"]
    (decision,) = queries.list_decisions(store, {"edition_id": edition.id}, now=NOON)["decisions"]
    assert decision["entries"] == 2
    undo = {"edition_id": edition.id, "decision_id": decision["decision_id"]}
    assert undo_decision(Asked("c-3", "p-1", NOON, undo), store)["restored"] == 2
    assert companies(store, edition, state="submitted") == ["Ant", "Bee", "Cat"]
    assert queries.list_decisions(store, {"edition_id": edition.id}, now=NOON)["decisions"] == []


def test_likenesses_wait_until_they_were_compared_and_again_when_they_change(store, edition):
    bring(store, edition, "DarkPay,,", "Dark Pay Inc.,,", "Kiko,,")
    entries = list(store.entries.select({"state.edition_id": edition.id}))
    told = [Likeness.of(entry.id, entry.startup.as_dict()) for entry in entries]
    store.likenesses.put(edition.id, told)
    assert store.likenesses.count_waiting(edition.id) == 3
    assert compare_waiting(store, now=NOON) == 3
    assert compare_waiting(store, now=NOON) == 0
    store.likenesses.put(edition.id, told)
    assert store.likenesses.count_waiting(edition.id) == 0
    found = list_duplicates(store, {"edition_id": edition.id, "state": "open", "page": 1})
    assert [pair["score"] for pair in found["pairs"]] == [100]
    other = Likeness(told[0].entry_id, "another name", "", "")
    store.likenesses.put(edition.id, [other])
    assert store.likenesses.count_waiting(edition.id) == 1


def test_what_many_have_in_common_makes_no_pairs(store, edition):
    said = [Likeness(f"e-{n:03d}", f"name {n}", "same.example", "") for n in range(COMMON + 1)]
    store.likenesses.put(edition.id, said)
    assert store.likenesses.candidates(edition.id, said) == set()
    assert len(store.likenesses.candidates("ed-other", said)) == 0
    fewer = [Likeness(f"e-{n:03d}", "", "few.example", "") for n in range(3)]
    store.likenesses.put("ed-few", fewer)
    assert len(store.likenesses.candidates("ed-few", fewer[:1])) == 2
