"""A right proof passes every check, and one that was tampered with does not."""

import copy
import json
from hashlib import sha256

import pytest

from infra.proof.__main__ import main
from infra.proof.tree import leaf_hash, root
from infra.proof.verify import verify
from tests.unit.scoring.contest import (
    a_contest_of_panels,
    a_contest_of_votes,
    a_published_contest,
    a_scored_contest,
    a_stage,
    entry_disqualified,
    entry_screened,
    entry_withdrawn,
    judge_recused,
    receipt_of,
    scorecard_amended,
    scorecard_submitted,
    scorecard_voided,
    stage_closed,
)


def an_eventful_contest():
    """Return a public contest with a revision, a recusal, a withdrawal and one found ineligible before
    the freeze, and a scorecard after it."""
    contest = a_scored_contest().hear(
        scorecard_submitted("ant", "j1", 9, "8.5", revision=2),
        scorecard_submitted("zoo", "j1", 9, 9),
        entry_screened("zoo", "ineligible"),
        scorecard_submitted("fox", "j1", 9, 9),
        entry_withdrawn("fox"),
        judge_recused("bee", "j2"),
        stage_closed(),
    )
    contest.freeze(accept_missing=True)
    contest.hear(scorecard_submitted("cat", "j2", 1, 1, revision=2), judge_recused("cat", "j1")).refresh()
    contest.certify()
    contest.publish()
    return contest


@pytest.fixture
def proof():
    return an_eventful_contest().proof()


def an_audience_contest():
    """Return a public contest of whose totals 40 % are the audience's, corrected afterwards."""
    contest = a_scored_contest(a_stage(audience_percent=40)).hear(stage_closed())
    contest.hold_vote(ant=0, bee=50, cat=25)
    contest.freeze()
    contest.thaw()
    contest.hold_vote(ant=7, bee=50, cat=25)
    contest.freeze()
    contest.certify()
    contest.publish()
    return contest.hear(scorecard_amended("bee", "j1", 9, "8.5"))


def a_public_contest_of_panels(**rule):
    """Return a public contest of two panels, in which a place is decided by what one of them gave."""
    contest = a_contest_of_panels(tie_breaks=["panel:money"], **rule)
    contest.hold_vote(ant=0, bee=50, cat=25)
    contest.freeze()
    contest.certify()
    contest.publish()
    return contest


def a_contest_by_votes():
    """Return a public contest by votes alone: one of its entries withdrew, and one was disqualified since."""
    contest = a_contest_of_votes("ant", "bee", "cat", "dog", "elk").hear(entry_withdrawn("elk")).refresh()
    contest.hold_vote(ant=30, bee=50, cat=30, dog=0, elk=70, revealed=False)
    contest.freeze()
    contest.certify()
    contest.publish()
    return contest.hear(entry_disqualified("cat"))


def broken(proof, **asked):
    return [check.said for check in verify(proof, **asked) if not check.held]


def notes(proof, beginning, **asked):
    return next(c.notes for c in verify(proof, **asked) if beginning in c.said)


def rebuilt(proof):
    """Return the proof with every hash made again from the leaves, as who holds the log could."""
    hashes = []
    for index, leaf in enumerate(proof["log"]["leaves"]):
        leaf["index"] = index
        if leaf["data"] is not None:
            leaf["hash"] = leaf_hash(leaf["data"]).hex()
        hashes.append(bytes.fromhex(leaf["hash"]))
    proof["log"].update(size=len(hashes), root=root(hashes).hex())
    return proof


def leaf_of(proof, entry_id, revision=1):
    return next(
        leaf
        for leaf in proof["log"]["leaves"]
        if leaf["data"]["entry_id"] == entry_id and leaf["data"].get("revision") == revision
    )


def test_a_right_proof_passes_every_check(proof):
    checks = verify(proof, receipts=[receipt_of("ant", "j1", 2)], heads=[proof["head"]["root"]])
    assert [check.said for check in checks if not check.held] == []
    assert len(checks) == 10


def test_what_came_after_the_freeze_is_listed_and_nothing_is_wrong_with_it(proof):
    listed = notes(proof, "came after the freeze")
    assert [line.rpartition(": ")[2] for line in listed] == ["ignored by the result"] * 2
    assert "revision 2" in listed[0]
    assert "recusal" in listed[1]


