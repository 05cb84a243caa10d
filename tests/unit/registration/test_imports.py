"""Files that are entered behind the command: progress, crashes, bad lines."""

import pytest

from schemas.refusal import NotFound
from services.registration.domain.refusals import StageOver
from services.registration.duplicates.handlers import compare_waiting, keep_likenesses
from services.registration.imports import handlers
from services.registration.imports.domain.job import KEPT_FOR, LEASE
from services.registration.imports.domain.refusals import ImportGone
from services.registration.imports.queries import get_import, list_imports
from tests.unit.registration.registry import Registry

GOOD = "company,website\nAnt,http://ant.example\nBee,http://bee.example\n"
BAD = "company,founded_year\nAnt,2020\nBee,soon\n,2021\n"


class Desk:
    """A registry that takes files, and a worker that enters them when it is told to."""

    def __init__(self):
        self.registry = Registry()
        self.registry.start()

    def send(self, csv, *, id="c-1", **more):
        return self.registry.here("StartImport", id=id, csv=csv, name="a.csv", **more)

    def work(self):
        return handlers.enter_due(self.registry.store, now=lambda: self.registry.now)

    def look(self, job):
        wanted = {"edition_id": self.registry.edition_id, "import_id": job["import_id"]}
        return get_import(self.registry.store, wanted, now=self.registry.now)

    def entered(self):
        return self.registry.edition()["counts"]["entries"]


@pytest.fixture
def desk():
    return Desk()


def test_a_file_is_taken_at_once_and_entered_behind_that(desk):
    job = desk.send(GOOD)
    assert (job["state"], job["total"], desk.entered()) == ("waiting", None, 0)
    assert desk.work() == 1
    told = desk.look(job)
    assert [told[n] for n in ("state", "total", "done", "imported", "already")] == ["done", 2, 2, 2, 0]
    assert desk.entered() == 2
    assert desk.work() == 0


def test_the_same_command_starts_one_import_and_another_one_enters_what_is_new(desk):
    assert desk.send(GOOD)["import_id"] == desk.send(GOOD)["import_id"]
    desk.work()
    again = desk.registry.later(minutes=1) and desk.send(GOOD + "Cat,\n", id="c-2")
    desk.work()
    told = desk.look(again)
    assert (told["total"], told["imported"], told["already"]) == (3, 1, 2)
    assert desk.registry.names_told()["EntrySubmitted"] == 3


def test_progress_is_told_after_each_part(desk, monkeypatch):
    monkeypatch.setattr(handlers, "PART", 2)
    seen = []
    job = desk.send("company\n" + "\n".join("ABCDE") + "\n")
    saving = desk.registry.store.imports.save

    def save(job):
        saving(job)
        seen.append((job.state, job.done))

    monkeypatch.setattr(desk.registry.store.imports, "save", save)
    desk.work()
    assert seen == [
        ("running", 0),
        ("running", 2),
        ("running", 4),
        ("running", 5),
        ("done", 5),
    ]
    assert desk.look(job)["imported"] == 5


def test_after_a_crash_another_goes_on_where_it_was_once_the_lease_is_over(desk, monkeypatch):
    monkeypatch.setattr(handlers, "PART", 2)
    job = desk.send("company\n" + "\n".join("ABCDE") + "\n")
    saving = desk.registry.store.entries.save_all
    parts = []

    def crash_at_the_second(batch):
        parts.append(batch)
        if len(parts) == 2:
            raise KeyboardInterrupt
        return saving(batch)

    desk.registry.store.entries.save_all = crash_at_the_second
    with pytest.raises(KeyboardInterrupt):
        desk.work()
    desk.registry.store.entries.save_all = saving
    assert (desk.look(job)["state"], desk.look(job)["done"], desk.work()) == ("running", 2, 0)
    desk.registry.now += LEASE
    assert desk.work() == 1
    told = desk.look(job)
    assert [told[n] for n in ("state", "done", "imported", "already")] == ["done", 5, 5, 0]
    assert desk.registry.names_told()["EntrySubmitted"] == 5


def test_bad_lines_keep_all_out_are_named_and_can_be_left_out_afterwards(desk):
    job = desk.send(BAD)
    desk.work()
    told = desk.look(job)
    assert (told["state"], told["code"], told["skipped_count"], told["can_skip"]) == (
        "refused",
        "import_invalid",
        2,
        True,
    )
    assert [(flaw["line"], flaw["column"]) for flaw in told["skipped"]] == [
        (3, "founded_year"),
        (4, "company"),
    ]
    assert desk.entered() == 0
    desk.registry.here("GoOnWithImport", import_id=job["import_id"])
    desk.registry.here("GoOnWithImport", import_id=job["import_id"])
    desk.work()
    told = desk.look(job)
    assert (told["state"], told["imported"], told["skipped_count"]) == ("done", 1, 2)


def test_a_file_that_cannot_be_read_at_all_says_where_and_cannot_be_gone_on_with(desk):
    job = desk.send("company,comapny\nAnt,\n")
    desk.work()
    told = desk.look(job)
    assert (told["state"], told["total"], told["can_skip"]) == ("refused", 0, False)
    assert told["skipped"][0]["column"] == "comapny"
    with pytest.raises(ImportGone):
        desk.registry.here("GoOnWithImport", import_id=job["import_id"])


def test_after_a_day_the_file_is_not_kept(desk):
    job = desk.send(BAD)
    desk.work()
    desk.registry.now += KEPT_FOR
    assert desk.look(job)["can_skip"] is False
    with pytest.raises(ImportGone):
        desk.registry.here("GoOnWithImport", import_id=job["import_id"])


def test_no_file_is_taken_once_nobody_can_join_and_one_on_its_way_is_refused(desk):
    desk.registry.enter("Ant")
    desk.registry.here("ScreenEntries", decision="eligible")
    job = desk.send("company\nBee\n")
    desk.registry.here("OpenStage", stage_id="preliminary")
    desk.registry.here("CloseStage", stage_id="preliminary")
    desk.work()
    assert (desk.look(job)["state"], desk.look(job)["code"]) == ("refused", "stage_closed")
    with pytest.raises(StageOver):
        desk.send(GOOD, id="c-9")


def test_imports_are_listed_for_their_edition_only(desk):
    job = desk.send(GOOD)
    wanted = {"edition_id": desk.registry.edition_id}
    assert [
        each["import_id"]
        for each in list_imports(desk.registry.store, wanted, now=desk.registry.now)["imports"]
    ]
    desk.registry.start("Cup 2027")
    with pytest.raises(NotFound):
        desk.look(job)


def test_nothing_is_compared_while_a_file_is_entered(desk):
    desk.send("company\nAnt\nAnts\n")
    (job,) = desk.registry.store.imports.select({})
    job.claim(now=desk.registry.now)
    desk.registry.store.imports.save(job)
    desk.registry.enter("Ant Labs", "Ant Labs Inc")
    keep_likenesses(desk.registry.store.entries.published, desk.registry.store)
    assert compare_waiting(desk.registry.store, now=desk.registry.now) == 0
    desk.registry.now += LEASE
    desk.work()
    assert compare_waiting(desk.registry.store, now=desk.registry.now) == 2
