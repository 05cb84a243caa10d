"""The proof as the gateway gives it: one file, put together once, the newest all the same."""

import gzip
import json

import pytest

from gateway.resources.kept_proofs import FRESH_SECONDS, MOST, KeptProofs, write
from services.scoring.domain.refusals import NotPublished
from tests.unit.gateway.answers import EDITION, FINAL, HEAD, PROOF

URL = f"/api/v1/editions/{EDITION}/stages/{FINAL}/proof"


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def leaves_of(size):
    return [{"index": n, "hash": f"{n:064x}", "data": None} for n in range(size)]


def test_everyone_gets_the_whole_proof(gateway):
    response = gateway.get(URL)
    assert response.status_code == 200
    assert response.json == PROOF
    assert "attachment" in response.headers["Content-Disposition"]


def test_who_takes_gzip_gets_it_and_who_does_not_gets_the_same(gateway):
    packed = gateway.get(URL, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data)) == PROOF


def test_a_proof_is_put_together_once_for_many(gateway):
    for _ in range(5):
        gateway.get(URL)
    assert (len(gateway.ask.named("GetProof")), len(gateway.ask.named("GetProofLeaves"))) == (1, 1)


def test_who_has_the_newest_is_told_so(gateway):
    tag = gateway.get(URL).headers["ETag"]
    again = gateway.get(URL, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_before_the_results_are_public_there_is_a_problem_that_says_so(gateway):
    gateway.ask.answers["GetProof"] = NotPublished("not yet")
    response = gateway.get(URL)
    assert (response.status_code, response.json["code"]) == (409, "not_published")


def test_a_proof_is_looked_at_again_and_put_together_again_only_when_it_grew():
    clock, told, built = Clock(), [{"log": 1}], []
    kept = KeptProofs(clock)

    def build(meta):
        built.append(meta)
        return b"%d" % len(built)

    def get():
        return kept.get(("ed", "final"), meta=lambda: told[-1], build=build).packed

    assert (get(), get()) == (b"1", b"1")
    clock.now += FRESH_SECONDS
    assert get() == b"1"
    told.append({"log": 2})
    assert get() == b"1"
    clock.now += FRESH_SECONDS
    assert get() == b"2"


def test_the_proofs_asked_for_last_are_kept():
    kept, built = KeptProofs(Clock()), []

    def ask(name):
        kept.get((name, "final"), meta=dict, build=lambda meta: built.append(name) or b"")

    for name in [*"abcdef"[: MOST + 1], "a", "a"]:
        ask(name)
    assert built == [*"abcdef"[: MOST + 1], "a"]


@pytest.mark.parametrize("size", [0, 1, 499, 500, 501, 1200])
def test_a_long_log_is_asked_for_part_by_part(size):
    asked = []

    def leaves_from(first, limit):
        asked.append((first, limit))
        return leaves_of(size + 7)[first : first + limit]

    proof = json.loads(
        gzip.decompress(write({"format": "x", "log": {"size": size, "root": "r"}}, leaves_from))
    )
    assert proof == {"format": "x", "log": {"size": size, "root": "r", "leaves": leaves_of(size)}}
    assert len(asked) == -(-size // 500)


PAGE = f"/editions/{EDITION}/stages/{FINAL}/proof"


def test_the_page_shows_the_head_and_where_the_proof_is(gateway):
    page = gateway.get(PAGE).text
    assert HEAD["root"] in page
    assert f'href="{URL}"' not in page
    board = gateway.ask.answers["GetBoard"]
    stages = [{**stage, "state": "published"} for stage in board["stages"]]
    gateway.ask.answers["GetBoard"] = {**board, "stages": stages}
    page = gateway.get(PAGE).text
    assert f'href="{URL}"' in page
    assert f"python -m infra.proof http://localhost{PAGE}" in page


def test_the_page_is_there_before_the_freeze_and_while_scoring_is_away(gateway):
    board = gateway.ask.answers["GetBoard"]
    stages = [{**stage, "proof": None, "state": "building"} for stage in board["stages"]]
    gateway.ask.answers["GetBoard"] = {**board, "stages": stages}
    assert HEAD["root"] not in gateway.get(PAGE).text
    gateway.ask.silent = {"scoring"}
    assert gateway.get(PAGE).status_code == 200


def test_a_stage_that_does_not_exist_has_no_page(gateway):
    assert gateway.get(f"/editions/{EDITION}/stages/nowhere/proof").status_code == 404


def test_a_counted_receipt_leads_to_the_public_proof_and_to_none_before(gateway):
    receipt = "c-1.0123456789abcdef"
    gateway.ask.answers["GetCounted"] = {"counted": [f"sc-{1:024x}"]}
    address = f"/judge/{EDITION}/receipts/{receipt}"
    assert f'href="{PAGE}#receipt={receipt}"' in gateway.get(address, by="judy").text
    gateway.ask.answers["FindProof"] = {"stage_id": None}
    assert PAGE not in gateway.get(address, by="judy").text
    gateway.ask.silent = {"scoring"}
    assert gateway.get(address, by="judy").status_code == 200