def test_what_does_not_count_is_named_with_its_reason(proof):
    listed = notes(proof, "what does not count")
    assert listed[0].endswith("fox, all of its scorecards: withdrawn")
    assert listed[1].endswith("zoo, all of its scorecards: ineligible")
    assert listed[2].startswith("Bee Inc., judge-")


@pytest.mark.parametrize(
    ("receipt", "marks", "fate"),
    [
        (receipt_of("ant", "j1", 2), "pitch 9, team 8.5", "it counts"),
        (receipt_of("ant", "j1", 1), "pitch 8, team 8", "it was replaced: revision 2 of leaf 6 counts"),
        (receipt_of("bee", "j2", 1), "pitch 7, team 7", "it does not count: see what is left out"),
        (
            receipt_of("cat", "j2", 2),
            "pitch 1, team 1",
            "it came after the freeze; revision 1 of leaf 5 counts",
        ),
    ],
)
def test_a_receipt_is_found_with_its_marks_and_what_became_of_it(proof, receipt, marks, fate):
    found = notes(proof, f"receipt {receipt}", receipts=[receipt])
    assert found[0].endswith(marks)
    assert found[1] == fate


def test_another_receipt_is_in_no_leaf(proof):
    assert broken(proof, receipts=["nobody.0123"]) == ["receipt nobody.0123 is in the log"]


def test_another_root_than_was_noted_is_red(proof):
    assert broken(proof, heads=["ab" * 32]) == [f"the root that you noted was published: {'ab' * 32}"]


def test_a_changed_mark_is_red_in_the_leaf(proof):
    leaf_of(proof, "bee")["data"]["marks"]["team"] = "10"
    assert "12 leaves are what was hashed" in broken(proof)


def test_a_changed_mark_is_red_in_the_head_even_when_all_is_hashed_again(proof):
    leaf_of(proof, "bee")["data"]["marks"]["team"] = "10"
    found = broken(rebuilt(proof))
    assert any("grew from the head" in said for said in found)
    assert any("places follow" in said for said in found)


def test_a_dropped_leaf_is_red(proof):
    del proof["log"]["leaves"][3]
    assert any("has the root" in said for said in broken(proof))
    assert any("grew from the head" in said for said in broken(rebuilt(proof)))


def test_exchanged_leaves_are_red(proof):
    leaves = proof["log"]["leaves"]
    leaves[0], leaves[1] = leaves[1], leaves[0]
    assert any("are what was hashed" in said for said in broken(proof))
    assert any("grew from the head" in said for said in broken(rebuilt(proof)))


def test_a_leaf_added_after_the_freeze_that_is_counted_is_red_and_said():
    contest = a_published_contest()
    late = contest.hear(scorecard_submitted("cat", "j2", 10, 10, revision=2))
    proof, counting = late.proof(), a_published_contest(scorecard_submitted("cat", "j2", 10, 10, revision=2))
    assert broken(proof) == []
    proof["certified"] = counting.proof()["certified"]
    assert broken(proof) == ["3 places follow by the stated rule from 6 scorecards"]
    assert "without a correction" in notes(proof, "places follow")[0]


def a_corrected_contest():
    """Return a public contest with an amended and a voided scorecard, and one disqualified, after it."""
    return an_eventful_contest().hear(
        scorecard_amended("cat", "j2", 10, 10, revision=3),
        scorecard_voided("ant", "j2"),
        entry_disqualified("bee"),
    )


def test_what_was_corrected_is_listed_with_its_reason_and_counts():
    proof = a_corrected_contest().proof()
    assert broken(proof, heads=[each["head"]["root"] for each in proof["corrections"]]) == []
    assert [line.partition(": ")[2] for line in notes(proof, "came after")] == [
        "ignored by the result",
        "ignored by the result",
        "correction: a slip of the pen",
        "correction: kin after all",
        "correction: two entries",
    ]
    assert [row["entry_id"] for row in proof["certified"]] == ["ant", "cat"]


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p["corrections"][0].update(reason=""),
        lambda p: p["corrections"][0].update(reason="another"),
        lambda p: p["corrections"][0].update(index=10),
        lambda p: p["corrections"][1]["head"].update(root="0" * 64),
        lambda p: p["corrections"].pop(),
        lambda p: p["corrections"].clear(),
        lambda p: p["withdrawn"].pop(),
    ],
)
def test_a_correction_that_is_not_in_the_log_as_it_is_told_is_red(change):
    proof = a_corrected_contest().proof()
    change(proof)
    assert broken(proof) != []


