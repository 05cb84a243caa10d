"""Builders of what judging tests need."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from services.judging.domain.assignment import Task
from services.judging.domain.conflict import Candidate
from services.judging.domain.judge import Judge
from services.judging.domain.scorecard import Scorecard, Submission

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def a_judge(number=1, *, commitment=100, tags=(), firm="", name=None):
    return Judge(
        id=f"j-{number}",
        edition_id="ed-1",
        name=name or f"Judge {number}",
        email=f"judge{number}@example.org",
        commitment=commitment,
        tags=list(tags),
        firm=firm,
    )


def a_candidate(number=1, *, categories=(), investors=()):
    return Candidate(f"e-{number}", f"Startup {number}", tuple(categories), tuple(investors))


def a_task(*, judges=4, entries=6, per_entry=2, hard=None, soft=None, commitment=100):
    return Task(
        judges=[a_judge(n, commitment=commitment) for n in range(judges)],
        candidates=[a_candidate(n) for n in range(entries)],
        per_entry=per_entry,
        hard=hard or {},
        soft=soft or {},
    )


def a_scorecard():
    return Scorecard(id="sc-1", edition_id="ed-1", stage_id="final", entry_id="e-1", judge_id="j-1")


def a_submission(command_id="c-1", *, revision=1, later=0, receipt=None, **marks):
    made_at = NOON + timedelta(seconds=later)
    return Submission(
        command_id=command_id,
        receipt=receipt or f"{command_id}.{revision}",
        revision=revision,
        marks={name: Decimal(mark) for name, mark in (marks or {"team": "8"}).items()},
        comment="",
        made_at=made_at,
        received_at=made_at,
    )


def chance(seed=1):
    return Random(seed)
