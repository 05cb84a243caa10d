"""Meetings among all services, over a real database: from intros to letters, webhooks and what is held."""

import random
from collections import Counter
from time import perf_counter
from uuid import uuid4

import pytest

from schemas.commands import (
    AddEndpoint,
    AddInvestors,
    AnswerInvestor,
    AnswerStartup,
    ArrangeMeetings,
    CallOffMeeting,
    CreateHost,
    CreateProgramme,
    ErasePersonalData,
    ImportEntries,
    InvitePeople,
    MarkMeeting,
    MoveMeeting,
    PublishMeetings,
    ScreenEntries,
    SetLetterRules,
    SetMeetingPlan,
    StartEdition,
    UndoMeetings,
)
from schemas.envelope import opened
from schemas.events import EVENTS
from schemas.queries import (
    GetLetter,
    GetMatchingRecords,
    GetTimetable,
    ListDeliveries,
    ListEntries,
    ListLetters,
    ListMatchingActs,
    ListMeetings,
)
from services.chassis.messaging import method_name
from services.chassis.storage import Trail
from services.matching.domain.interest import Interest
from services.matching.domain.investor import Investor
from services.matching.domain.thesis import Thesis
from services.matching.handlers import facts
from services.registration.letters.post import Post
from services.registration.letters.settings import MailSettings
from services.registration.settings import SignInSettings
from services.registration.webhooks.addresses import Addresses
from services.registration.webhooks.sending import Sender
from tests.unit.matching.market import NOON, entry_screened, entry_submitted

COMPANIES = ("Acorn", "Beech", "Cedar")
PLAN = {
    "windows": [{"begins_at": "2099-11-24T14:00:00+08:00", "ends_at": "2099-11-24T15:00:00+08:00"}],
    **{"slot_minutes": 15, "break_minutes": 5, "tables": ["1", "2"], "place": "Hall 2"},
}


class Fair:
    """Three startups that Mei was introduced to; she and the founders of Acorn have addresses."""

    def __init__(self, ensemble):
        self.ensemble = ensemble
        registration = ensemble.services["registration"]
        registration.settings = SignInSettings(public_url="https://cup.example")
        registration.post = Post(MailSettings.read("", sender=""))
        registration.sender = Sender(Addresses(private=True))
        host = ensemble.ask(CreateHost, name="Black Horse Society")
        programme = ensemble.ask(CreateProgramme, host_id=host["host_id"], name="Fair")
        names = {"programme_id": programme["programme_id"], "blueprint": "black-horse", "name": "2099"}
        self.edition_id = ensemble.ask(StartEdition, **names, zone="Asia/Taipei")["edition_id"]
        self.ask(ImportEntries, csv="\n".join(["company", *COMPANIES]) + "\n")
        self.ask(ScreenEntries, entry_ids=None, decision="eligible", reason="")
        entries = self.ask(ListEntries)["entries"]
        self.ids = {entry["startup"]["company"]: entry["entry_id"] for entry in entries}
        mei = {"name": "Wang Mei", "email": "mei@example.org", "firm": "Horse Capital", "thesis": {}}
        [added] = self.ask(AddInvestors, investors=[mei])["investors"]
        self.mei = added["investor_id"]
        self.invite("investor", "Wang Mei", "mei@example.org", self.mei)
        self.invite("founder", "Ada Lin", "ada@example.org", self.ids["Acorn"])
        for entry_id in self.ids.values():
            self.ask(AnswerStartup, investor_id=self.mei, entry_id=entry_id, answer="interested")
            self.ask(AnswerInvestor, investor_id=self.mei, entry_id=entry_id, answer="accept")

    def ask(self, message, **data):
        return self.ensemble.ask(message, edition_id=self.edition_id, **data)

    def invite(self, role, name, email, subject_id):
        self.ask(
            InvitePeople, invitations=[{"role": role, "name": name, "email": email, "subject_id": subject_id}]
        )

    def do(self, message, **data):
        return self.ask(message, seen=self.ask(GetTimetable)["revision"], **data)

    def publish(self):
        self.do(SetMeetingPlan, **PLAN)
        self.do(ArrangeMeetings, seed=7)
        return self.do(PublishMeetings)

    def letters(self):
        found = self.ask(ListLetters, kind="meetings_scheduled")["letters"]
        return [self.ask(GetLetter, letter_id=each["letter_id"]) for each in found]

    def meetings(self, **wanted):
        return self.ask(ListMeetings, **wanted)["meetings"]


@pytest.fixture
def fair(ensemble):
    return Fair(ensemble)


def test_each_side_gets_one_letter_with_all_its_meetings_and_another_where_something_changed(fair):
    assert fair.publish()["scheduled"] == 3
    letters = {letter["to"]: letter["text"] for letter in fair.letters()}
    assert set(letters) == {"mei@example.org", "ada@example.org"}
    assert all(company in letters["mei@example.org"] for company in COMPANIES)
    assert letters["mei@example.org"].count("2099-11-24 14:") == 3
    assert "Wang Mei, Horse Capital (new)" in letters["ada@example.org"]
    assert "in Hall 2, by the clocks of Asia/Taipei" in letters["ada@example.org"]

    beech = next(each for each in fair.meetings() if each["company"] == "Beech")
    fair.do(CallOffMeeting, meeting_id=beech["meeting_id"])
    fair.do(PublishMeetings)
    [news] = [letter for letter in fair.letters() if letter["text"] not in letters.values()]
    assert news["to"] == "mei@example.org"
    taking_place, _, cancelled = news["text"].partition("These do not take place:")
    assert "Beech" in cancelled
    assert "Beech" not in taking_place
    assert "Acorn" in taking_place


