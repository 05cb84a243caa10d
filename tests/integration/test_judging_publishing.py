"""Publishing assignments against a real database: replaced, repeated, interrupted, overtaken."""

import pytest

from services.judging import queries
from services.judging.domain import publication
from services.judging.domain.refusals import ScoringBegan, StillPublishing, TooManyAssignments
from services.judging.handlers import assignments
from tests.integration.desk import EDITION, NINE, STAGE, Desk


class PowerCut(Exception):
    """What a test lets happen in the middle."""


@pytest.fixture
def desk(mongo):
    return Desk(mongo)


def test_what_is_told_is_what_is_owed(desk):
    summary = desk.publish()
    assert (summary["assignments"], summary["entries"], summary["judges"]) == (12, 6, 4)
    assert desk.told() == [desk.owed()]
    assert desk.coverage() == (6, 12, 0)
    assert desk.lacking(2) == (6, sorted({entry_id for entry_id, _ in desk.owed()})[:2])


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
