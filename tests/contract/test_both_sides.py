"""The language as it is really spoken: what each service tells, the others take.

Over a real database, for some readers look into documents beside the repositories.
"""

import csv
import io
import json
import random
from collections import Counter
from copy import copy
from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra.proof.verify import verify
from schemas.commands import (
    AddInvestors,
    AddJudges,
    AmendScorecard,
    AnswerInvestor,
    AnswerStartup,
    ArrangeMeetings,
    CertifyResults,
    CloseStage,
    CloseVote,
    CreateHost,
    CreateProgramme,
    DecideAppeal,
    DisqualifyEntry,
    EraseEdition,
    ErasePersonalData,
    FileAppeal,
    FreezeStage,
    ImportEntries,
    NudgeJudges,
    OpenStage,
    OpenVote,
    PrepareSession,
    PromoteEntries,
    PublishAssignments,
    PublishMeetings,
    PublishResults,
    PublishShortlists,
    RecuseJudge,
    ReleaseFeedback,
    RevealPlace,
    ScreenEntries,
    SetAppealRule,
    SetMeetingPlan,
    SetRetention,
    StartEdition,
    StartSlot,
    SubmitScorecard,
    TakeBackFeedback,
    UndoDecision,
    VoidScorecard,
    WithdrawEntries,
    WithdrawEntry,
)
from schemas.envelope import decode, opened, wrap
from schemas.events import EVENTS, AssignmentsPublished
from schemas.message import Event
from schemas.queries import (
    GetComments,
    GetFeedback,
    GetJudgingRecords,
    GetMatchingRecords,
    GetProof,
    GetProofLeaves,
    GetResults,
    GetScoringRecords,
    GetShortlist,
    GetStandings,
    ListCertificates,
    ListEntries,
    ListIntros,
    ListJudges,
    ListScorecards,
)
from schemas.routes import QUEUES
from tests.contract.ensemble import Ensemble, Refused
from tests.support.running import forget

CHECKOUT = Path(__file__).parents[2]
STARTUPS = CHECKOUT / "infra" / "demo" / "startups.csv"
MEI = {"name": "Wang Mei", "email": "mei@example.org", "firm": "", "thesis": {}, "portfolio": []}
TAKEN = [(queue.service, message) for queue in QUEUES for message in queue.messages]


def golden(message):
    path = CHECKOUT / "schemas" / "examples" / f"{message.message_type()}.json"
    return decode(path.read_text(encoding="utf-8"))


def kept(database):
    """Return everything that a service remembers."""
    names = sorted(database.list_collection_names())
    return {name: sorted(database[name].find(), key=lambda document: str(document["_id"])) for name in names}


def some_startups(number):
    """Return the first startups of the data set that name a place and a category, as CSV."""
    with STARTUPS.open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if row["city"] and row["categories"] and row["rounds_usd"]
        ]
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows[:number])
    return text.getvalue()


