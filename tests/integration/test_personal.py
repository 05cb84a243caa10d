"""What is held on people, in a real database: erased where it was meant, and nowhere else."""

from datetime import UTC, date, datetime
from itertools import count
from uuid import uuid4

import pytest
from marshmallow import ValidationError
from pymongo.errors import OperationFailure

from schemas.commands import EraseEdition, ErasePersonalData, InvitePeople, SetRetention, SignIn
from services.chassis.messaging import Asked
from services.chassis.storage import (
    Receipts,
    Trail,
    VersionConflict,
    Whose,
    ensure_indexes,
    open_database,
)
from services.chassis.storage.changes import noting_changes
from services.judging.domain.judge import Judge, TermsAnswer
from services.judging.nudges.domain.nudge import Nudges
from services.judging.repository import JudgingStore
from services.registration.applications.domain.application import Application, Submission
from services.registration.domain.refusals import LastOrganiser, LinkUnknown
from services.registration.handlers import editions, people
from services.registration.letters.handlers import write_links
from services.registration.personal import handlers
from services.registration.personal.domain.refusals import KeptUntil, NobodyNamed, RetentionChanged
from services.registration.repository import RegistrationStore
from services.registration.settings import SignInSettings
from services.registration.webhooks.domain.delivery import Delivery
from tests.unit.registration.registry import SETUP

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETTINGS = SignInSettings(setup_token=SETUP, public_url="https://contest.example")
MEI = {"role": "judge", "name": "Chen Mei", "email": "mei@judges.example", "subject_id": "j-1"}


ADA = {"role": "founder", "name": "Ada Lin", "email": "ada@founders.example", "subject_id": "e-1"}
BEA = {**ADA, "name": "Bea Lin", "email": "bea@founders.example"}


class Office:
    """Registration's handlers over a database, at noon."""

    def __init__(self, database):
        self.store = RegistrationStore(database)
        self.store.receipts, self.store.trail = Receipts(database["receipts"]), Trail(database["audit"])
        ensure_indexes(self.store)
        self.tokens = (f"a-token-of-this-test-{n:04d}" for n in count(1))

    def asked(self, command, **data):
        return Asked(str(uuid4()), "p-1", NOON, command().load(data))

    def start(self, name):
        host = editions.create_host(Asked("c", None, NOON, {"name": "Society"}), self.store)["host_id"]
        told = {"host_id": host, "name": "Cup"}
        programme = editions.create_programme(Asked("c", None, NOON, told), self.store)["programme_id"]
        told = {"programme_id": programme, "blueprint": "black-horse", "name": name}
        told |= {"zone": "Asia/Taipei", "language": "en"}
        return editions.start_edition(Asked("c", None, NOON, told), self.store)["edition_id"]

    def invite(self, edition_id, *invitations):
        data = {"edition_id": edition_id, "invitations": list(invitations), "send_letters": True}
        command = self.asked(InvitePeople, **data)
        answer = people.invite_people(
            command, self.store, settings=SETTINGS, new_token=lambda: next(self.tokens)
        )
        write_links(command, answer, self.store)
        return [link["url"].partition("token=")[2] for link in answer["links"]]

    def sign_in(self, token):
        return people.sign_in(self.asked(SignIn, token=token), self.store, settings=SETTINGS)

    def erase(self, edition_id, **whose):
        data = self.asked(ErasePersonalData, edition_id=edition_id, **whose)
        return handlers.erase_personal_data(data, self.store)

    def keep(self, edition_id, until, *, seen=0):
        data = self.asked(SetRetention, edition_id=edition_id, until=until, seen=seen)
        return handlers.set_retention(data, self.store)

    def apply(self, edition_id, *, submitted):
        """Have an application of Ada's, with the message that told of it."""
        application = Application("e-1", edition_id, "ada@founders.example", NOON, "c-1")
        application.save({"company": "Kiko", "phone": "0900"}, seen=0, by="p-ada", now=NOON)
        if submitted:
            application.submitted("0" * 64, by="p-ada", now=NOON)
            answers = {"company": "Kiko", "phone": "0900"}
            self.store.submissions.save(
                Submission("e-1.1", "e-1", 1, answers, (("phone", "Phone"),), edition_id=edition_id)
            )
        self.store.applications.save(application)
        body = '{"data":{"entry_id":"e-1","reason":"her sister"}}'
        message = Delivery(
            "msg-1", "ep-1", edition_id, "entry.screened", body, NOON, next_at=NOON, about="e-1"
        )
        self.store.deliveries.save(message)

    def records(self, edition_id, email):
        return self.store.personal.records(Whose(edition_id, email))


