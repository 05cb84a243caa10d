"""An appeal among all services, over a real database: from the public result to the letters."""

import pytest

from schemas.commands import (
    CertifyResults,
    DecideAppeal,
    FileAppeal,
    FreezeStage,
    InvitePeople,
    PublishResults,
    SetAppealRule,
    VoidScorecard,
)
from schemas.queries import GetEntryAppeals, GetStandings, ListAppeals
from services.registration.settings import SignInSettings
from tests.integration.test_late import STAGE, heat  # noqa: F401 -- a fixture
from tests.unit.registration.registry import SETUP

SETTINGS = SignInSettings(setup_token=SETUP, public_url="https://contest.example")


@pytest.fixture
def published(heat):  # noqa: F811 -- the fixture of that name
    heat.ask(FreezeStage, stage_id=STAGE, accept_missing=True)
    heat.ask(CertifyResults, stage_id=STAGE)
    heat.ask(PublishResults, stage_id=STAGE)
    heat.ask(SetAppealRule, seen=0, on=True, hours=48)
    return heat


def invite(here, role, subject_id=None):
    here.ensemble.services["registration"].settings = SETTINGS
    invitation = {
        "role": role,
        "name": role.title(),
        "email": f"{role}@example.org",
        "subject_id": subject_id,
    }
    here.ask(InvitePeople, invitations=[invitation], send_letters=False)


def letters(here, kind):
    outbox = here.ensemble.services["registration"].store.outbox
    found, _ = outbox.page(here.edition_id, number=1, size=50, kind=kind)
    return [(letter.to, letter.subject) for letter in found]


def test_both_sides_are_told_by_letter_and_a_correction_opens_the_time_anew(published):
    first = published.ask(GetStandings, stage_id=STAGE)["rows"][0]
    entry_id, company = first["entry_id"], first["company"]
    invite(published, "founder", entry_id)
    invite(published, "organiser")
    names = {"stage_id": STAGE, "entry_id": entry_id}
    told = published.ask(FileAppeal, **names, seen=0, reason="A 9 was read out.")
    changed = published.ask(FileAppeal, **names, seen=told["version"], reason="A 9 was read out loud.")
    ((to, subject),) = letters(published, "appeal_filed")
    assert (to, company in subject) == ("organiser@example.org", True)
    said = {"decision": "upheld", "reason": "It was a 9.", "seen": changed["version"]}
    published.ask(DecideAppeal, appeal_id=told["appeal_id"], **said)
    ((to, subject),) = letters(published, "appeal_decided")
    assert (to, subject.endswith("upheld")) == ("founder@example.org", True)
    counts = {"filed": 0, "upheld": 1, "dismissed": 0, "withdrawn": 0}
    assert published.ask(ListAppeals)["counts"] == counts
    card = next(each for each in published.scorecards() if each["state"] == "locked")
    pair = {"entry_id": card["entry_id"], "judge_id": card["judge_id"], "revision": card["revision"]}
    published.ask(VoidScorecard, stage_id=STAGE, **pair, reason="It was a 9.")
    now = published.ask(GetEntryAppeals, entry_id=entry_id)
    assert [each["certificate"] for each in now["earlier"]] == [1]
    assert [(each["certificate"], each["appeal"]) for each in now["results"]] == [(2, None)]
