"""Founders register by themselves: the call, drafts, versions and teams."""

from datetime import timedelta

import pytest
from marshmallow import ValidationError

from schemas.refusal import Invalid, NotFound, Refusal
from services.registration.applications.domain.answers import wrong
from services.registration.applications.domain.form import DEFAULT_FORM, FormField
from services.registration.domain.refusals import EntryLeft, LinkUnknown, SignedOut, TooManyTries
from tests.unit.registration.registry import NOON, Registry

SOON = NOON + timedelta(days=7)
GOOD = {"company": "Kiko", "description": "Calendars that keep time", "website": "https://kiko.example"}
LISTED = {
    "field_id": "listed",
    "kind": "yes_no",
    "label": "Listed?",
    "required": True,
    "barred": ["yes"],
    "barred_reason": "Listed companies cannot take part.",
}


@pytest.fixture
def registry():
    """An edition whose call is open for a week, with ten minutes of grace."""
    registry = Registry()
    registry.start()
    a_call(registry)
    return registry


def a_call(registry, *, seen=0, **changes):
    times = {"opens_at": NOON.isoformat(), "closes_at": SOON.isoformat(), "grace_minutes": 10}
    return registry.here("SetCall", seen=seen, **{**times, "open_links": True, **changes})


def begin(registry, email="ada@founders.example", **data):
    """Begin an application; return the entry id it has."""
    registry.here("BeginApplication", name="Ada Lin", email=email, **data)
    return registry.store.application_index.by_applicant(registry.edition_id, email).id


def save(registry, entry_id, seen, by="p-ada", **answers):
    return registry.here("SaveDraft", entry_id=entry_id, seen=seen, answers=answers, by=by)


def submit(registry, entry_id, **options):
    version = registry.store.applications.get(entry_id).version
    return registry.here("SubmitApplication", entry_id=entry_id, seen=version, **options)


def submitted(registry, email="ada@founders.example", **answers):
    entry_id = begin(registry, email)
    save(registry, entry_id, 1, **{**GOOD, **answers})
    submit(registry, entry_id)
    return entry_id


def code_of(refused):
    return refused.value.code


# Beginning.


def test_who_begins_gets_a_link_at_once_and_by_letter_and_the_same_again(registry):
    begun = registry.here("BeginApplication", id="c-1", name="Ada", email="Ada@Founders.example")
    again = registry.here("BeginApplication", id="c-1", name="Ada", email="Ada@Founders.example")
    assert begun["link"]["url"].startswith("https://contest.example/sign-in?token=")
    assert again["link"] is not None
    assert len(registry.store.applications.documents) == 1
    assert registry.store.outbox.kinds() == ["application_begun"]


def test_an_address_that_began_before_gets_its_link_by_letter_alone(registry):
    begin(registry)
    again = registry.here("BeginApplication", name="Mallory", email="ada@founders.example")
    assert again["link"] is None
    assert registry.store.outbox.kinds() == ["application_begun"] * 2
    assert len(registry.store.applications.documents) == 1


def test_without_open_registration_the_link_comes_by_letter_alone(registry):
    a_call(registry, seen=1, open_links=False)
    assert registry.here("BeginApplication", name="Ada", email="ada@founders.example")["link"] is None


def test_a_link_by_letter_ends_what_a_link_on_the_page_has_opened(registry):
    begun = registry.here("BeginApplication", name="Eve", email="ada@founders.example")
    shown = registry.ask("SignIn", token=begun["link"]["url"].partition("token=")[2])
    digest = registry.store.people.get(shown["person"]["person_id"]).sessions[0].digest
    person = registry.store.people.get(shown["person"]["person_id"])
    person.add_link("token-of-a-letter", now=registry.now)
    registry.store.people.save(person)
    registry.ask("SignIn", token="token-of-a-letter")
    with pytest.raises(SignedOut):
        registry.who_is(digest)


