"""Publishing assignments against a real database: replaced, repeated, interrupted, overtaken."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from schemas.commands import PublishAssignments, RecuseJudge, SubmitScorecard
from schemas.envelope import opened, wrap
from schemas.events import EVENTS
from schemas.receipt import receipt_for
from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes
from services.judging import queries
from services.judging.domain import publication
from services.judging.domain.refusals import ScoringBegan, StillPublishing, TooManyAssignments
from services.judging.handlers import assignments, facts, judges, scorecards
from services.judging.repository import JudgingStore

EDITION, STAGE = "ed-1", "preliminary"
IDS = {"edition_id": EDITION, "stage_id": STAGE}
NINE = datetime(2026, 11, 23, 9, 0, 0, 123456, tzinfo=UTC)
CRITERION = {"criterion_id": "team", "name": "T", "weight": "1", "lowest": "0", "highest": "10", "step": "1"}
A_STAGE = {
    "stage_id": STAGE,
    "name": "Preliminary",
    "kind": "desk_review",
    "judges_per_entry": 2,
    "assignment": "balanced",
    "criteria": [CRITERION],
    "rule": {"method": "weighted_mean"},
}


class PowerCut(Exception):
    """What a test lets happen in the middle."""


class Desk:
    """Judging with an open stage, 6 entries and 4 judges, driven by message."""

    def __init__(self, database):
        self.database = database
        self.store = JudgingStore(database)
        ensure_indexes(self.store)
        edition = {"host": "H", "programme": "P", "name": "E", "zone": "UTC", "stages": [A_STAGE]}
        self.hear("EditionStarted", 1, **edition)
        self.hear("StageOpened", 2, stage_id=STAGE, opened_at=NINE.isoformat())
        for number in range(6):
            self.enter(f"e-{number}")
        new = [
            {"name": f"J{n}", "email": f"j{n}@example.org", "commitment": 9, "tags": [], "firm": ""}
            for n in range(4)
        ]
        judges.add_judges(self._asked({"edition_id": EDITION, "judges": new}), self.store)

    def enter(self, entry_id):
        startup = {"startup_id": f"s-{entry_id}", "company": f"Startup {entry_id}"}
        # Screened before it was submitted: no order is promised.
        self.hear("EntryScreened", 2, entry_id=entry_id, stage_id=STAGE, decision="eligible")
        self.hear("EntrySubmitted", 1, entry_id=entry_id, startup=startup)

    def hear(self, name, version, /, **data):
        message = EVENTS[name]
        told = wrap(
            message, {"edition_id": EDITION, **data}, subject="x", time=NINE, aggregate_version=version
        )
        event = opened(told, message())
        kept = {
            "EditionStarted": facts.keep_edition,
            "StageOpened": facts.keep_opening,
            "StageClosed": facts.keep_closing,
        }
        kept.get(name, lambda event, store: facts.keep_entries([event], store))(event, self.store)

    def publish(self, **options):
        data = PublishAssignments().load({**IDS, **options})
        return assignments.publish_assignments(self._asked(data), self.store)

    def recuse(self, entry_id, judge_id):
        data = RecuseJudge().load({**IDS, "entry_id": entry_id, "judge_id": judge_id, "reason": "A cousin"})
        return assignments.recuse_judge(self._asked(data), self.store)

    def submit(self, entry_id, judge_id, *, at=NINE, revision=1):
        """Send a scorecard, and return what became of it: recorded, or why it was refused."""
        sent = {
            **IDS,
            "entry_id": entry_id,
            "judge_id": judge_id,
            "revision": revision,
            "marks": {"team": "8"},
            "comment": "",
            "made_at": NINE.isoformat(),
        }
        command = opened(
            wrap(SubmitScorecard, sent, subject="phone", time=at, id=str(uuid4())), SubmitScorecard()
        )
        scorecards.submit_scorecards([command], self.store)
        receipts = {"receipts": [receipt_for(command.id, sent)]}
        (outcome,) = queries.get_receipts(self.store, receipts)["receipts"]
        return outcome["refusal"]["code"] if outcome["refusal"] else outcome["state"]

    def owed(self):
        """Return the pairs of the scorecards that are there and not void."""
        listed = queries.list_scorecards(self.store, {**IDS, "after": "", "limit": 5000})["scorecards"]
        return {(card["entry_id"], card["judge_id"]) for card in listed if card["state"] != "void"}

    def told(self):
        """Return the publications that were told, each with its pairs, in order."""
        document = self.database["publications"].find_one({}) or {"pending": []}
        by_version = {}
        for fact in document["pending"]:
            envelope = json.loads(fact["body"])
            pairs = {(p["entry_id"], p["judge_id"]) for p in envelope["data"]["assignments"]}
            by_version.setdefault(envelope["aggregateversion"], set()).update(pairs)
        return [by_version[version] for version in sorted(by_version)]

    def coverage(self):
        found = queries.get_coverage(self.store, IDS)
        return found["entries"], found["assigned"], found["submitted"]

    def _asked(self, data):
        return Asked(id=str(uuid4()), by="p-1", now=NINE, data=data)


@pytest.fixture
def desk(mongo):
    return Desk(mongo)


def test_what_is_told_is_what_is_owed(desk):
    summary = desk.publish()
    assert (summary["assignments"], summary["entries"], summary["judges"]) == (12, 6, 4)
    assert desk.told() == [desk.owed()]
    assert desk.coverage() == (6, 12, 0)


def test_the_same_again_is_told_once_and_another_seed_replaces_it(desk):
    assert desk.publish() == desk.publish()
    assert len(desk.told()) == 1
    desk.publish(seed=7)
    assert len(desk.told()) == 2
    assert desk.told()[-1] == desk.owed()


@pytest.mark.parametrize("seed", [0, 7])
def test_what_a_power_cut_left_half_done_is_completed_by_the_next_even_when_scoring_began(
    desk, monkeypatch, seed
):
    save_all = type(desk.store.scorecards).save_all

    def save_some(repository, cards, **options):
        save_all(repository, list(cards)[:5], **options)
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(
            desk.store.scorecards, "save_all", lambda cards: save_some(desk.store.scorecards, cards)
        )
        with pytest.raises(PowerCut):
            desk.publish()
    (told,) = desk.told()
    assert len(desk.owed()) == 5
    assert desk.submit(*sorted(desk.owed())[0]) == "recorded"
    if seed:
        with pytest.raises(ScoringBegan):
            desk.publish(seed=seed)
    else:
        desk.publish()
    assert desk.owed() == told
    assert desk.told() == [told]


def test_what_was_submitted_while_drafts_were_replaced_stays_owed(desk, monkeypatch):
    desk.publish()
    before = desk.owed()
    pairs_of = desk.store.replace_drafts

    def overtaken(publication):
        overtaken.by = sorted(before - set(publication.pairs))[0]
        assert desk.submit(*overtaken.by) == "recorded"
        monkeypatch.undo()
        return pairs_of(publication)

    monkeypatch.setattr(desk.store, "replace_drafts", overtaken)
    summary = desk.publish(seed=7)
    assert overtaken.by in desk.owed()
    assert desk.told()[-1] == desk.owed()
    assert summary["assignments"] == 13
    assert desk.publish(seed=7) == summary


def test_a_recused_judge_is_replaced_by_publishing_again(desk):
    desk.publish()
    entry_id, judge_id = sorted(desk.owed())[0]
    desk.recuse(entry_id, judge_id)
    desk.publish()
    assert (entry_id, judge_id) not in desk.owed()
    assert len([pair for pair in desk.owed() if pair[0] == entry_id]) == 2
    assert desk.told()[-1] == desk.owed()


def test_an_entry_that_left_is_owed_nothing_and_on_no_list(desk):
    desk.publish()
    desk.hear("EntryWithdrawn", 3, entry_id="e-0")
    assert desk.coverage() == (5, 10, 0)
    for judge_id in {judge_id for _, judge_id in desk.owed()}:
        (stage,) = queries.get_judge_list(desk.store, {"edition_id": EDITION, "judge_id": judge_id})["stages"]
        assert "e-0" not in [line["entry_id"] for line in stage["assignments"]]


def test_a_stage_opens_and_closes_to_the_microsecond(desk):
    desk.publish()
    pair = sorted(desk.owed())[0]
    desk.hear("StageClosed", 3, stage_id=STAGE, closed_at=NINE.replace(microsecond=123999).isoformat())
    assert desk.submit(*pair, at=NINE.replace(microsecond=123455)) == "stage_not_open"
    assert desk.submit(*pair, at=NINE.replace(microsecond=123999), revision=2) == "recorded"
    assert desk.submit(*pair, at=NINE.replace(microsecond=124000), revision=3) == "late"


def test_a_closing_heard_before_the_opening_it_ends_still_closes(desk):
    desk.hear("StageClosed", 5, stage_id=STAGE, closed_at=NINE.isoformat())
    desk.hear("StageOpened", 4, stage_id=STAGE, opened_at=NINE.isoformat())
    desk.hear("StageOpened", 1, stage_id=STAGE, opened_at=NINE.isoformat())
    assert desk.store.window(EDITION, STAGE).state == "closed"


def test_more_than_one_publication_can_hold_is_refused_and_changes_nothing(desk, monkeypatch):
    monkeypatch.setattr(publication, "MOST", 11)
    with pytest.raises(TooManyAssignments):
        desk.publish()
    assert (desk.owed(), desk.told()) == (set(), [])


def test_a_large_publication_waits_until_the_one_before_was_told(desk, monkeypatch):
    desk.publish()
    before = desk.owed()
    monkeypatch.setattr(assignments, "MOST", 1_000)
    with pytest.raises(StillPublishing):
        desk.publish(seed=7)
    assert desk.owed() == before