@pytest.fixture
def database(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    yield database
    database.client.close()


@pytest.fixture
def office(database):
    return Office(database)


def test_whoever_is_erased_is_signed_out_and_no_letter_of_theirs_goes_out(office):
    edition = office.start("2026")
    first, second = office.invite(edition, MEI, MEI)
    session = office.sign_in(first)
    answer = office.erase(edition, email="Mei@Judges.example")
    assert (answer["people"], len(answer["ended"])) == (1, 1)
    with pytest.raises(LinkUnknown):
        office.sign_in(second)
    [letter] = office.store.letters.select({})
    assert (letter.to, letter.name, letter.text, letter.state) == ("—", "—", "—", "discarded")
    assert office.records(edition, "mei@judges.example") == []
    person = office.store.people.get(session["person"]["person_id"])
    assert (person.name, person.email, person.grants, person.sessions) == ("—", "—", (), [])
    [erasure] = office.store.erasures.select({})
    assert (erasure.person_ids, erasure.subject_ids) == ((person.id,), ("j-1",))


def test_the_same_address_in_another_edition_is_left_alone(office):
    here, there = office.start("2026"), office.start("2027")
    office.invite(here, MEI)
    [token] = office.invite(there, MEI)
    office.erase(here, email="mei@judges.example")
    assert office.sign_in(token)["person"]["name"] == "Chen Mei"
    assert office.erase(None, email="mei@judges.example")["people"] == 1


def test_whoever_was_erased_can_be_invited_again(office):
    edition = office.start("2026")
    office.invite(edition, MEI)
    office.erase(edition, email="mei@judges.example")
    [token] = office.invite(edition, MEI)
    assert office.sign_in(token)["person"]["name"] == "Chen Mei"


def test_nobody_is_erased_by_no_name_nor_the_last_who_organises_everything(office):
    office.sign_in(SETUP)
    [first] = office.store.people.select({"state.organises_all": True})
    with pytest.raises(NobodyNamed):
        office.erase(None)
    first.email = "lin@hosts.example"
    office.store.people.save(first)
    with pytest.raises(LastOrganiser):
        office.erase(None, email="lin@hosts.example")
    assert office.store.people.get(first.id).email == "lin@hosts.example"


def test_an_edition_is_erased_the_day_after_its_date_and_who_runs_it_stays(office):
    edition = office.start("2026")
    boss = {"role": "organiser", "name": "Boss", "email": "boss@hosts.example"}
    _, token = office.invite(edition, MEI, boss)
    command = office.asked(EraseEdition, edition_id=edition)
    for until in (None, date(2026, 11, 23)):
        if until:
            office.keep(edition, until.isoformat())
        with pytest.raises(KeptUntil):
            handlers.erase_edition(command, office.store)
    office.keep(edition, "2026-11-22", seen=1)
    assert handlers.erase_edition(command, office.store)["people"] == 1
    assert office.records(edition, "mei@judges.example") == []
    assert office.sign_in(token)["person"]["name"] == "Boss"


def test_a_founder_is_told_what_was_filled_in_submitted_and_sent_to_others(office):
    edition = office.start("2026")
    office.apply(edition, submitted=True)
    office.invite(edition, ADA)
    found = office.store.personal.records(Whose(edition, "ada@founders.example", frozenset({"e-1"})))
    told = {record["of"]: record["values"] for record in found}
    assert set(told) == {"people", "letters", "applications", "submissions", "deliveries"}
    assert told["applications"]["applicant"] == "ada@founders.example"
    assert told["applications"]["answers"]["phone"]["text"] == "0900"
    assert told["submissions"]["answers"] == {"company": "Kiko", "phone": "0900"}
    assert "her sister" in told["deliveries"]["body"]


def test_of_a_team_one_is_erased_and_what_the_startup_says_stays(office):
    edition = office.start("2026")
    office.apply(edition, submitted=False)
    office.invite(edition, ADA, BEA)
    office.erase(edition, email="Ada@founders.example")
    application = office.store.applications.get("e-1")
    assert (application.applicant, application.texts) == (None, {"company": "Kiko", "phone": "0900"})
    office.erase(edition, email="bea@founders.example")
    assert office.store.applications.get("e-1").texts == {"company": "—", "phone": "—"}


def test_what_was_submitted_stays_until_everybody_of_the_edition_is_erased(office):
    edition = office.start("2026")
    office.apply(edition, submitted=True)
    office.invite(edition, ADA)
    office.erase(edition, email="ada@founders.example", subject_ids=["e-1"])
    assert office.store.applications.get("e-1").texts == {"company": "Kiko", "phone": "0900"}
    office.keep(edition, "2026-11-22")
    handlers.erase_edition(office.asked(EraseEdition, edition_id=edition), office.store)
    assert office.store.applications.get("e-1").texts == {"company": "—", "phone": "—"}
    assert office.store.submissions.get("e-1.1").answers == {}
    [message] = office.store.deliveries.select({})
    assert (message.body, message.state, office.store.dispatch.due(now=NOON, limit=9)) == ("—", "failed", [])


@pytest.mark.parametrize("email", ["\0", "ada\0@founders.example", "a\nb"])
def test_an_address_that_nobody_can_have_is_refused_by_its_name(office, email):
    with pytest.raises(ValidationError) as refused:
        office.erase(None, email=email)
    assert list(refused.value.messages) == ["email"]


def test_control_an_address_with_a_nul_byte_would_be_a_failure_of_the_database(office):
    with pytest.raises(OperationFailure):
        office.store.personal.records(Whose(None, "\0"))


def test_of_two_who_set_the_date_the_second_is_told(office):
    edition = office.start("2026")
    assert office.keep(edition, "2027-01-31")["version"] == 1
    assert office.keep(edition, "2027-01-31")["version"] == 1
    with pytest.raises(RetentionChanged):
        office.keep(edition, "2027-02-28")
    assert office.keep(edition, "2027-02-28", seen=1)["over"] is False


def test_what_the_audit_trail_shows_of_a_persons_texts_is_erased_and_the_act_is_not(database):
    store = JudgingStore(database)
    store.trail = Trail(database["audit"])
    ensure_indexes(store)
    judge = Judge("j-1", "ed-1", "Mei", "mei@judges.example", 5, firm="Horse Capital")
    store.judges.save(judge)
    with noting_changes() as changes:
        judge = store.judges.get("j-1")
        judge.declare("e-1", kind="hard", reason="my sister works there")
        judge.change(name="Mei", commitment=9, tags=[], firm="Mare Capital")
        store.judges.save(judge)
    act = {"_id": "c-1", "key": "2026|c-1", "by": "p-1", "role": "organiser", "kind": "X", "on": {}}
    database["audit"].insert_one({**act, "edition_id": "ed-1", "outcome": "done", **changes.told()})
    store.personal.erase(Whose("ed-1", "mei@judges.example"))
    [kept] = database["audit"].find()
    shown = {change["field"]: change["after"] for change in kept["changes"]}
    assert shown == {
        "firm": "—",
        "conflicts.e-1.reason": "—",
        "conflicts.e-1.kind": "hard",
        "conflicts.e-1.by": "organiser",
        "commitment": "9",
    }
    assert store.judges.get("j-1").conflicts["e-1"].reason == "—"


def test_a_judge_is_told_of_the_terms_and_of_reminders_and_the_words_are_erased(database):
    store = JudgingStore(database)
    ensure_indexes(store)
    answer = TermsAnswer(accepted=False, terms=2, at=NOON, reason="my mother is ill")
    store.judges.save(Judge("j-1", "ed-1", "Mei", "mei@judges.example", 5, answer=answer))
    nudges = Nudges("ed-1.final", "ed-1", "final")
    nudges.send({"j-1": (2, 3), "j-2": (1, 3)}, note="Please", by="p-1", now=NOON)
    store.nudges.save(nudges)
    mei = Whose("ed-1", ids=frozenset({"j-1"}))
    told = {record["of"]: record["values"] for record in store.personal.records(mei)}
    assert told["judges"]["answer"]["reason"] == "my mother is ill"
    assert told["nudges"] == {"stage_id": "final"}
    store.personal.erase(mei)
    assert store.judges.get("j-1").answer == TermsAnswer(accepted=False, terms=2, at=NOON, reason="—")


def test_whoever_loaded_a_person_before_cannot_save_the_name_back(database):
    store = JudgingStore(database)
    ensure_indexes(store)
    store.judges.save(Judge("j-1", "ed-1", "Mei", "mei@judges.example", 5))
    held = store.judges.get("j-1")
    assert store.personal.erase(Whose("ed-1", ids=frozenset({"j-1"})))["judges"] == 1
    assert store.personal.erase(Whose("ed-1", ids=frozenset({"j-1"})))["judges"] == 0
    held.commitment = 7
    with pytest.raises(VersionConflict):
        store.judges.save(held)