def test_one_address_and_one_place_begin_only_so_often(registry):
    for _ in range(3):
        begin(registry)
    with pytest.raises(TooManyTries):
        begin(registry)
    for n in range(30):
        begin(registry, f"founder-{n}@x.example", client="192.0.2.7")
    with pytest.raises(TooManyTries):
        begin(registry, "one-more@x.example", client="192.0.2.7")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"opens_at": None, "closes_at": None}, "call_not_open"),
        ({"opens_at": (NOON + timedelta(hours=1)).isoformat()}, "call_not_open"),
        ({"opens_at": "2026-01-01T00:00:00+00:00", "closes_at": "2026-02-01T00:00:00+00:00"}, "call_closed"),
    ],
)
def test_nobody_begins_outside_of_the_calls_time(registry, changes, code):
    a_call(registry, seen=1, **changes)
    with pytest.raises(Refusal) as refused:
        begin(registry)
    assert code_of(refused) == code
    assert registry.store.applications.documents == {}


# Drafts.


def test_a_draft_is_kept_as_it_is_typed_and_tells_when(registry):
    entry_id = begin(registry)
    registry.later(minutes=5)
    saved = save(registry, entry_id, 1, company="Kik")
    assert saved["saved_at"] == (NOON + timedelta(minutes=5)).isoformat()
    registry.later(minutes=5)
    assert save(registry, entry_id, saved["version"], company="Kik") == saved
    assert registry.tell("get_application", entry_id=entry_id)["answers"] == {"company": "Kik"}


def test_two_who_change_different_answers_both_stay(registry):
    entry_id = begin(registry)
    save(registry, entry_id, 1, by="p-ada", company="Kiko")
    save(registry, entry_id, 1, by="p-bo", city="Taipei")
    assert registry.store.applications.get(entry_id).texts == {"company": "Kiko", "city": "Taipei"}


def test_the_second_who_changes_the_same_answer_is_told_and_nothing_is_lost(registry):
    entry_id = begin(registry)
    save(registry, entry_id, 1, by="p-ada", company="Kiko")
    with pytest.raises(Refusal) as refused:
        save(registry, entry_id, 1, by="p-bo", company="Kiko Ltd", city="Taipei")
    assert code_of(refused) == "draft_changed"
    assert refused.value.errors == {"company": {"came": "Kiko Ltd", "theirs": "Kiko", "by": "p-ada"}}
    assert registry.store.applications.get(entry_id).texts == {"company": "Kiko"}
    save(registry, entry_id, 2, by="p-bo", company="Kiko Ltd", city="Taipei")
    assert registry.store.applications.get(entry_id).text("company") == "Kiko Ltd"


def test_a_draft_takes_only_what_is_asked(registry):
    with pytest.raises(Invalid) as refused:
        save(registry, begin(registry), 1, shoe_size="42")
    assert list(refused.value.errors) == ["shoe_size"]


# Versions.


def test_submitting_enters_the_startup_with_a_receipt_and_a_letter_to_the_team(registry):
    entry_id = begin(registry)
    save(registry, entry_id, 1, **GOOD, founded_year="2019", categories="Time, Tools")
    receipt = submit(registry, entry_id)
    assert (receipt["number"], receipt["receipt"][-2:]) == (1, "/1")
    [(_, told)] = [t for t in registry.told() if t[0] == "EntrySubmitted"]
    assert (told["startup"]["company"], told["startup"]["founded_year"]) == ("Kiko", 2019)
    assert told["startup"]["categories"] == ["Time", "Tools"]
    assert registry.entry(entry_id)["state"] == "submitted"
    assert registry.store.outbox.kinds()[-1] == "submission_received"


def test_submitting_the_same_again_gives_the_same_receipt(registry):
    entry_id = submitted(registry)
    letters = len(registry.store.outbox.letters)
    assert submit(registry.later(days=30), entry_id)["number"] == 1
    assert (registry.names_told()["EntrySubmitted"], len(registry.store.outbox.letters)) == (1, letters)