class Night:
    """An edition of the blueprint, from its start to the intros after it."""

    def __init__(self, ensemble):
        self.ensemble = ensemble
        self.chance = random.Random(8)

    def ask(self, message, **data):
        return self.ensemble.ask(message, edition_id=self.edition_id, **data)

    def start(self):
        host = self.ensemble.ask(CreateHost, name="Black Horse Society")
        programme = self.ensemble.ask(CreateProgramme, host_id=host["host_id"], name="Black Horse")
        edition = self.ensemble.ask(
            StartEdition,
            programme_id=programme["programme_id"],
            blueprint="black-horse",
            name="2026",
            zone="Asia/Taipei",
        )
        self.edition_id = edition["edition_id"]

    def enter(self, number):
        assert self.ask(ImportEntries, csv=some_startups(number))["imported"] == number
        self.ask(ScreenEntries, entry_ids=None, decision="eligible", reason="")
        entries = self.ask(ListEntries, limit=100)["entries"]
        self.ask(WithdrawEntry, entry_id=entries[-1]["entry_id"], reason="sold")
        self.withdrawn = entries[-1]["entry_id"]
        left = self.ask(WithdrawEntries, entry_ids=[entries[0]["entry_id"]], reason="by mistake")
        self.ask(UndoDecision, decision_id=left["decision_id"])
        judges = [
            {"name": f"Judge {n}", "email": f"judge{n}@example.org", "commitment": 40} for n in range(9)
        ]
        self.ask(AddJudges, judges=judges)

    def hold(self, stage_id):
        """Assign, open, score, close, freeze and certify a stage; one judge is recused."""
        self.ask(PublishAssignments, stage_id=stage_id, seed=1)
        self.ask(OpenStage, stage_id=stage_id)
        assert self.ask(NudgeJudges, stage_id=stage_id)["nudged"]
        owed = [
            pair
            for envelope in self.ensemble.told
            if envelope.name == AssignmentsPublished.__name__ and envelope.data["stage_id"] == stage_id
            for pair in envelope.data["assignments"]
        ]
        self.ensemble.bring(*(self.scorecard(stage_id, pair) for pair in owed))
        self.ensemble.settle()
        recused = {key: owed[0][key] for key in ("entry_id", "judge_id")}
        self.ask(RecuseJudge, stage_id=stage_id, reason="kin", **recused)
        self.ask(CloseStage, stage_id=stage_id)
        assert self.ask(FreezeStage, stage_id=stage_id)["counted"] == len(owed) - 1
        self.ask(CertifyResults, stage_id=stage_id)

    def scorecard(self, stage_id, pair):
        criteria = ("team", "problem", "product", "business", "pitch")
        data = {
            "edition_id": self.edition_id,
            "stage_id": stage_id,
            "entry_id": pair["entry_id"],
            "judge_id": pair["judge_id"],
            "revision": 1,
            "marks": {criterion: str(self.chance.randint(0, 20) / 2) for criterion in criteria},
            "comment": f"Comment of {pair['judge_id']}",
            "note": "Private",
            "made_at": datetime.now(UTC).isoformat(),
        }
        return wrap(SubmitScorecard, data, subject=pair["scorecard_id"], time=datetime.now(UTC))

    def reveal_and_publish(self, stage_id):
        steps = self.ask(CertifyResults, stage_id=stage_id)["steps"]
        for step in range(1, steps + 1):
            self.ask(RevealPlace, stage_id=stage_id, step=step)
        self.ask(PublishResults, stage_id=stage_id)
        return self.ask(GetResults, stage_id=stage_id)["rows"]

    def appeal(self, stage_id):
        """Let who came first appeal against the newest certificate, and dismiss it."""
        self.ask(SetAppealRule, seen=0, on=True, hours=48)
        names = {"stage_id": stage_id, "entry_id": self.results[0]["entry_id"]}
        filed = self.ask(FileAppeal, **names, seen=0, reason="A 9 was read out.")
        answer = {"seen": 1, "decision": "dismissed", "reason": "It was an 8."}
        self.ask(DecideAppeal, appeal_id=filed["appeal_id"], **answer)

    def introduce(self):
        """Let an investor and who came first say yes to each other; return the investor's id."""
        (mei,) = self.ask(AddInvestors, investors=[MEI])["investors"]
        names = {"investor_id": mei["investor_id"], "entry_id": self.results[0]["entry_id"]}
        self.ask(AnswerStartup, **names, answer="interested")
        assert self.ask(AnswerInvestor, **names, answer="accept")["intro"] is True
        return mei["investor_id"]

    def meet(self):
        """Give those who were introduced a time and a table."""
        times = {"begins_at": "2099-11-24T14:00:00+08:00", "ends_at": "2099-11-24T14:20:00+08:00"}
        self.ask(SetMeetingPlan, seen=0, windows=[times], slot_minutes=20, tables=["1"])
        assert self.ask(ArrangeMeetings, seen=1)["placed"] == 1
        self.ask(PublishMeetings, seen=2)

    def correct(self, stage_id):
        """Amend one scorecard of the last, void another, and disqualify an entry that never got there."""
        last = self.results[-1]["entry_id"]
        cards = self.ask(ListScorecards, stage_id=stage_id, entry_id=last)["scorecards"]
        assert {card["state"] for card in cards} == {"locked"}
        pairs = [
            {"stage_id": stage_id, "entry_id": last, "judge_id": card["judge_id"], "revision": 1}
            for card in cards
        ]
        self.ask(AmendScorecard, **pairs[0], marks={"team": "0.5"}, reason="a slip of the pen")
        self.ask(VoidScorecard, **pairs[1], reason="kin after all")
        went = {row["entry_id"] for row in self.results}
        entries = self.ask(ListEntries, state="eligible", limit=100)["entries"]
        self.disqualified = next(e["entry_id"] for e in entries if e["entry_id"] not in went)
        self.ask(DisqualifyEntry, entry_id=self.disqualified, reason="two entries")


@pytest.fixture(scope="module")
def played(databases):
    """A whole night, and what every service remembers after it."""
    for database in databases.values():
        forget(database)
    night = play(Night(Ensemble(databases)))
    return night, {name: kept(database) for name, database in databases.items()}


@pytest.fixture
def night(played, ensemble):
    """The night that was played, for a test to go on with."""
    night, remembered = copy(played[0]), played[1]
    for service, collections in remembered.items():
        for name, documents in collections.items():
            if documents:
                ensemble.databases[service][name].insert_many(documents)
    ensemble.told = list(night.ensemble.told)
    night.ensemble = ensemble
    return night


