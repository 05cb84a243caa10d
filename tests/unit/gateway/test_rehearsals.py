"""Rehearsals: marked on every page, hidden from outside, and scored through the door that phones use."""

import csv
import io

import pytest

from gateway.rehearsals.judges import judges_of
from gateway.rehearsals.startups import INVESTOR, startups_csv
from schemas.api.rehearsals import MOST_ENTRIES, MOST_JUDGES
from schemas.commands import AddJudges, SubmitScorecard
from schemas.refusal import NotFound
from tests.unit.gateway.answers import EDITION, EDITION_ANSWER, FINAL, JUDGE_STAGE, REHEARSAL

PAGE = f"/editions/{EDITION}/rehearse"
HERE = f"/editions/{REHEARSAL['edition_id']}"
MARKED = 'class="rehearsal"'
TYPED = {"name": "Dry run", "entries": "12", "judges": "5"}


@pytest.fixture
def rehearsing(gateway):
    """The gateway, where the edition that is asked for is a rehearsal with a final that is open."""
    gateway.ask.answers["GetEdition"] = lambda data: (
        REHEARSAL if data["edition_id"] == REHEARSAL["edition_id"] else EDITION_ANSWER
    )
    owed = [{**each, "state": "draft", "revision": 0} for each in JUDGE_STAGE["assignments"]]
    stage = {**JUDGE_STAGE, "stage_id": FINAL, "assignments": owed}
    gateway.ask.answers["GetJudgeList"] = {"judge": {}, "asked": False, "stages": [stage]}
    gateway.ask.answers["ListSessions"] = {"sessions": [], "now": ""}
    gateway.owed = len(owed)
    return gateway


def test_what_is_made_up_differs_from_line_to_line_and_is_the_same_each_time():
    text = startups_csv(MOST_ENTRIES, seed="a")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len({row["company"] for row in rows}) == len({row["website"] for row in rows}) == MOST_ENTRIES
    assert [row["investors"] for row in rows[:2]] == [INVESTOR, ""]
    assert text == startups_csv(MOST_ENTRIES, seed="a") != startups_csv(MOST_ENTRIES, seed="b")


@pytest.mark.parametrize("count", [1, 5, MOST_JUDGES])
def test_judges_who_are_made_up_may_be_added(count):
    judges = judges_of(count, entries=12, seed="a")
    loaded = AddJudges().load({"edition_id": EDITION, "judges": judges})["judges"]
    assert len({judge["email"] for judge in loaded}) == len({judge["name"] for judge in loaded}) == count
    assert [judge["firm"] for judge in loaded if judge["firm"]] == [INVESTOR] * (count >= 5)


def test_a_rehearsal_is_started_with_as_many_as_were_typed(gateway):
    response = gateway.post(PAGE, by="olive", data=TYPED)
    assert (response.status_code, response.location) == (303, f"/editions/{EDITION}")
    ((started, _, _),) = gateway.ask.named("StartRehearsal")
    assert started == {"edition_id": EDITION, "name": "Dry run"}
    ((entries, _, _),) = gateway.ask.named("ImportEntries")
    ((judges, _, _),) = gateway.ask.named("AddJudges")
    assert {entries["edition_id"], judges["edition_id"]} == {REHEARSAL["edition_id"]}
    assert len(entries["csv"].splitlines()) == 13
    assert len(judges["judges"]) == 5


def test_what_is_wrong_is_said_at_once_and_stays_as_it_was_typed(gateway):
    planned = [{**stage, "state": "planned"} for stage in EDITION_ANSWER["stages"]]
    gateway.ask.answers["GetEdition"] = {**EDITION_ANSWER, "stages": planned}
    response = gateway.post(PAGE, by="olive", data={"name": "", "entries": "1", "judges": "many"})
    assert response.status_code == 422
    for said in ("<code>name</code>", "<code>entries</code>", "<code>judges</code>", 'value="many"'):
        assert said in response.text
    assert gateway.ask.named("StartRehearsal") == []


def test_an_edition_that_has_begun_offers_no_rehearsal_but_shows_those_there_are(gateway):
    text = gateway.get(PAGE, by="olive").text
    assert "This edition has begun." in text
    assert "Start the rehearsal" not in text
    assert f'href="{HERE}"' in text


def test_the_rehearsals_of_a_rehearsal_are_those_of_its_edition(rehearsing):
    assert rehearsing.get(f"{HERE}/rehearse", by="olive").location == PAGE