def test_a_crash_before_the_entry_was_saved_is_made_good_when_the_command_comes_again(registry):
    entry_id = begin(registry)
    save(registry, entry_id, 1, **GOOD)
    kept, registry.store.entries.save = registry.store.entries.save, crash
    with pytest.raises(RuntimeError):
        submit(registry, entry_id)
    registry.store.entries.save = kept
    assert submit(registry, entry_id)["number"] == 1
    assert registry.entry(entry_id)["startup"]["company"] == "Kiko"


def crash(*_):
    raise RuntimeError("killed here")


def test_each_version_stays_as_it_was_and_the_newest_is_the_entrys(registry):
    entry_id = submitted(registry)
    save(registry, entry_id, 4, description="Calendars for teams")
    assert registry.tell("get_application", entry_id=entry_id)["changed"]
    assert submit(registry, entry_id)["number"] == 2
    versions = registry.tell("list_submissions", entry_id=entry_id)["submissions"]
    assert [v["answers"]["description"] for v in versions] == [
        "Calendars for teams",
        "Calendars that keep time",
    ]
    assert registry.entry(entry_id)["startup"]["description"] == "Calendars for teams"
    assert registry.names_told()["EntrySubmitted"] == 2


def test_a_changed_name_leaves_the_startup_the_same_one(registry):
    entry_id = submitted(registry)
    before = registry.entry(entry_id)["startup"]["startup_id"]
    save(registry, entry_id, 4, company="Kiko Labs")
    submit(registry, entry_id)
    after = registry.entry(entry_id)["startup"]
    assert (after["company"], after["startup_id"]) == ("Kiko Labs", before)


def test_whoever_enters_the_same_startup_second_is_not_turned_away(registry):
    first = submitted(registry)
    second = submitted(registry, "bo@founders.example")
    ids = {registry.entry(id)["startup"]["startup_id"] for id in (first, second)}
    assert len(ids) == 2


def test_all_that_is_missing_is_said_at_once_and_nothing_is_submitted(registry):
    entry_id = begin(registry)
    save(registry, entry_id, 1, website="kiko", founded_year="long ago")
    with pytest.raises(Invalid) as refused:
        submit(registry, entry_id)
    problems = {id: told["problem"] for id, told in refused.value.errors.items()}
    assert problems == {
        "company": "missing",
        "website": "not_a_link",
        "description": "missing",
        "founded_year": "not_a_number",
    }
    assert registry.store.submissions.documents == {}


def test_an_answer_that_bars_is_refused_with_its_reason(registry):
    a_form(registry, LISTED)
    entry_id = begin(registry)
    save(registry, entry_id, 1, **GOOD, listed="yes")
    with pytest.raises(Invalid) as refused:
        submit(registry, entry_id)
    assert refused.value.errors["listed"]["limit"] == "Listed companies cannot take part."
    save(registry, entry_id, 2, listed="no")
    assert submit(registry, entry_id)["number"] == 1


def test_what_somebody_else_changed_meanwhile_is_not_submitted_unseen(registry):
    entry_id = begin(registry)
    save(registry, entry_id, 1, **GOOD)
    save(registry, entry_id, 2, by="p-bo", company="Kiko Ltd")
    with pytest.raises(Refusal) as refused:
        registry.here("SubmitApplication", entry_id=entry_id, seen=2)
    assert code_of(refused) == "draft_changed"


# Deadlines.


@pytest.mark.parametrize(("minutes", "taken"), [(-1, True), (9, True), (10, False)])
def test_what_comes_within_the_grace_is_taken_and_later_the_draft_stays(registry, minutes, taken):
    entry_id = begin(registry)
    save(registry, entry_id, 1, **GOOD)
    registry.now = SOON + timedelta(minutes=minutes)
    if taken:
        assert submit(registry, entry_id)["number"] == 1
        return
    with pytest.raises(Refusal) as refused:
        submit(registry, entry_id)
    assert (code_of(refused), refused.value.errors) == ("call_closed", {"closes_at": SOON.isoformat()})
    assert registry.store.applications.get(entry_id).text("company") == "Kiko"