def test_a_late_scorecard_cannot_be_passed_off_as_a_correction(proof):
    head = {**proof["head"], **{name: proof["log"][name] for name in ("size", "root")}}
    told = {"index": 10, "reason": "late", "certificate": 2, "head": head, "consistency": None}
    proof["corrections"] = [told]
    assert "2 leaves of this stage came after the freeze" in broken(proof)


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows[0].update(total="9.99"),
        lambda rows: rows[0].update(place=2),
        lambda rows: rows[1].update(shared=not rows[1]["shared"]),
        lambda rows: rows.reverse() or rows[0].update(place=1),
        lambda rows: rows.pop(),
        lambda rows: rows[0].update(company="Another"),
        lambda rows: rows[0].update(scorecards=3),
    ],
)
def test_a_changed_podium_is_red(proof, change):
    change(proof["certified"])
    assert any("places follow" in said for said in broken(proof))


def test_an_entry_that_vanished_from_the_result_is_red(proof):
    proof["withdrawn"] = [each for each in proof["withdrawn"] if each["entry_id"] != "fox"]
    assert any("what does not count is named" in said for said in broken(proof))


def test_a_changed_rule_is_red(proof):
    proof["stage"]["criteria"][0]["weight"] = "99"
    assert any("places follow" in said for said in broken(proof))


def test_a_head_that_was_put_in_later_is_red(proof):
    hashes = [bytes.fromhex(leaf["hash"]) for leaf in proof["log"]["leaves"]]
    proof["head"] = {**proof["head"], "size": len(hashes), "root": root(hashes).hex()}
    assert broken(proof)


def test_a_proof_of_growth_from_another_head_is_red(proof):
    proof["consistency"][0]["path"][0] = "00" * 32
    assert any("grew from the head" in said for said in broken(proof))


def test_two_voices_for_one_revision_are_red(proof):
    double = copy.deepcopy(leaf_of(proof, "bee"))
    double["data"]["marks"]["team"] = "1"
    proof["log"]["leaves"].append(double)
    assert "no revision of a scorecard was told in two ways" in broken(rebuilt(proof))


def test_leaves_of_other_stages_show_their_hashes_only(proof):
    hidden = {"index": len(proof["log"]["leaves"]), "hash": sha256(b"x").hexdigest(), "data": None}
    proof["log"]["leaves"].append(hidden)
    rebuilt(proof)
    del proof["consistency"][0]
    proof["consistency"].append(None)
    assert notes(proof, "are what was hashed") == [
        "1 are of stages that are not public and show their hashes only"
    ]


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"format": "other"},
        {"format": "darkhorse-proof/1"},
        {"format": "darkhorse-proof/1", "stage": 3},
    ],
)
def test_what_is_no_proof_is_red_and_no_crash(told):
    assert [check.held for check in verify(told)] == [False]


def test_each_missing_part_is_red_and_no_crash(proof):
    for key in proof:
        if key not in ("open",):
            assert not all(c.held for c in verify({k: v for k, v in proof.items() if k != key})), key


def test_a_thaw_and_another_freeze_leave_both_heads_proven():
    contest = a_scored_contest().hear(stage_closed())
    contest.freeze()
    contest.hear(scorecard_submitted("cat", "j2", 9, 9, revision=2)).thaw()
    contest.freeze()
    contest.certify()
    contest.publish()
    proof = contest.proof()
    assert [head["size"] for head in proof["heads"]] == [6, 7]
    assert broken(proof, heads=[head["root"] for head in proof["heads"]]) == []
    assert notes(proof, "came after the freeze") == []


def test_the_command_says_each_check_on_a_line_and_exits_by_it(proof, tmp_path, capsys):
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof))
    assert main([str(file), "--receipt", receipt_of("ant", "j1"), "--head", proof["head"]["root"]]) == 0
    said = capsys.readouterr().out
    assert said.count("ok  ") == 10
    assert said.endswith("All 10 checks held.\n")
    assert main([str(file), "--receipt", "nobody"]) == 1
    said = capsys.readouterr().out
    assert "FAIL  receipt nobody is in the log" in said
    assert main([str(tmp_path / "missing.json")]) == 2


