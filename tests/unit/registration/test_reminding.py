"""Letters that go by the clock, and those about introductions."""

from datetime import timedelta

import pytest

from schemas.envelope import opened, wrap
from schemas.events import IntroMade
from services.chassis.messaging import Asked
from services.registration.letters.domain.letter import WAITING
from services.registration.letters.handlers import set_letter_rules, write_of_intros
from services.registration.letters.reminding import remind_of_deadlines
from services.registration.letters.wording import SAMPLE
from services.registration.letters.writing import LINK, filled
from tests.unit.registration.registry import NOON, Registry
from tests.unit.registration.test_applications import a_call, begin, submitted

CLOSES = timedelta(days=5)


@pytest.fixture
def registry():
    registry = Registry()
    registry.start()
    a_call(registry, closes_at=(NOON + CLOSES).isoformat())
    return registry


def reminded(registry, **before):
    """Return who was reminded once the clock stood so long before the deadline."""
    registry.now = NOON + CLOSES - timedelta(**before)
    remind_of_deadlines(registry.store, now=registry.now)
    return [letter for letter in registry.store.outbox.letters.values() if letter.kind == "deadline_near"]


def test_who_began_and_did_not_submit_is_reminded_two_days_before_and_once(registry):
    begin(registry, "ada@founders.example")
    submitted(registry, "ben@founders.example")
    assert reminded(registry, hours=49) == []
    for hours in (48, 47, 1):
        [letter] = reminded(registry, hours=hours)
    assert (letter.to, letter.state) == ("ada@founders.example", WAITING)
    assert "2026-11-28 20:00 (Asia/Taipei)" in letter.subject
    assert f"\n\n{LINK}\n\n" in letter.text


def test_nobody_is_reminded_of_a_deadline_that_has_passed(registry):
    begin(registry)
    assert reminded(registry, hours=0) == []


def test_a_deadline_that_is_put_off_is_reminded_of_anew(registry):
    begin(registry)
    assert len(reminded(registry, hours=48)) == 1
    later = (NOON + CLOSES + timedelta(days=3)).isoformat()
    a_call(registry, seen=registry.tell("get_call")["version"], closes_at=later)
    assert len(reminded(registry, hours=0)) == 1
    assert len(reminded(registry, hours=-36)) == 2


def test_who_has_longer_is_left_alone(registry):
    entry_id = begin(registry)
    until = (NOON + CLOSES + timedelta(days=9)).isoformat()
    code = registry.here("AddExtension", until=until, note="")["extensions"][0]["code"]
    registry.here("UseExtension", entry_id=entry_id, code=code)
    assert reminded(registry, hours=1) == []


@pytest.mark.parametrize(("hours", "letters"), [(0, 0), (3, 0), (6, 1), (None, 1)])
def test_the_organiser_says_how_long_before_and_whether_at_all(registry, hours, letters):
    begin(registry)
    data = {"edition_id": registry.edition_id, "language": "en", "held": [], "remind_hours": hours}
    told = set_letter_rules(Asked("c-1", "p-1", NOON, data), registry.store)
    assert told["remind_hours"] == (48 if hours is None else hours)
    assert len(reminded(registry, hours=5)) == letters


def test_both_sides_are_written_to_when_they_are_introduced():
    registry = Registry()
    registry.start()
    [entry] = registry.enter("Ant")
    people = {"founder": entry, "investor": "i-1", "judge": "j-1"}
    for role, subject in people.items():
        invited = {"role": role, "name": role.title(), "email": f"{role}@x.example", "subject_id": subject}
        registry.here("InvitePeople", invitations=[invited])
    data = {
        **{"edition_id": registry.edition_id, "intro_id": "intro-1", "investor_id": "i-1", "entry_id": entry},
        **{"company": "Ant", "investor": "Lena Costa", "firm": "", "made_at": NOON.isoformat()},
    }
    event = opened(wrap(IntroMade, data, subject="n-1", time=NOON, aggregate_version=2), IntroMade())
    for _ in range(2):
        write_of_intros(event, registry.store, now=NOON)
    letters = {letter.to: letter for letter in registry.store.outbox.letters.values()}
    assert set(letters) == {"founder@x.example", "investor@x.example"}
    assert "how to reach Lena Costa" in letters["founder@x.example"].text
    assert "Ant now sees how to reach you" in letters["investor@x.example"].text


def test_an_example_of_own_words_knows_every_name_that_any_letter_knows():
    words = "{{ open }} {{ assigned }} {{ note }} {{ investor }} {{ firm }} {{ when }} {{ company }}"
    assert filled(words, words, edition="Cup", host="Host", **SAMPLE)[0].startswith("3 12")
