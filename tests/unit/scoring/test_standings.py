"""Facts in, standings out: whatever the order, and however often they are heard."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.envelope import opened
from schemas.events import ScorecardSubmitted
from schemas.refusal import NotFound
from services.chassis.storage import VersionConflict
from services.scoring.handlers import facts
from tests.unit.scoring.contest import (
    EDITION,
    STAGE,
    Contest,
    a_scored_contest,
    a_stage,
    assignments_published,
    card_id,
    edition_started,
    entry_promoted,
    entry_screened,
    entry_submitted,
    entry_withdrawn,
    judge_recused,
    placed,
    scorecard_submitted,
    stage_closed,
    three_entries,
)
from tests.unit.scoring.naive import places, score

SCORED = [("ant", 1, "8.00"), ("bee", 2, "7.00"), ("cat", 2, "7.00")]


def test_scored_entries_stand_by_their_totals():
    standings = a_scored_contest().standings()
    assert placed(standings) == SCORED
    assert standings["rows"][1] == {
        "entry_id": "bee",
        "company": "Bee Inc.",
        "place": 2,
        "shared": True,
        "total": "7.00",
        "means": {"pitch": "7.00", "team": "7.00"},
        "scorecards": 2,
        "award": "",
    }
    del standings["rows"], standings["rule"]
    assert standings == {
        "edition_id": EDITION,
        "stage_id": STAGE,
        "state": "building",
        "counted": 6,
        "expected": 6,
        "late": 0,
        "certificate": 0,
        "corrected": False,
        "of": 3,
        "steps": 0,
        "revealed": 0,
        "proof": None,
    }


def test_an_entry_without_scorecards_is_listed_last_without_a_place():
    contest = a_scored_contest().hear(entry_submitted("ape"), entry_screened("ape")).refresh()
    assert placed(contest.standings()) == [*SCORED, ("ape", None, None)]


def test_a_criterion_that_nobody_marked_is_seen_and_adds_nothing():
    contest = Contest().hear(edition_started(), assignments_published(("ant", "j1")))
    contest.hear(entry_submitted("ant"), scorecard_submitted("ant", "j1", 10, None)).refresh()
    assert contest.standings()["rows"][0]["means"] == {"pitch": "10.00", "team": None}
    assert placed(contest.standings()) == [("ant", 1, "4.00")]


def test_a_scorecard_of_a_judge_who_was_not_assigned_does_not_count():
    contest = a_scored_contest().hear(scorecard_submitted("ant", "j9", 0, 0)).refresh()
    assert placed(contest.standings()) == SCORED
    assert contest.counted((card_id("ant", "j9"), 1)) == []


def test_a_scorecard_of_a_recused_judge_does_not_count():
    contest = a_scored_contest().hear(scorecard_submitted("ant", "j1", 9, 9, revision=2)).refresh()
    assert placed(contest.standings())[0] == ("ant", 1, "8.50")
    contest.hear(judge_recused("ant", "j1")).refresh()
    assert placed(contest.standings())[0] == ("ant", 1, "8.00")
    assert (contest.standings()["counted"], contest.standings()["expected"]) == (5, 5)


def test_the_latest_revision_wins_though_it_comes_first():
    contest = a_scored_contest()
    contest.hear(
        scorecard_submitted("cat", "j1", 9, 9, revision=3), scorecard_submitted("cat", "j1", 1, 1, revision=2)
    )
    assert placed(contest.refresh().standings())[:2] == [("ant", 1, "8.00"), ("cat", 1, "8.00")]


def test_the_latest_revision_of_a_batch_wins():
    contest = a_scored_contest()
    wire = [scorecard_submitted("cat", "j1", m, m, revision=r) for m, r in ((5, 2), (9, 4), (6, 3))]
    facts.keep_scorecards([opened(e, ScorecardSubmitted()) for e in wire], contest.store)
    assert ("cat", 1, "8.00") in placed(contest.refresh().standings())


def test_a_withdrawn_entry_leaves_the_standings():
    contest = a_scored_contest().hear(entry_withdrawn("ant")).refresh()
    assert placed(contest.standings()) == [("bee", 1, "7.00"), ("cat", 1, "7.00")]
    assert (contest.standings()["counted"], contest.standings()["expected"]) == (4, 4)
    assert contest.counted((card_id("ant", "j1"), 1)) == []


def test_an_ineligible_entry_does_not_stand():
    contest = a_scored_contest().hear(entry_screened("ant", "ineligible", version=4)).refresh()
    assert [entry for entry, _, _ in placed(contest.standings())] == ["bee", "cat"]


def test_a_promoted_entry_stands_in_the_next_stage_and_in_its_first():
    contest = Contest().hear(edition_started(a_stage("first"), a_stage("second")))
    contest.hear(entry_submitted("ant"), entry_screened("ant", stage_id="first"))
    contest.hear(entry_promoted("ant", "first", "second")).refresh()
    assert placed(contest.standings("first")) == [("ant", None, None)]
    assert placed(contest.standings("second")) == [("ant", None, None)]


def test_a_later_publication_replaces_the_one_before_once_all_of_it_is_there():
    contest = a_scored_contest()
    contest.hear(assignments_published(("ant", "j1"), ("bee", "j1"), part=1, parts=2, version=2)).refresh()
    assert contest.standings()["counted"] == 6
    contest.hear(assignments_published(("cat", "j3"), part=2, parts=2, version=2)).refresh()
    assert (contest.standings()["counted"], contest.standings()["expected"]) == (2, 3)


def test_what_was_counted_is_known_by_revision():
    contest = a_scored_contest().hear(scorecard_submitted("ant", "j1", 8, 8, revision=2))
    ant, bee = card_id("ant", "j1"), card_id("bee", "j1")
    assert contest.counted((ant, 1), (bee, 1)) == [ant, bee]
    assert contest.counted((ant, 2), (bee, 2), ("sc-unknown", 1)) == [ant]


def test_only_touched_entries_are_read_again():
    contest = a_scored_contest()
    contest.hear(scorecard_submitted("bee", "j1", 9, 9, revision=2))
    assert contest.store.dirty.touched() == [(EDITION, STAGE)]
    assert contest.store.dirty.take((EDITION, STAGE)) == {"bee"}


def test_after_a_start_everything_is_counted_once():
    before = a_scored_contest()
    before.hear(scorecard_submitted("bee", "j1", 9, 9, revision=2))
    after = Contest(before.store)
    after.store.dirty.__init__()
    assert placed(after.refresh().standings()) == [("ant", 1, "8.00"), ("bee", 1, "8.00"), ("cat", 3, "7.00")]


def test_a_refresh_that_moves_nothing_writes_nothing():
    contest = a_scored_contest()
    version = contest.store.standings.get(f"{EDITION}.{STAGE}").version
    contest.hear(*three_entries(), edition_started()).refresh()
    assert contest.store.standings.get(f"{EDITION}.{STAGE}").version == version


def test_a_standing_that_another_process_saved_meanwhile_is_counted_again():
    contest = a_scored_contest()
    first, save = [], contest.store.standings.save

    def save_second(standing):
        if not first:
            first.append(standing)
            raise VersionConflict("standings", [standing.id])
        save(standing)

    contest.store.standings.save = save_second
    contest.hear(scorecard_submitted("bee", "j1", 9, 9, revision=2)).refresh()
    assert placed(contest.standings())[1] == ("bee", 1, "8.00")


def test_what_could_not_be_counted_is_kept_for_the_next_time():
    contest = a_scored_contest()
    find = contest.store.standings.find

    def lost(id):
        raise ConnectionError("no database")

    contest.store.standings.find = lost
    contest.hear(scorecard_submitted("bee", "j1", 9, 9, revision=2))
    with pytest.raises(ConnectionError):
        contest.refresh()
    contest.store.standings.find = find
    assert placed(contest.refresh().standings())[1] == ("bee", 1, "8.00")


def test_a_stage_whose_rule_is_refused_does_not_hold_up_another():
    contest = a_scored_contest(a_stage("broken", tie_breaks=["coin"]), a_stage())
    assert placed(contest.standings()) == SCORED


def test_an_edition_that_was_never_heard_of_is_not_found():
    with pytest.raises(NotFound, match=EDITION):
        Contest().standings()


def test_a_stage_that_the_edition_does_not_have_is_not_found():
    with pytest.raises(NotFound, match="semi"):
        a_scored_contest().standings("semi")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_order_repetition_and_refreshes_do_not_matter(data):
    revised = [scorecard_submitted("cat", "j2", 9, 4, revision=2), judge_recused("bee", "j2"), stage_closed()]
    told = [edition_started(), *three_entries(), *revised]
    heard = data.draw(st.permutations(told + data.draw(st.lists(st.sampled_from(told), max_size=6))))
    contest = Contest()
    for envelope in heard:
        contest.hear(envelope)
        if data.draw(st.booleans()):
            contest.refresh()
    straight = Contest().hear(*told).refresh()
    assert contest.refresh().standings() == straight.standings()
    assert [told.rows for told in contest.told("BoardChanged") if told.rows] == []


marks = st.none() | st.integers(0, 20).map(lambda n: n / 2)
submissions = st.lists(
    st.tuples(
        st.sampled_from(["ant", "bee", "cat", "dog"]),
        st.sampled_from(["j1", "j2", "j3"]),
        marks,
        marks,
        st.integers(1, 5),
    ),
    max_size=40,
    unique_by=lambda s: (s[0], s[1], s[4]),
)


@settings(max_examples=60, deadline=None)
@given(submissions, st.integers(0, 2))
def test_standings_equal_an_independent_computation_from_the_scorecards(sent, drop):
    rule = {"method": "trimmed_mean", "drop_highest": drop, "drop_lowest": 1, "digits": 1}
    pairs = [(entry, judge) for entry in ("ant", "bee", "cat") for judge in ("j1", "j2", "j3")]
    contest = Contest().hear(edition_started(a_stage(**rule)), assignments_published(*pairs))
    contest.hear(*(scorecard_submitted(e, j, p, t, revision=r) for e, j, p, t, r in sent)).refresh()

    latest = {}
    for entry, judge, pitch, team, revision in sent:
        if (entry, judge) in pairs and revision > latest.get((entry, judge), (0,))[0]:
            latest[entry, judge] = (revision, {"pitch": pitch, "team": team})
    cards = {entry: [c for (e, _), (_, c) in latest.items() if e == entry] for entry in ("ant", "bee", "cat")}
    totals = {e: score(c, weights={"pitch": 40, "team": 60}, **rule)[1] for e, c in cards.items()}
    ranked = places({entry: total for entry, total in totals.items() if total is not None})
    wanted = {e: (ranked.get(e), None if t is None else f"{float(t):.1f}") for e, t in totals.items()}
    assert {entry: (place, total) for entry, place, total in placed(contest.standings())} == wanted
    assert contest.standings()["counted"] == len(latest)