@pytest.mark.parametrize(
    "path", ["", "/entries", "/set-up", "/people", "/outbox", "/board", "/screen", "/site", "/audit"]
)
def test_every_page_of_a_rehearsal_says_so(rehearsing, path):
    response = rehearsing.get(f"{HERE}{path}", by="olive")
    assert (response.status_code, response.text.count(MARKED)) == (200, 1)
    assert MARKED not in rehearsing.get(f"/editions/{EDITION}{path}", by="olive").text


@pytest.mark.parametrize("path", ["/site", "/timetable", "/results", "/judging", "/gallery", "/apply"])
def test_a_rehearsal_is_on_no_public_page_but_for_who_is_in_it(rehearsing, path):
    assert rehearsing.get(f"{HERE}{path}").status_code == 404
    assert rehearsing.get(f"/editions/{EDITION}{path}").status_code == 200
    assert rehearsing.get(f"{HERE}{path}", by="olive").status_code == 200


def test_programs_find_no_rehearsal_from_outside_either(rehearsing):
    for path in ("", "/site", "/gallery", "/call"):
        assert rehearsing.get(f"/api/v1{HERE}{path}").status_code == 404
        assert rehearsing.get(f"/api/v1/editions/{EDITION}{path}").status_code == 200


def test_scorecards_that_are_owed_go_the_way_of_those_from_phones(rehearsing):
    response = rehearsing.post(
        f"{HERE}/stages/{FINAL}/rehearsed-scorecards", by="olive", data={"share": "100"}
    )
    assert (response.status_code, response.location) == (303, f"{HERE}#{FINAL}")
    told = rehearsing.tell.told
    assert len(told) == rehearsing.owed
    for envelope in told:
        card = SubmitScorecard().load(envelope.data)
        assert (envelope.name, card["edition_id"], card["revision"]) == (
            "SubmitScorecard",
            REHEARSAL["edition_id"],
            1,
        )
        assert set(card["marks"]) <= {criterion["criterion_id"] for criterion in JUDGE_STAGE["criteria"]}


def test_only_a_part_is_scored_where_a_part_is_wanted(rehearsing):
    path = f"/api/v1{HERE}/stages/{FINAL}/rehearsed-scorecards"
    answer = rehearsing.post(path, by="olive", json={"share": 50}).json
    assert answer == {"told": -(-rehearsing.owed // 2), "owed": rehearsing.owed}
    assert len(rehearsing.tell.told) == answer["told"]


def test_nothing_is_made_up_in_an_edition_that_counts(rehearsing):
    path = f"/api/v1/editions/{EDITION}/stages/{FINAL}/rehearsed-scorecards"
    response = rehearsing.post(path, by="olive", json={})
    assert (response.status_code, response.json["code"]) == (409, "no_rehearsal")
    assert rehearsing.tell.told == []


def test_a_stage_that_is_not_open_is_not_scored(rehearsing):
    response = rehearsing.post(f"{HERE}/stages/preliminary/rehearsed-scorecards", by="olive")
    assert response.status_code == 409
    assert "The stage is not open yet." in response.text
    assert rehearsing.tell.told == []


def test_an_organiser_of_one_edition_organises_its_rehearsals_and_no_other(rehearsing):
    assert rehearsing.get(f"{HERE}/entries", by="ola").status_code == 200
    other = HERE.replace(EDITION, "ed-000000000001")
    assert rehearsing.get(f"{other}/entries", by="ola").status_code == 403


def test_a_rehearsal_is_thrown_away_and_leads_back_to_its_edition(rehearsing):
    response = rehearsing.post(f"{HERE}/throw-away", by="olive")
    assert (response.status_code, response.location) == (303, PAGE)
    assert [data for data, _, _ in rehearsing.ask.named("ThrowRehearsalAway")] == [
        {"edition_id": REHEARSAL["edition_id"]}
    ]


def test_judges_are_added_once_judging_has_heard_of_the_rehearsal(gateway, monkeypatch):
    pauses = []
    monkeypatch.setattr("gateway.rehearsals.playing.sleep", pauses.append)
    gateway.ask.answers["AddJudges"] = lambda _: (
        {"judges": []} if pauses else (_ for _ in ()).throw(NotFound("judging knows no edition"))
    )
    assert gateway.post(PAGE, by="olive", data=TYPED).status_code == 303
    assert len(pauses) == 1
