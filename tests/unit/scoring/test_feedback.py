"""Feedback: which band a value is in, and what a release says."""

from decimal import Decimal

import pytest

from schemas.commands import feedback as commands
from services.scoring.feedback.domain import release as domain
from services.scoring.feedback.domain.bands import HALVES, QUARTERS, band_of
from services.scoring.feedback.domain.refusals import FeedbackChanged
from services.scoring.feedback.domain.release import FeedbackRelease

CHOSEN = {"comments": "anonymous", "scores": "bands", "place": True}


def values(*numbers):
    return [Decimal(number) for number in numbers]


def test_the_choices_of_the_domain_are_those_of_the_commands():
    assert (domain.COMMENTS, domain.SCORES) == (commands.COMMENTS, commands.SCORES)


def test_among_many_the_bands_are_quarters_of_equal_size():
    among = values(*range(1, 21))
    bands = [band_of(value, among) for value in reversed(among)]
    assert bands == [band for band in QUARTERS for _ in range(5)]


def test_among_few_they_are_halves_and_among_very_few_there_are_none():
    assert band_of(Decimal(1), values(*range(1, 12))) == HALVES[1]
    assert band_of(Decimal(11), values(*range(1, 12))) == HALVES[0]
    assert band_of(Decimal(3), values(1, 2, 3)) is None
    assert band_of(None, values(*range(1, 21))) is None


def test_equal_values_are_in_one_band():
    among = values(9, *[5] * 11)
    assert {band_of(Decimal(5), among)} == {QUARTERS[0]}


def test_a_release_is_told_once_and_again_when_it_changes():
    release = FeedbackRelease("ed-1", "final")
    assert release.release(seen=0, **CHOSEN, entry_ids=["e-1"])
    release.version = 1
    assert not release.release(seen=0, **CHOSEN, entry_ids=["e-1"])
    assert release.release(seen=1, **{**CHOSEN, "comments": "named"}, entry_ids=["e-1"])
    release.version = 2
    assert release.take_back(seen=2)
    release.version = 3
    assert not release.take_back(seen=3)
    names = [name for name, _ in release.facts]
    assert names == ["FeedbackReleased", "FeedbackReleased", "FeedbackTakenBack"]
    assert not release.as_dict()["released"]


def test_the_second_of_two_organisers_is_told():
    release = FeedbackRelease("ed-1", "final", version=4)
    with pytest.raises(FeedbackChanged):
        release.release(seen=3, **CHOSEN, entry_ids=[])
    release.released = True
    with pytest.raises(FeedbackChanged):
        release.take_back(seen=3)
