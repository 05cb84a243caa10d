"""What a raised hand asks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from services.judging.domain.hand import Hand

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HAND = Hand("ed-1", "final", "j-1", "conflict", "ant", "A former colleague", NOON)


def test_a_judge_has_one_hand_in_a_stage():
    assert replace(HAND, kind="question", entry_id=None, note="").id == HAND.id
    assert len({HAND.id, replace(HAND, judge_id="j-2").id, replace(HAND, stage_id="heat").id}) == 3


def test_the_same_hand_raised_later_asks_the_same():
    assert replace(HAND, raised_at=NOON + timedelta(minutes=3)).says(HAND)
    for change in ({"kind": "question"}, {"entry_id": None}, {"note": "Another"}):
        assert not replace(HAND, **change).says(HAND)
    assert not HAND.says(None)