def test_a_code_gives_one_entrant_longer_and_no_other(registry):
    later = SOON + timedelta(days=2)
    made = registry.here("AddExtension", until=later.isoformat(), note="Ill")["extensions"][0]
    mine, other = begin(registry), begin(registry, "bo@founders.example")
    save(registry, mine, 1, **GOOD)
    registry.now = SOON + timedelta(days=1)
    registry.here("UseExtension", entry_id=mine, code=made["code"].lower().replace("-", " "))
    registry.here("UseExtension", entry_id=mine, code=made["code"])
    assert submit(registry, mine)["number"] == 1
    with pytest.raises(Refusal) as refused:
        registry.here("UseExtension", entry_id=other, code=made["code"])
    assert code_of(refused) == "extension_used"
    with pytest.raises(Refusal) as refused:
        registry.here("UseExtension", entry_id=other, code="AAAA-AAAA")
    assert code_of(refused) == "extension_unknown"


def test_with_a_code_one_begins_after_the_deadline(registry):
    later = SOON + timedelta(days=2)
    code = registry.here("AddExtension", until=later.isoformat())["extensions"][0]["code"]
    registry.now = SOON + timedelta(days=1)
    entry_id = begin(registry, code=code)
    save(registry, entry_id, 1, **GOOD)
    assert submit(registry, entry_id)["number"] == 1


def test_codes_are_not_found_by_trying(registry):
    entry_id = begin(registry)
    for _ in range(5):
        with pytest.raises(Refusal):
            registry.here("UseExtension", entry_id=entry_id, code="AAAA-AAAA")
    with pytest.raises(TooManyTries):
        registry.here("UseExtension", entry_id=entry_id, code="AAAA-AAAA")


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_deadline_is_within_what_can_be_kept(registry, moment):
    with pytest.raises(ValidationError):
        a_call(registry, seen=1, opens_at=moment)


def test_registration_cannot_end_before_it_begins(registry):
    with pytest.raises(Invalid) as refused:
        a_call(registry, seen=1, closes_at=(NOON - timedelta(hours=1)).isoformat())
    assert list(refused.value.errors) == ["closes_at"]


# The form.


def a_form(registry, *more, without=()):
    form = [f.as_dict() for f in DEFAULT_FORM if f.field_id not in without]
    seen = registry.tell("get_call")["version"]
    return registry.here("SetForm", seen=seen, form=[*form, *more])


def test_a_field_with_answers_stays_readable_when_it_is_asked_no_more(registry):
    entry_id = begin(registry)
    save(registry, entry_id, 1, **GOOD, city="Taipei")
    call = a_form(registry, without=("city", "country"))
    assert [f["field_id"] for f in call["removed"]] == ["city"]
    assert registry.tell("get_application", entry_id=entry_id)["answers"]["city"] == "Taipei"
    assert [f["field_id"] for f in a_form(registry)["removed"]] == []


def test_the_second_organiser_who_changes_the_form_is_told(registry):
    a_form(registry, LISTED)
    with pytest.raises(Refusal) as refused:
        registry.here("SetForm", seen=1, form=[f.as_dict() for f in DEFAULT_FORM])
    assert code_of(refused) == "call_changed"


