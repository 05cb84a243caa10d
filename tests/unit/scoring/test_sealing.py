"""Certified results, sealed until they are revealed."""

import base64
import json

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.scoring import queries
from services.scoring.domain.refusals import NotCertified
from services.scoring.domain.sealing import new_key, spoken
from tests.unit.scoring.contest import EDITION, STAGE, a_scored_contest, an_award, stage_closed

WANTED = {"edition_id": EDITION, "stage_id": STAGE}


@pytest.fixture
def contest():
    contest = a_scored_contest(awards=[an_award(1, "Dark Horse")]).hear(stage_closed())
    contest.freeze()
    contest.certify()
    return contest


def key_of(contest):
    letters = queries.get_reveal_key(contest.store, WANTED)["key"].replace("-", "")
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def sealed(contest):
    return queries.get_sealed_results(contest.store, WANTED)


def opened(step, *, key, salt, number=None):
    """Open a step as a screen would, from what the interface promises and nothing else."""
    name = f"step {number or step['step']}".encode()
    derived = HKDF(SHA256(), length=32, salt=salt.encode(), info=name).derive(key)
    nonce, text = base64.b64decode(step["nonce"]), base64.b64decode(step["sealed"])
    return json.loads(AESGCM(derived).decrypt(nonce, text, name))


def test_steps_open_to_what_each_reveal_shows(contest):
    answer = sealed(contest)
    steps = [opened(step, key=key_of(contest), salt=answer["salt"]) for step in answer["steps"]]
    assert [step["step"] for step in steps] == [1, 2]
    assert [row["entry_id"] for row in steps[0]["rows"]] == ["bee", "cat"]
    contest.publish()
    assert steps[1]["rows"] + steps[0]["rows"] == contest.results()["rows"]


def test_no_step_is_longer_than_another_and_none_shows_a_name(contest):
    steps = sealed(contest)["steps"]
    raw = [base64.b64decode(step["sealed"]) for step in steps]
    assert len({len(text) for text in raw}) == 1
    assert not any(name in text for text in raw for name in (b"Ant", b"bee", b"8.00"))


@pytest.mark.parametrize("other", ["key", "salt", "number"])
def test_a_step_does_not_open_with_anything_else(contest, other):
    answer = sealed(contest)
    opening = {"key": key_of(contest), "salt": answer["salt"], "number": 1}
    assert opened(answer["steps"][0], **opening)["step"] == 1
    wrong = {"key": new_key(), "salt": answer["salt"] + "0", "number": 2}
    with pytest.raises(InvalidTag):
        opened(answer["steps"][0], **{**opening, other: wrong[other]})


def test_the_key_stays_when_certifying_is_repeated(contest):
    before = key_of(contest)
    contest.certify()
    assert key_of(contest) == before


def test_there_is_no_key_and_nothing_sealed_before_certifying():
    contest = a_scored_contest().hear(stage_closed())
    contest.freeze()
    for ask in (key_of, sealed):
        with pytest.raises(NotCertified):
            ask(contest)


def test_nothing_that_is_told_carries_the_key(contest):
    contest.reveal(1)
    key = key_of(contest)
    told = json.dumps([envelope.data for envelope in contest.store.standings.published], default=str)
    standings = json.dumps([contest.standings(), contest.board()])
    for form in (spoken(key), key.hex(), base64.b64encode(key).decode()):
        assert form not in told + standings


def test_a_key_is_typed_in_groups_of_four():
    assert spoken(bytes(16)) == "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AA"
