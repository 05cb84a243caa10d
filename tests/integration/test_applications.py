"""Registration by founders over a real database, by the store that the service has."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from schemas.api.applications import ApplicationAnswer, ApplicationsAnswer, CallAnswer, SubmissionsAnswer
from schemas.commands import COMMANDS
from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict, ensure_indexes, open_database
from services.registration.applications import queries
from services.registration.applications.domain.application import Application
from services.registration.applications.domain.form import DEFAULT_FORM
from services.registration.applications.handlers import applying, calls, submitting, teams
from services.registration.domain.edition import Edition
from services.registration.domain.host import Host, Programme
from services.registration.repository import RegistrationStore
from services.registration.settings import SignInSettings
from services.registration.shelf import blueprint

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETTINGS = SignInSettings(public_url="https://cup.example")
GOOD = {"company": "Kiko", "description": "Calendars that keep time"}


@pytest.fixture
def store(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    store = RegistrationStore(database)
    ensure_indexes(store)
    yield store
    database.client.close()


@pytest.fixture
def edition_id(store):
    """An edition whose call is open."""
    programme = Programme.create(Host.create("Black Horse Society"), name="Black Horse")
    edition = Edition.start(
        programme, blueprint=blueprint("black-horse"), name="Cup 2026", zone="Asia/Taipei", now=NOON
    )
    store.editions.save(edition)
    calls.set_call(asked("SetCall", edition.id, seen=0, opens_at=NOON.isoformat(), open_links=True), store)
    return edition.id


def asked(message, edition_id, /, **data):
    return Asked(str(uuid4()), "p-1", NOON, COMMANDS[message]().load({"edition_id": edition_id, **data}))


def told(edition_id, **data):
    return Asked("q-1", None, NOON, {"edition_id": edition_id, **data})


def begin(store, edition_id, email="ada@founders.example"):
    command = asked("BeginApplication", edition_id, name="Ada Lin", email=email)
    applying.begin_application(
        command,
        store,
        settings=SETTINGS,
        new_token=lambda: uuid4().hex,
        new_id=lambda: f"e-{uuid4().hex[:16]}",
    )
    return store.application_index.by_applicant(edition_id, email).id


def save(store, edition_id, entry_id, **answers):
    seen = store.applications.get(entry_id).version
    command = asked("SaveDraft", edition_id, entry_id=entry_id, seen=seen, answers=answers)
    return applying.save_draft(command, store)["version"]


def submit(store, edition_id, entry_id):
    seen = store.applications.get(entry_id).version
    command = asked("SubmitApplication", edition_id, entry_id=entry_id, seen=seen)
    return submitting.submit_application(command, store)


def test_an_application_goes_from_its_beginning_to_two_versions_and_a_team(store, edition_id):
    entry_id = begin(store, edition_id)
    save(store, edition_id, entry_id, **GOOD)
    submit(store, edition_id, entry_id)
    save(store, edition_id, entry_id, description="Calendars for teams")
    assert submit(store, edition_id, entry_id)["number"] == 2
    member = asked("InviteMember", edition_id, entry_id=entry_id, name="Bo", email="bo@x.example")
    teams.invite_member(member, store, settings=SETTINGS, new_token=lambda: "token-of-bo")
    found = queries.get_application(told(edition_id, entry_id=entry_id), store)
    assert ApplicationAnswer().validate(found) == {}
    assert [m["name"] for m in found["members"]] == ["Ada Lin", "Bo"]
    assert (found["submitted"]["number"], found["changed"], found["problems"]) == (2, False, {})
    assert found["entry"]["startup"]["description"] == "Calendars for teams"
    listed = queries.list_submissions(told(edition_id, entry_id=entry_id), store)
    assert SubmissionsAnswer().validate(listed) == {}
    versions = listed["submissions"]
    assert [v["answers"]["description"] for v in versions] == ["Calendars for teams", GOOD["description"]]
    kinds = sorted(letter.kind for letter in store.letters.select({}))
    assert kinds == ["application_begun", "member_invited", "submission_received", "submission_received"]


def test_the_newest_answers_are_given_page_by_page(store, edition_id):
    ids = [begin(store, edition_id, f"founder-{n}@x.example") for n in range(3)]
    for n, entry_id in enumerate(ids[:2]):
        save(store, edition_id, entry_id, **GOOD, city=f"City {n}")
        submit(store, edition_id, entry_id)
        save(store, edition_id, entry_id, city=f"Town {n}")
        submit(store, edition_id, entry_id)
    found, after = [], ""
    while after is not None:
        page = queries.list_answers(told(edition_id, after=after, limit=1), store)
        found, after = [*found, *page["answers"]], page["next"]
    cities = {line["entry_id"]: line["answers"]["city"] for line in found}
    assert cities == {ids[0]: "Town 0", ids[1]: "Town 1"}


def test_founders_may_register_where_a_call_is_open(store, edition_id):
    assert queries.list_open_calls(told(edition_id), store) == {"edition_ids": [edition_id]}
    closed = {"opens_at": NOON.replace(day=1).isoformat(), "closes_at": NOON.replace(day=2).isoformat()}
    calls.set_call(asked("SetCall", edition_id, seen=1, **closed), store)
    assert queries.list_open_calls(told(edition_id), store) == {"edition_ids": []}


def test_an_address_begins_once_even_at_the_same_moment(store, edition_id):
    begin(store, edition_id)
    second = Application("e-second", edition_id, "ada@founders.example", NOON, "c-2")
    with pytest.raises(VersionConflict):
        store.applications.save(second)


def test_what_has_answers_in_a_draft_or_a_version_stays_readable(store, edition_id):
    drafted, submitted = begin(store, edition_id), begin(store, edition_id, "bo@x.example")
    save(store, edition_id, drafted, city="Taipei")
    save(store, edition_id, submitted, **GOOD, country="Taiwan")
    submit(store, edition_id, submitted)
    save(store, edition_id, submitted, country="")
    form = [f.as_dict() for f in DEFAULT_FORM if f.field_id not in ("city", "country", "video")]
    call = calls.set_form(asked("SetForm", edition_id, seen=1, form=form), store)
    assert sorted(f["field_id"] for f in call["removed"]) == ["city", "country"]


def test_who_saved_last_is_listed_first_by_pages(store, edition_id):
    ids = [begin(store, edition_id, f"founder-{n}@x.example") for n in range(3)]
    save(store, edition_id, ids[1], company="Kiko")
    found = queries.list_applications(told(edition_id, page=1), store)
    assert ApplicationsAnswer().validate(found) == {}
    assert CallAnswer().validate(queries.get_call(told(edition_id), store)) == {}
    assert (found["total"], found["applications"][0]["entry_id"]) == (3, ids[1])
    assert found["applications"][0]["company"] == ""
    assert queries.list_applications(told(edition_id, page=2), store)["applications"] == []


def test_who_enters_the_same_startup_second_has_an_entry_too(store, edition_id):
    for email in ("ada@founders.example", "bo@x.example"):
        entry_id = begin(store, edition_id, email)
        save(store, edition_id, entry_id, **GOOD)
        assert submit(store, edition_id, entry_id)["number"] == 1
    assert store.entry_index.counts([edition_id]) == {edition_id: {"submitted": 2}}