def play(night):
    night.start()
    night.enter(15)
    night.hold("preliminary")
    assert len(night.ask(PromoteEntries, stage_id="preliminary")["promoted"]) == 12
    night.hold("final")
    first = night.ask(PrepareSession, stage_id="final")["slots"][0]["entry_id"]
    night.ask(StartSlot, stage_id="final", entry_id=first)
    night.ask(OpenVote, vote_id="audience", name="Audience award", stage_id="final")
    night.ask(CloseVote, vote_id="audience")
    night.results = night.reveal_and_publish("final")
    night.ask(ReleaseFeedback, stage_id="final", seen=0, comments="named", scores="bands", place=True)
    night.ask(TakeBackFeedback, stage_id="final", seen=1)
    night.correct("final")
    night.appeal("final")
    night.investor = night.introduce()
    night.meet()
    night.ask(ErasePersonalData, email="nobody@example.org")
    return night


def test_a_whole_contest_speaks_every_event_and_each_is_understood(night):
    told = Counter(envelope.name for envelope in night.ensemble.told)
    assert set(told) == {*EVENTS, "SubmitScorecard"}
    assert told["EntrySubmitted"] == told["EntryScreened"] == 15
    assert told["SubmitScorecard"] == told["ScorecardSubmitted"] == 3 * 14 + 9 * 12


def test_what_was_corrected_is_known_to_all(night):
    for stage_id, numbers in (("final", [3, 2, 1]), ("preliminary", [2, 1])):
        found = night.ask(ListCertificates, stage_id=stage_id)["certificates"]
        assert [each["number"] for each in found] == numbers
    last = night.results[-1]["entry_id"]
    cards = night.ask(ListScorecards, stage_id="final", entry_id=last)["scorecards"]
    assert {"amended", "void", "locked"} == {card["state"] for card in cards}
    assert night.ask(GetResults, stage_id="final")["corrected"] is True


def test_what_is_told_has_the_fields_of_the_golden_example(night):
    for envelope in night.ensemble.told:
        if envelope.name in EVENTS:
            message: type[Event] = EVENTS[envelope.name]
            assert set(envelope.data) == set(golden(message).data), envelope.name
            assert message().dump(opened(envelope, message()).data) == envelope.data


def test_the_winner_of_the_contest_is_what_investors_read_about_it(night):
    who = {"investor_id": night.investor}
    assert night.ask(PublishShortlists, length=100) == {"shortlists": 1, "lines": 13}
    lines = night.ask(GetShortlist, **who)["lines"]
    winner, company = night.results[0]["entry_id"], night.results[0]["company"]
    assert (lines[0]["entry_id"], lines[0]["company"]) == (winner, company)
    assert lines[0]["reasons"][1]["text"].startswith("Took 1st place in ")
    assert not {night.withdrawn, night.disqualified} & {line["entry_id"] for line in lines}
    assert [intro["company"] for intro in night.ask(ListIntros)["intros"]] == [company]


def test_founders_read_what_is_released_for_as_long_as_it_is_and_never_a_private_note(night):
    winner = {"entry_id": night.results[0]["entry_id"]}

    def told():
        return [night.ask(message, **winner)["stages"] for message in (GetFeedback, GetComments)]

    assert told() == [[], []]  # taken back
    chosen = {"stage_id": "final", "scores": "bands", "place": False}
    night.ask(ReleaseFeedback, seen=2, comments="anonymous", **chosen)
    [feedback], [comments] = told()
    assert (feedback["stage_id"], feedback["place"], feedback["among"]) == ("final", None, 12)
    assert feedback["total"] == {"band": "first_quarter", "mean": None}
    assert len(comments["comments"]) in (8, 9)  # one judge of one entry is recused
    assert {comment["judge"] for comment in comments["comments"]} == {None}
    assert "Private" not in str(told())
    night.ask(ReleaseFeedback, seen=3, comments="named", **chosen)
    assert {c["judge"] for c in told()[1][0]["comments"]} <= {f"Judge {n}" for n in range(9)}
    night.ask(ReleaseFeedback, seen=4, comments="none", **chosen)
    assert told()[1] == []


