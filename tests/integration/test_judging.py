"""Judging as it runs: commands from the broker, scorecards in the database, answers over RPC."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pika
import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from schemas.commands import SubmitScorecard
from schemas.envelope import wrap
from schemas.events import EditionStarted, EntryScreened, EntrySubmitted, StageClosed, StageOpened
from schemas.message import body_digest
from schemas.routes import QUEUES, exchange_for
from services.judging.domain.scorecard import scorecard_id
from tests.support.running import running

STAGE = "preliminary"
OPENED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CLOSED = OPENED + timedelta(hours=3)

CRITERIA = [
    {"criterion_id": name, "name": name, "weight": "50", "lowest": "0", "highest": "10", "step": "0.5"}
    for name in ("team", "pitch")
]
A_STAGE = {
    "stage_id": STAGE,
    "name": "Preliminary",
    "kind": "desk_review",
    "judges_per_entry": 2,
    "assignment": "balanced",
    "criteria": CRITERIA,
    "rule": {"method": "weighted_mean"},
}


class Contest:
    """An edition of its own in judging, seen by registration, by phones, and by whoever asks."""

    def __init__(self, amqp_uri, cluster, wait_until):
        self.connection = pika.BlockingConnection(pika.URLParameters(amqp_uri))
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()
        self.cluster = cluster
        self.wait_until = wait_until
        self.version = 0
        self.edition = f"ed-{uuid4().hex[:8]}"

    def entry(self, number):
        """Return the id of an entry; its number is the last sign."""
        return f"{self.edition}.e-{number}"

    def purge(self):
        for queue in QUEUES:
            self.channel.queue_purge(queue.name)
            self.channel.queue_purge(queue.dead)

    def tell(self, message, *, subject=None, **data):
        self.version += 1
        now = datetime.now(UTC)
        self._publish(
            wrap(
                message,
                {"edition_id": self.edition, **data},
                subject=subject or self.edition,
                time=now,
                aggregate_version=self.version,
            )
        )

    def submit(self, judge_id, entry_id, *, command_id=None, revision=1, at=OPENED, deadline=None, **marks):
        """Send a scorecard as the gateway would, and return its receipt."""
        data = {
            "edition_id": self.edition,
            "stage_id": STAGE,
            "entry_id": entry_id,
            "judge_id": judge_id,
            "revision": revision,
            "marks": marks or {"team": "8", "pitch": "7.5"},
            "comment": "",
            "made_at": at.isoformat(),
        }
        id = command_id or str(uuid4())
        self._publish(wrap(SubmitScorecard, data, subject="phone", time=at, id=id, deadline=deadline))
        return f"{id}.{body_digest(data)[:16]}"

    def outcome(self, receipt):
        """Return what became of a receipt once it is known."""

        def known():
            (found,) = self.ask("get_receipts", receipts=[receipt])["receipts"]
            return found if found["state"] != "waiting" else None

        return self.wait_until(known)

    def ask(self, method, **data):
        reply = getattr(self.cluster.judging, method)({"id": str(uuid4()), "data": data})
        return reply.get("answer") or reply

    def open(self, *, entries=3, judges=4, opened=True):
        """Start an edition with entries and judges, assign them, and open the stage."""
        self.tell(EditionStarted, host="H", programme="P", name="E", zone="UTC", stages=[A_STAGE])
        for number in range(entries):
            entry = {"entry_id": self.entry(number), "subject": self.entry(number)}
            startup = {"startup_id": f"s-{number}", "company": f"Startup {number}", "investors": ["Angel 0"]}
            self.tell(EntryScreened, **entry, stage_id=STAGE, decision="eligible")
            self.tell(
                EntrySubmitted, **entry, startup=startup if number == 0 else {**startup, "investors": []}
            )
        new = [{"name": f"Angel {n}", "email": f"a{n}@example.org", "commitment": 9} for n in range(judges)]
        added = self.wait_until(
            lambda: self.ask("add_judges", edition_id=self.edition, judges=new).get("judges")
        )
        self.judges = [judge["judge_id"] for judge in added]
        self.wait_until(lambda: self.assign().get("assignments") == 2 * entries)
        if opened:
            self.tell(StageOpened, stage_id=STAGE, opened_at=OPENED.isoformat())
            self.wait_until(lambda: self.coverage()["state"] == "open")
        return self.pairs()

    def assign(self, **options):
        return self.ask("publish_assignments", edition_id=self.edition, stage_id=STAGE, **options)

    def coverage(self):
        return self.ask("get_coverage", edition_id=self.edition, stage_id=STAGE)

    def hands(self):
        return self.ask("get_desk", edition_id=self.edition, stage_id=STAGE)["hands"]

    def scorecards(self, **page):
        return self.ask("list_scorecards", edition_id=self.edition, stage_id=STAGE, **page)

    def pairs(self):
        cards = self.scorecards()["scorecards"]
        return [(card["judge_id"], card["entry_id"]) for card in cards]

    def _publish(self, envelope):
        kinds = (EditionStarted, EntryScreened, EntrySubmitted, StageClosed, StageOpened, SubmitScorecard)
        message = next(kind for kind in kinds if kind.__name__ == envelope.name)
        self.channel.basic_publish(exchange_for(message), envelope.type, envelope.encode(), mandatory=True)


@pytest.fixture(scope="module")
def judging(stack, tmp_path_factory):
    """The service, which the tests of this module share; it can be away for a while."""
    with running("judging", stack, log=tmp_path_factory.mktemp("judging") / "service.log") as program:
        yield program


@pytest.fixture
def contest(stack, judging, wait_until):
    with ClusterRpcProxy({"AMQP_URI": stack.amqp_uri}, timeout=60) as cluster:
        contest = Contest(stack.amqp_uri, cluster, wait_until)
        contest.purge()
        yield contest
        contest.purge()
        contest.connection.close()


def test_a_scorecard_is_recorded_once_and_its_latest_revision_wins(contest):
    judge, entry = contest.open()[0]
    first = contest.submit(judge, entry, command_id="c-1", revision=1)
    contest.submit(judge, entry, command_id="c-1", revision=1)
    second = contest.submit(judge, entry, command_id="c-2", revision=2, team="9", pitch="9.5")
    late_first = contest.submit(judge, entry, command_id="c-0", revision=1, team="1", pitch="1")
    for receipt, revision in ((first, 1), (second, 2), (late_first, 1)):
        outcome = contest.outcome(receipt)
        assert (outcome["state"], outcome["revision"]) == ("recorded", revision)
    card = next(c for c in contest.scorecards()["scorecards"] if c["state"] == "submitted")
    assert card["scorecard_id"] == scorecard_id(contest.edition, STAGE, entry, judge)
    assert (card["revision"], card["marks"]) == (2, {"team": "9", "pitch": "9.5"})
    assert card["command_ids"] == ["c-1", "c-2", "c-0"]
    assert contest.coverage()["submitted"] == 1


def test_each_refusal_has_its_reason_and_changes_nothing(contest):
    pairs = contest.open()
    judge, entry = pairs[0]
    stranger = next(e for e in map(contest.entry, range(3)) if (judge, e) not in pairs)
    contest.submit(judge, entry, command_id="used")
    contest.tell(StageClosed, stage_id=STAGE, closed_at=CLOSED.isoformat())
    contest.wait_until(lambda: contest.coverage()["state"] == "closed")
    refusals = {
        "mark_outside_scale": contest.submit(judge, entry, revision=2, team="10.5"),
        "unknown_criterion": contest.submit(judge, entry, revision=2, charm="5"),
        "not_assigned": contest.submit(judge, stranger),
        "late": contest.submit(judge, entry, revision=2, at=CLOSED + timedelta(seconds=1)),
        "stage_not_open": contest.submit(judge, entry, revision=2, at=OPENED - timedelta(seconds=1)),
        "past_deadline": contest.submit(judge, entry, revision=2, deadline=OPENED - timedelta(seconds=1)),
        "command_reused": contest.submit(judge, entry, command_id="used", revision=2),
    }
    for code, receipt in refusals.items():
        outcome = contest.outcome(receipt)
        assert (outcome["state"], outcome["refusal"]["code"]) == ("refused", code)
    submitted = [c for c in contest.scorecards()["scorecards"] if c["state"] == "submitted"]
    assert [(c["revision"], c["command_ids"]) for c in submitted] == [(1, ["used"])]


def test_a_scorecard_received_before_the_close_counts_however_late_it_is_looked_at(contest):
    judge, entry = contest.open()[0]
    contest.tell(StageClosed, stage_id=STAGE, closed_at=CLOSED.isoformat())
    contest.wait_until(lambda: contest.coverage()["state"] == "closed")
    assert contest.outcome(contest.submit(judge, entry, at=CLOSED))["state"] == "recorded"


def test_a_judge_never_gets_a_startup_they_invested_in(contest):
    pairs = contest.open()
    angel = contest.judges[0]
    assert (angel, contest.entry(0)) not in pairs
    conflicts = {
        j["name"]: j["conflicts"] for j in contest.ask("list_judges", edition_id=contest.edition)["judges"]
    }
    assert [conflict["entry_id"] for conflict in conflicts["Angel 0"]] == [contest.entry(0)]
    assert conflicts["Angel 1"] == []


def test_publishing_the_same_again_changes_nothing_and_anything_else_is_refused_once_scoring_began(contest):
    pairs = contest.open()
    first = contest.assign()
    assert contest.pairs() == pairs
    contest.outcome(contest.submit(*pairs[0]))
    assert contest.assign() == first
    assert contest.assign(seed=1)["refusal"]["code"] == "scoring_began"


def test_a_recused_judge_owes_nothing_more(contest):
    pairs = contest.open()
    judge, entry = pairs[0]
    asked = {
        "edition_id": contest.edition,
        "stage_id": STAGE,
        "entry_id": entry,
        "judge_id": judge,
        "reason": "A cousin",
    }
    assert contest.ask("recuse_judge", **asked)["state"] == "void"
    assert contest.coverage()["assigned"] == len(pairs) - 1
    assert contest.outcome(contest.submit(judge, entry))["refusal"]["code"] == "recused"


def test_a_judge_list_shows_what_is_owed_and_what_was_given(contest):
    pairs = contest.open()
    judge, entry = pairs[0]
    contest.outcome(contest.submit(judge, entry))
    (stage,) = contest.ask("get_judge_list", edition_id=contest.edition, judge_id=judge)["stages"]
    states = {line["entry_id"]: (line["state"], line["revision"]) for line in stage["assignments"]}
    assert states == {e: ("submitted", 1) if e == entry else ("draft", 0) for j, e in pairs if j == judge}
    assert [criterion["criterion_id"] for criterion in stage["criteria"]] == ["team", "pitch"]


def test_scorecards_are_listed_a_page_at_a_time(contest):
    pairs = contest.open()
    first = contest.scorecards(limit=4)
    second = contest.scorecards(limit=4, after=first["next"])
    listed = [card["scorecard_id"] for page in (first, second) for card in page["scorecards"]]
    assert len(listed) == len(pairs) == len(set(listed))
    assert second["next"] is None


def test_an_entry_is_scored_from_when_it_is_on_stage_until_its_window_closes(contest):
    judge, entry = contest.open()[0]
    stage = {"edition_id": contest.edition, "stage_id": STAGE}
    assert contest.ask("get_session", **stage)["refusal"]["code"] == "not_found"
    prepared = contest.ask("prepare_session", **stage, seed=7, pitch_seconds=60, deliberation=False)
    assert sorted(slot["entry_id"] for slot in prepared["slots"]) == [contest.entry(n) for n in range(3)]
    early = contest.outcome(contest.submit(judge, entry, at=datetime.now(UTC)))
    assert early["refusal"]["code"] == "slot_not_open"

    on = contest.ask("start_slot", **stage, entry_id=entry)
    assert (on["current"], on["state"], on["number"]) == (entry, "running", 2)
    assert contest.outcome(contest.submit(judge, entry, at=datetime.now(UTC)))["state"] == "recorded"
    desk = {each["judge_id"]: each for each in contest.ask("get_desk", **stage)["judges"]}
    assert entry in desk[judge]["sent"]
    assert sum(len(each["owed"]) for each in desk.values()) == 5
    closed = contest.ask("run_clock", **stage, entry_id=entry, act="close_window")
    late = contest.outcome(contest.submit(judge, entry, revision=2, at=datetime.now(UTC)))
    assert late["refusal"]["code"] == "late"
    assert contest.ask("get_session", **stage)["slots"] == closed["slots"]
    missing = contest.ask("mark_slot", **stage, entry_id="e-9", state="absent")["refusal"]
    assert (missing["code"], missing["errors"]) == ("not_found", {"entry_id": {"came": "e-9"}})


def test_a_hand_is_up_until_it_is_lowered_and_the_same_again_changes_nothing(contest):
    judge, entry = contest.open()[0]
    names = {"edition_id": contest.edition, "stage_id": STAGE, "judge_id": judge}
    asked = {"kind": "conflict", "entry_id": entry, "note": " Advised "}
    first = contest.ask("raise_hand", **names, **asked)
    assert contest.ask("raise_hand", **names, **asked) == first
    (hand,) = contest.hands()
    company = "Startup " + entry[-1]
    assert (hand["name"][:5], hand["company"]) == ("Angel", company)
    assert hand["recusable"] == [{"entry_id": entry, "company": company}]
    assert {**first["hand"], "note": "Advised"} == {name: hand[name] for name in first["hand"]}
    (stage,) = contest.ask("get_judge_list", edition_id=contest.edition, judge_id=judge)["stages"]
    assert stage["hand"] == first["hand"]

    contest.ask("raise_hand", **names, kind="question")
    (hand,) = contest.hands()
    assert (hand["kind"], hand["entry_id"], hand["recusable"]) == ("question", None, [])
    contest.ask("raise_hand", **names, kind="conflict")
    (hand,) = contest.hands()
    assert entry in [each["entry_id"] for each in hand["recusable"]]
    for _ in range(2):
        assert contest.ask("lower_hand", **names) == {"judge_id": judge, "hand": None}
    assert contest.hands() == []


def test_a_hand_is_raised_by_a_judge_of_the_edition_about_an_entry_of_it(contest):
    judge, _ = contest.open()[0]
    names = {"edition_id": contest.edition, "stage_id": STAGE, "kind": "question"}
    for wrong in ({"judge_id": "j-nobody"}, {"judge_id": judge, "entry_id": "e-9"}):
        assert contest.ask("raise_hand", **names, **wrong)["refusal"]["code"] == "not_found"
    assert contest.hands() == []


def test_the_spread_tells_how_far_judges_are_apart_and_none_of_their_names(contest):
    pairs = contest.open(entries=2, judges=3)
    apart = next(pair for pair in pairs if pair[1] == contest.entry(1))
    for judge, entry in pairs:
        team, pitch = ("2", "4") if (judge, entry) == apart else ("8", "6")
        contest.outcome(contest.submit(judge, entry, team=team, pitch=pitch))
    told = contest.ask("get_spread", edition_id=contest.edition, stage_id=STAGE)
    assert (told["lowest"], told["highest"]) == ("0.00", "10.00")
    facts = [(e["company"], e["submitted"], e["totals"], e["mean"], e["deviation"]) for e in told["entries"]]
    assert facts == [
        ("Startup 1", 2, ["3.00", "7.00"], "5.00", "2.00"),
        ("Startup 0", 2, ["7.00", "7.00"], "7.00", "0.00"),
    ]
    assert not [judge for judge in contest.judges if judge in str(told)]


MANY = 150


def test_what_was_sent_while_judging_was_away_is_judged_by_openings_and_closings_of_that_time(
    contest, judging
):
    (judge, entry), (other, second) = contest.open()[:2]
    judging.stop()
    in_time = contest.submit(judge, entry, at=CLOSED)
    too_late = contest.submit(other, second, at=CLOSED + timedelta(seconds=1))
    for number in range(MANY):
        contest.tell(StageOpened, stage_id=f"other-{number}", opened_at=OPENED.isoformat())
    contest.tell(StageClosed, stage_id=STAGE, closed_at=CLOSED.isoformat())
    judging.start()
    judging.wait_ready()
    assert contest.outcome(in_time)["state"] == "recorded"
    assert contest.outcome(too_late)["refusal"]["code"] == "late"


def test_what_was_sent_after_an_opening_that_judging_had_not_heard_of_is_recorded(contest, judging):
    judge, entry = contest.open(opened=False)[0]
    judging.stop()
    sent = contest.submit(judge, entry, at=OPENED)
    for number in range(MANY):
        contest.tell(StageOpened, stage_id=f"other-{number}", opened_at=OPENED.isoformat())
    contest.tell(StageOpened, stage_id=STAGE, opened_at=OPENED.isoformat())
    judging.start()
    judging.wait_ready()
    assert contest.outcome(sent)["state"] == "recorded"


def test_scorecards_are_taken_by_the_newest_set_up_in_whatever_order_it_comes(contest):
    judge, entry = contest.open()[0]
    assert contest.outcome(contest.submit(judge, entry))["state"] == "recorded"
    edition = {"host": "H", "programme": "P", "name": "E", "zone": "UTC"}
    opened = {"stage_id": STAGE, "opened_at": OPENED.isoformat()}
    contest.tell(StageOpened, **opened, set_up_version=contest.version + 2)
    contest.wait_until(lambda: contest.coverage()["state"] == "planned")
    charm = {**CRITERIA[0], "criterion_id": "charm", "highest": "3"}
    contest.tell(EditionStarted, **edition, stages=[{**A_STAGE, "criteria": [charm]}])
    contest.wait_until(lambda: contest.coverage()["state"] == "open")
    newest, contest.version = contest.version, 0
    contest.tell(EditionStarted, **edition, stages=[A_STAGE])
    contest.version = newest
    outcome = contest.outcome(contest.submit(judge, entry, revision=2, team="9"))
    assert outcome["refusal"]["code"] == "unknown_criterion"
    assert contest.outcome(contest.submit(judge, entry, revision=2, charm="3"))["revision"] == 2