def test_a_form_says_all_that_is_wrong_with_it():
    registry = Registry()
    registry.start()
    form = [
        {"field_id": "company", "kind": "number"},
        {"field_id": "b", "kind": "choice", "choices": ["one"]},
        {"field_id": "c", "kind": "money", "label": "C", "choices": ["dollars"]},
        {"field_id": "d", "kind": "date", "label": "D", "lowest": "2026-02-30"},
        {"field_id": "e", "kind": "number", "label": "E", "lowest": "5", "highest": "4"},
        {"field_id": "f", "kind": "yes_no", "label": "F", "barred": ["maybe"]},
        {"field_id": "g", "kind": "text", "label": "G", "highest": "201"},
    ]
    with pytest.raises(Invalid) as refused:
        registry.here("SetForm", seen=0, form=form)
    assert sorted(refused.value.errors) == [
        *("form.0.kind", "form.0.required", "form.1.choices", "form.1.label", "form.2.choices"),
        *("form.3.lowest", "form.4.highest", "form.5.barred", "form.5.barred_reason", "form.6.highest"),
    ]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ({"kind": "text", "highest": "4"}, "Kiko", "Kikos"),
        ({"kind": "long_text", "lowest": "3"}, "abc", "ab"),
        ({"kind": "number", "lowest": "-2", "highest": "1000"}, "1,000", "1000.5"),
        ({"kind": "number"}, "2.5", "NaN"),
        ({"kind": "choice", "choices": ("Seed", "A")}, "Seed", "seed"),
        ({"kind": "yes_no"}, "no", "perhaps"),
        ({"kind": "money", "choices": ("USD", "TWD"), "highest": "500"}, "500 TWD", "500 EUR"),
        ({"kind": "money", "choices": ("USD",), "highest": "500"}, "499.99 USD", "501 USD"),
        ({"kind": "date", "lowest": "2026-01-01"}, "2026-01-01", "2025-12-31"),
        ({"kind": "date"}, "2028-02-29", "2026-02-29"),
        ({"kind": "link"}, "https://kiko.example/a?b=c", "javascript:alert(1)"),
        ({"kind": "link"}, "http://kiko.example", "https://"),
    ],
)
def test_answers_are_held_to_their_field(field, good, bad):
    asked = FormField("f", **field)
    assert wrong(asked, good) is None
    assert wrong(asked, bad) is not None
    assert wrong(asked, "") is None
    assert wrong(FormField("f", required=True, **field), "")["problem"] == "missing"


# Teams.


def test_a_member_is_invited_by_link_and_removed_with_sessions_and_links(registry):
    entry_id = submitted(registry)
    invited = registry.here("InviteMember", entry_id=entry_id, name="Bo", email="bo@x.example")
    token = invited["url"].partition("token=")[2]
    came = registry.ask("SignIn", token=token)["person"]
    assert came["grants"] == [{"role": "founder", "edition_id": registry.edition_id, "subject_id": entry_id}]
    again = registry.here("InviteMember", entry_id=entry_id, name="Bo", email="bo@x.example")
    gone = registry.here("RemoveMember", entry_id=entry_id, person_id=invited["person_id"])
    assert len(gone["ended"]) == 1
    with pytest.raises(SignedOut):
        registry.who_is(gone["ended"][0])
    with pytest.raises(LinkUnknown):
        registry.ask("SignIn", token=again["url"].partition("token=")[2])
    assert len(registry.tell("get_application", entry_id=entry_id)["members"]) == 1
    assert registry.here("RemoveMember", entry_id=entry_id, person_id=invited["person_id"]) == {"ended": []}


def test_somebody_stays_in_the_team(registry):
    entry_id = begin(registry)
    [ada] = registry.tell("get_application", entry_id=entry_id)["members"]
    with pytest.raises(Refusal) as refused:
        registry.here("RemoveMember", entry_id=entry_id, person_id=ada["person_id"])
    assert code_of(refused) == "last_member"


def test_who_was_removed_begins_anew_and_is_not_let_in_again(registry):
    entry_id = begin(registry)
    registry.here("InviteMember", entry_id=entry_id, name="Bo", email="bo@x.example")
    ada = next(m for m in registry.tell("get_application", entry_id=entry_id)["members"] if m["name"] != "Bo")
    registry.here("RemoveMember", entry_id=entry_id, person_id=ada["person_id"])
    assert begin(registry) != entry_id


# Leaving, and other editions.


def test_a_withdrawn_entry_takes_nothing_more(registry):
    entry_id = submitted(registry)
    registry.here("WithdrawEntry", entry_id=entry_id, reason="Sold")
    for act in (lambda: save(registry, entry_id, 9, company="X"), lambda: submit(registry, entry_id)):
        with pytest.raises(EntryLeft):
            act()


def test_no_application_of_one_edition_is_in_another(registry):
    entry_id = begin(registry)
    registry.start("Cup 2027")
    with pytest.raises(NotFound):
        save(registry, entry_id, 1, company="X")
    assert registry.tell("list_applications", page=1)["total"] == 0