def test_an_entry_whose_acceptance_is_undone_competes_nowhere_until_it_is_accepted_again(ensemble):
    night = Night(ensemble)
    night.start()
    night.ask(ImportEntries, csv=some_startups(2))
    accepted = night.ask(ScreenEntries, decision="eligible")
    night.ask(UndoDecision, decision_id=accepted["decision_id"])
    judges = [{"name": f"Judge {n}", "email": f"judge{n}@example.org", "commitment": 40} for n in range(4)]
    night.ask(AddJudges, judges=judges)
    with pytest.raises(Refused, match="no_entries"):
        night.ask(PublishAssignments, stage_id="preliminary", seed=1)
    night.ask(AddInvestors, investors=[{"name": "Mei", "email": "m@example.org", "firm": "", "thesis": {}}])
    assert night.ask(PublishShortlists, length=100)["lines"] == 0
    first = night.ask(ListEntries)["entries"][0]["entry_id"]
    night.ask(ScreenEntries, entry_ids=[first], decision="eligible")
    assert night.ask(PublishAssignments, stage_id="preliminary", seed=1)["entries"] == 1
    assert night.ask(PublishShortlists, length=100)["lines"] == 1


def judge_of(night, email):
    judges = night.ask(ListJudges)["judges"]
    return next(judge["judge_id"] for judge in judges if judge["email"] == email)


def proof_of(night):
    told = night.ask(GetProof, stage_id="final")
    leaves = night.ask(GetProofLeaves, stage_id="final", first=0, limit=500)["leaves"]
    return {**told, "log": {**told["log"], "leaves": leaves}}


def test_whoever_is_erased_leaves_marks_places_and_the_proof_as_they_were(night):
    judge = judge_of(night, "judge1@example.org")
    (record, *others) = night.ask(GetJudgingRecords, subject_ids=[judge])["records"]
    cards = [other for other in others if other["of"] == "scorecards"]
    assert (record["of"], record["values"]["name"]) == ("judges", "Judge 1")
    assert {card["values"]["latest"]["comment"] for card in cards} == {f"Comment of {judge}"}
    given = {card["id"]: card for card in night.ask(GetScoringRecords, subject_ids=[judge])["records"]}
    assert set(given) == {card["id"] for card in cards}
    elsewhere = {"edition_id": "ed-another", "subject_ids": [judge]}
    for query in (GetJudgingRecords, GetScoringRecords, GetMatchingRecords):
        assert night.ensemble.ask(query, **elsewhere)["records"] == []

    standings, proof = night.ask(GetStandings, stage_id="final"), proof_of(night)
    results = night.ask(GetResults, stage_id="final")
    for _ in range(2):
        night.ask(ErasePersonalData, email="Judge1@Example.org", subject_ids=[judge])
    (record, *others) = night.ask(GetJudgingRecords, subject_ids=[judge])["records"]
    cards = [other for other in others if other["of"] == "scorecards"]
    assert (record["values"]["name"], record["values"]["email"]) == ("—", "—")
    assert {card["values"]["latest"]["comment"] for card in cards} == {"—"}
    assert {card["values"]["latest"]["note"] for card in cards} == {"—"}
    # Answers to commands are forgotten by themselves after seven days.
    whole = [{**kept(database), "receipts": []} for database in night.ensemble.databases.values()]
    assert "judge1@" not in json.dumps(whole, default=str).lower()

    with pytest.raises(Refused, match="kept_until"):
        night.ask(EraseEdition)
    night.ask(SetRetention, until="2020-01-01")
    night.ask(EraseEdition)
    people = night.ask(ListJudges)["judges"]
    assert {(judge["name"], judge["email"]) for judge in people} == {("—", "—")}

    assert {c["id"]: c for c in night.ask(GetScoringRecords, subject_ids=[judge])["records"]} == given
    assert night.ask(GetStandings, stage_id="final") == standings
    assert night.ask(GetResults, stage_id="final") == results
    assert proof_of(night) == proof
    assert all(check.held for check in verify(proof_of(night)))


@pytest.mark.parametrize(("service", "message"), TAKEN, ids=[f"{s}-{m.__name__}" for s, m in TAKEN])
def test_a_golden_example_is_taken_by_each_who_is_told_and_twice_is_once(ensemble, service, message):
    ensemble.bring(golden(message))
    first = kept(ensemble.databases[service])
    ensemble.bring(golden(message))
    assert kept(ensemble.databases[service]) == first


def test_every_golden_event_in_reverse_is_taken_all_the_same(ensemble):
    for message in reversed(EVENTS.values()):
        ensemble.bring(golden(message))
    edition = golden(EVENTS["EditionStarted"]).data["edition_id"]
    new = json.loads((CHECKOUT / "schemas/examples/AddInvestors.v1.json").read_text())["data"]
    ensemble.ask(AddInvestors, **new)
    # The one golden entry is withdrawn in the end, whatever came first.
    assert ensemble.ask(PublishShortlists, edition_id=edition, length=10) == {"shortlists": 1, "lines": 0}