def test_totals_with_votes_follow_from_marks_and_votes():
    proof = an_audience_contest().proof()
    assert broken(proof) == []
    assert proof["format"] == "darkhorse-proof/2"
    assert any("and 82 votes of the audience" in check.said for check in verify(proof))


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p["certified"][0].update(votes=51),
        lambda p: p["certified"][0].update(judged="9.99"),
        lambda p: p["certified"][0].update(total="9.99"),
        lambda p: p["certified"][0].pop("votes"),
        lambda p: p["stage"]["rule"].update(audience_percent=20),
        lambda p: audience_leaves(p)[-1]["votes"].update(ant=99) or rebuilt(p),
        lambda p: p["log"]["leaves"].remove(audience_leaf_in(p)) or rebuilt(p),
    ],
)
def test_votes_that_were_changed_are_red(change):
    proof = an_audience_contest().proof()
    change(proof)
    assert broken(proof)


def audience_leaf_in(proof):
    return [leaf for leaf in proof["log"]["leaves"] if leaf["data"]["kind"] == "audience"][-1]


def audience_leaves(proof):
    return [leaf["data"] for leaf in proof["log"]["leaves"] if leaf["data"]["kind"] == "audience"]


@pytest.mark.parametrize("percent", [0, 40])
def test_totals_of_panels_follow_from_their_marks_and_weights(percent):
    proof = a_public_contest_of_panels(audience_percent=percent).proof()
    assert broken(proof) == []
    assert proof["format"] == "darkhorse-proof/3"
    assert proof["certified"][0]["panels"] == {"tech": "7.00", "money": "70.00"} if percent else True


def changed_panels():
    """Return each way to tell of panels what was not so."""
    return [
        lambda p: p["stage"]["panels"][0].update(weight="4"),
        lambda p: p["stage"]["panels"].pop(),
        lambda p: p["stage"].pop("panels"),
        lambda p: p["stage"]["criteria"][1].update(highest="50"),
        lambda p: p["stage"]["criteria"][1].update(panel="tech"),
        lambda p: p["certified"][0]["panels"].update(money="71.00"),
        lambda p: p["certified"][0].pop("panels"),
        lambda p: p["certified"][0].update(total="9.99"),
        lambda p: leaf_of(p, "bee")["data"]["marks"].update(team="10") or rebuilt(p),
        lambda p: p["stage"]["rule"].update(tie_breaks=["panel:nobody"]),
    ]


@pytest.mark.parametrize("change", changed_panels())
def test_panels_that_were_changed_are_red(change):
    proof = a_public_contest_of_panels().proof()
    change(proof)
    assert broken(proof)


def test_a_scorecard_with_marks_for_two_panels_is_red():
    proof = a_public_contest_of_panels().proof()
    leaf_of(proof, "bee")["data"]["marks"].update(team="70")
    assert "each scorecard gives marks for one panel" in broken(rebuilt(proof))


def test_places_by_votes_alone_follow_from_the_votes():
    proof = a_contest_by_votes().proof()
    assert broken(proof) == []
    assert proof["format"] == "darkhorse-proof/4"
    assert any("3 places follow from 180 votes of the audience alone" in c.said for c in verify(proof))
    assert "Elk Inc., all of its votes: withdrawn" in notes(proof, "what does not count is named")


def changed_votes():
    """Return each way to tell of votes that alone decide what was not so."""
    return [
        lambda p: p["certified"][0].update(votes=51),
        lambda p: p["certified"][0].update(total="51"),
        lambda p: p["certified"][0].update(place=2),
        lambda p: p["certified"][2].update(place=3, total="0"),
        lambda p: p["certified"][0].pop("votes"),
        lambda p: p["stage"]["rule"].update(method="weighted_mean"),
        lambda p: p["stage"]["rule"].update(tie_breaks=["criterion:pitch"]),
        lambda p: audience_leaves(p)[-1]["votes"].update(ant=99) or rebuilt(p),
        lambda p: audience_leaves(p)[-1]["votes"].pop("bee") or rebuilt(p),
        lambda p: audience_leaves(p)[-1].update(kind="void") or rebuilt(p),
        lambda p: p["entries"].pop("bee") and p["certified"].pop(0),
        lambda p: p["withdrawn"].pop(0),
        lambda p: p["withdrawn"].pop(),
    ]


@pytest.mark.parametrize("change", changed_votes())
def test_votes_that_alone_decide_and_were_changed_are_red(change):
    proof = a_contest_by_votes().proof()
    change(proof)
    assert broken(proof)


def test_a_winner_who_was_left_out_in_silence_is_red():
    proof = a_contest_by_votes().proof()
    proof["entries"].pop("bee")
    proof["certified"] = [{**row, "place": 1} for row in proof["certified"] if row["entry_id"] == "ant"]
    assert "what does not count is named, 2 in all" in broken(proof)