def test_each_side_finds_its_own_meetings_and_only_those(fair):
    assert fair.meetings(investor_id=fair.mei) == []
    fair.publish()
    every = fair.meetings()
    plain = [{**each, "description": "", "website": ""} for each in fair.meetings(investor_id=fair.mei)]
    assert plain == every
    for company, entry_id in fair.ids.items():
        assert fair.meetings(entry_id=entry_id) == [each for each in every if each["company"] == company]
    assert fair.meetings(entry_id="e-none") == []


def test_letters_wait_for_a_look_and_speak_the_editions_language_where_the_rules_say_so(fair):
    fair.ask(SetLetterRules, language="zh_Hant", held=["meetings_scheduled"])
    fair.publish()
    assert {letter["state"] for letter in fair.letters()} == {"held"}
    assert all(
        "桌次" in letter["text"] and "（時間以 Asia/Taipei 為準）" in letter["text"]
        for letter in fair.letters()
    )


def test_a_meeting_is_moved_undone_published_and_marked_over_the_database(fair):
    fair.publish()
    acorn = next(each for each in fair.meetings() if each["company"] == "Acorn")
    other = "1" if acorn["table"] == "2" else "2"
    move = {"meeting_id": acorn["meeting_id"], "starts_at": acorn["starts_at"], "table": other}
    fair.do(MoveMeeting, **move)
    [row] = fair.meetings(of="draft", meeting_id=acorn["meeting_id"])
    assert (row["change"], row["was"]["table"], row["fits"]) == ("moved", acorn["table"], True)
    fair.do(UndoMeetings)
    assert fair.ask(GetTimetable)["changes"]["kept"] == 3
    fair.do(MoveMeeting, **move)
    assert fair.do(PublishMeetings)["moved"] == 1
    for _ in range(2):
        fair.ask(MarkMeeting, meeting_id=acorn["meeting_id"], state="held")
    assert fair.ask(GetTimetable)["states"] == {"held": 1, "planned": 2}


def test_other_programs_are_told_where_they_want_to_be(fair):
    fair.ask(AddEndpoint, url="https://crm.example/meetings", kinds=["meetings.scheduled"])
    fair.publish()
    [delivery] = fair.ask(ListDeliveries)["deliveries"]
    assert delivery["kind"] == "meetings.scheduled"


def test_what_is_held_on_an_investor_has_the_meetings_and_who_is_erased_leaves_times_and_tables(fair):
    fair.publish()
    records = fair.ask(GetMatchingRecords, subject_ids=[fair.mei])["records"]
    assert len([record for record in records if record["of"] == "meetings"]) == 3
    before = [(each["starts_at"], each["table"], each["company"]) for each in fair.meetings()]
    fair.ask(ErasePersonalData, email="mei@example.org")
    assert {each["investor"] for each in fair.meetings()} == {"—"}
    assert [(each["starts_at"], each["table"], each["company"]) for each in fair.meetings()] == before


def test_an_organisers_acts_are_in_the_trail_with_what_they_changed(fair):
    service = fair.ensemble.services["matching"]
    service.store.trail = Trail(fair.ensemble.databases["matching"]["audit"])
    data = {"edition_id": fair.edition_id, "seen": 0, **PLAN}
    request = {"id": str(uuid4()), "by": "p-1", "role": "organiser", "data": data}
    assert "answer" in getattr(service, method_name(SetMeetingPlan))(request)
    [act] = fair.ask(ListMatchingActs, kind="SetMeetingPlan")["acts"]
    assert act["outcome"] == "done"
    assert any("slot_minutes" in change["field"] for change in act["changes"])


def a_large_fair(store, edition_id, *, investors=200, startups=500, intros=3_000):
    """Let matching know of a fair of that size, in which everybody who is interested was introduced."""
    chance = random.Random(7)
    told = eligible_entries(edition_id, startups)
    facts.keep_entries([opened(each, EVENTS[each.name]()) for each in told], store)
    people = [
        Investor(f"i-{n:04}", edition_id, f"Investor {n}", f"i{n}@example.org", "Capital", Thesis())
        for n in range(investors)
    ]
    store.investors.save_all(people)
    every = [(f"i-{i:04}", f"e-{e:04}") for i in range(investors) for e in range(startups)]
    made = [Interest.between(*pair, edition_id=edition_id) for pair in chance.sample(every, intros)]
    for interest in made:
        interest.investor_answer, interest.startup_answer = "interested", "accept"
        interest.introduced_at = NOON
    store.interests.save_all(made)


def eligible_entries(edition_id, number):
    ids = [f"e-{n:04}" for n in range(number)]
    return [fact for id in ids for fact in eligible_in(id, edition_id)]


def eligible_in(entry_id, edition_id):
    names = {"edition_id": edition_id}
    return [entry_submitted(entry_id, **names), entry_screened(entry_id, **names)]


@pytest.mark.slow
def test_three_thousand_intros_get_as_many_meetings_as_can_be(fair, record_property):
    a_large_fair(fair.ensemble.services["matching"].store, fair.edition_id)
    tables = [str(number) for number in range(1, 126)]
    window = {"begins_at": "2099-11-24T09:00:00+08:00", "ends_at": "2099-11-24T17:00:00+08:00"}
    fair.do(SetMeetingPlan, **{**PLAN, "windows": [window], "tables": tables})
    began = perf_counter()
    arranged = fair.do(ArrangeMeetings, seed=7)
    record_property("seconds", perf_counter() - began)
    assert arranged["placed"] == arranged["bound"] > 2_900
    rows = fair.meetings(of="draft", limit=5_000)
    taken = Counter(
        (row[name], row["starts_at"]) for row in rows for name in ("investor_id", "entry_id", "table")
    )
    assert set(taken.values()) == {1}
    assert fair.do(PublishMeetings)["scheduled"] == arranged["placed"]
