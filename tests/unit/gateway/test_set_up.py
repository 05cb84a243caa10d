"""The page of an edition's set-up, blueprints and clones."""

import io

import pytest

from gateway.clients.ask import TravelledRefusal
from gateway.pages.paths import flat, nested
from gateway.pages.set_up_form import moved, set_up_of, typed
from schemas.refusal import NotFound
from tests.unit.gateway.answers import EDITION, EDITION_ANSWER

PAGE = f"/editions/{EDITION}/set-up"
NOTHING = {
    "opened": [],
    "closed": [],
    "sent_on": [],
    "held_entries": [],
    "certified": [],
    "tracks_in_use": [],
}
PAST = {**NOTHING, "opened": ["preliminary"], "closed": ["preliminary"], "held_entries": ["preliminary"]}


def a_set_up():
    return set_up_of(EDITION_ANSWER)


def refusal(code, status, **errors):
    told = {"code": code, "status": status, "detail": "No.", "errors": errors}
    return TravelledRefusal(told)


def form_of(set_up, **more):
    return {**dict(flat(set_up)), "version": "3", "do": "save", **more}


def sent(gateway):
    ((data, _, _),) = gateway.ask.named("ChangeSetUp")
    return data


def test_a_form_that_is_sent_back_unchanged_is_the_set_up_itself():
    set_up = a_set_up()
    assert typed(flat(set_up), now=set_up, fixed=NOTHING) == set_up


def test_what_the_form_shows_without_a_field_is_as_it_is_now():
    set_up = a_set_up()
    shown = {
        path: value
        for path, value in flat(set_up)
        if not path.startswith("stages[0].")
        or path in ("stages[0].stage_id", "stages[0].name", "stages[0].promote")
    }
    assert typed(shown.items(), now=set_up, fixed=PAST) == set_up


@pytest.mark.parametrize(
    "name", ["stages[", "stages[0", "stages[-1].name", "stages[0]..name", "__class__", "a" * 10]
)
def test_a_name_that_is_no_path_is_passed_over(name):
    nested([(name, "x")])
    assert nested([("stages[0].name", "A"), ("stages[0].name.deep", "x"), ("stages[0]", "y")]) == {
        "stages": [{"name": "A"}]
    }


def test_rows_are_added_moved_and_removed_without_saving():
    set_up = a_set_up()
    more = moved(set_up, "add:stages")
    assert [stage["stage_id"] for stage in more["stages"]] == ["preliminary", "final", "stage-3"]
    assert more["stages"][2]["criteria"] == set_up["stages"][1]["criteria"]
    assert [s["stage_id"] for s in moved(more, "up:stages[2]")["stages"]] == [
        "preliminary",
        "stage-3",
        "final",
    ]
    assert len(moved(set_up, "remove:stages[0].criteria[1]")["stages"][0]["criteria"]) == 3
    assert (
        moved(set_up, "add:stages[1].criteria")["stages"][1]["criteria"][-1]["criterion_id"] == "criterion-5"
    )
    assert moved(set_up, "add:tracks")["tracks"][-1] == {"track_id": "track-2", "name": ""}
    assert moved({**set_up, "tracks": []}, "add:tracks")["tracks"] == [{"track_id": "track-1", "name": ""}]


@pytest.mark.parametrize(
    "act", ["save", "add:name", "remove:stages[9]", "up:zone[0]", "add:stages[0].name", "add:a.b"]
)
def test_an_act_that_is_none_changes_nothing(act):
    assert moved(a_set_up(), act) is None


def test_the_page_has_a_field_for_everything_and_says_why_something_stays(gateway):
    text = gateway.get(PAGE, by="olive").text
    assert 'name="stages[1].criteria[0].weight"' in text
    assert 'name="stages[0].criteria[0].weight"' not in text
    assert "This stage was opened" in text
    assert 'name="awards[0].sponsor"' in text
    assert 'value="3"' in text.partition('name="version"')[2][:20]


def test_a_button_that_adds_a_row_shows_the_form_again_with_what_was_typed(gateway):
    form = form_of(a_set_up(), do="add:tracks", name="Typed by hand")
    response = gateway.post(PAGE, by="olive", data=form)
    assert response.status_code == 200
    assert 'value="Typed by hand"' in response.text
    assert 'name="tracks[1].name"' in response.text
    assert "Nothing is saved yet" in response.text
    assert gateway.ask.named("ChangeSetUp") == []


def test_saving_sends_the_whole_set_up_with_the_version_it_was_read_at(gateway):
    form = form_of(a_set_up(), **{"stages[1].judges_per_entry": "7", "awards[0].money": ""})
    response = gateway.post(PAGE, by="olive", data=form)
    assert (response.status_code, response.location) == (303, f"/editions/{EDITION}")
    told = sent(gateway)
    assert told["at_version"] == 3
    assert told["set_up"]["stages"][1]["judges_per_entry"] == 7
    assert told["set_up"]["awards"][0]["money"] is None


@pytest.mark.parametrize(("typed", "told"), [("", None), ("7.5", "7.5")])
def test_a_total_to_go_on_with_that_is_left_empty_is_none(gateway, typed, told):
    promotion = {"per_group": "0", "group_by": "", "threshold": typed, "choice": "0"}
    fields = {f"stages[1].promotion.{name}": value for name, value in promotion.items()}
    gateway.post(PAGE, by="olive", data=form_of(a_set_up(), **fields))
    assert sent(gateway)["set_up"]["stages"][1]["promotion"]["threshold"] == told


def test_errors_stand_beside_their_fields_and_what_was_typed_is_kept(gateway):
    errors = {
        "stages[1].judges_per_entry": "came as 'many'; allowed: a whole number from 1 to 100",
        "zone": "came as 'Mars'; allowed: the name of a time zone",
    }
    gateway.ask.answers["ChangeSetUp"] = refusal("set_up_invalid", 422, **errors)
    form = form_of(a_set_up(), **{"stages[1].judges_per_entry": "many", "zone": "Mars"})
    response = gateway.post(PAGE, by="olive", data=form)
    assert response.status_code == 422
    assert response.text.count('aria-invalid="true"') == 2
    assert 'id="why-stages[1].judges_per_entry">Allowed: a whole number from 1 to 100<' in response.text
    assert 'value="many"' in response.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a whole number from 1 to 100", "可填：1 至 100 的整數"),
        ("more than lowest, 0", "可填：大於最低分 0"),
        ("final, preliminary", "可填：final, preliminary"),
    ],
)
def test_what_is_allowed_is_said_in_the_readers_words(gateway, said, shown):
    errors = {"stages[1].judges_per_entry": f"came as 'many'; allowed: {said}"}
    gateway.ask.answers["ChangeSetUp"] = refusal("set_up_invalid", 422, **errors)
    page = gateway.post(f"{PAGE}?lang=zh_Hant", by="olive", data=form_of(a_set_up())).text
    assert f">{shown}<" in page


def test_what_would_break_the_past_is_said_in_the_readers_words(gateway):
    errors = {"tracks": {"why": "track_in_use", "name": "AI"}}
    gateway.ask.answers["ChangeSetUp"] = refusal("set_up_fixed", 409, **errors)
    response = gateway.post(f"{PAGE}?lang=zh_Hant", by="olive", data=form_of(a_set_up()))
    assert response.status_code == 409
    assert "賽道「AI」裡已有參賽項目" in response.text


def test_the_second_of_two_editors_sees_both_and_saves_again_at_the_newer_version(gateway):
    gateway.ask.answers["ChangeSetUp"] = refusal("set_up_changed", 409, at_version={"came": 3, "allowed": 4})
    gateway.ask.answers["GetEdition"] = {**EDITION_ANSWER, "version": 4, "name": "Theirs"}
    response = gateway.post(PAGE, by="olive", data=form_of(a_set_up(), name="Mine"))
    assert response.status_code == 409
    assert "<td>Mine</td><td>Theirs</td>" in response.text
    assert 'name="name" id="name" value="Mine"' in response.text
    assert 'name="version" value="4"' in response.text


def test_a_set_up_is_taken_away_as_a_file(gateway):
    response = gateway.get(f"{PAGE}.yaml", by="olive")
    assert response.text == "name: Black Horse 2026\n"
    assert f"filename={EDITION}.yaml" in response.headers["Content-Disposition"]


def test_a_clone_takes_the_judges_along_where_that_is_wanted(gateway):
    clone = f"/editions/{EDITION}/clone"
    response = gateway.post(clone, by="olive", data={"name": "2027", "judges": "on", "command_id": "c-1"})
    assert (response.status_code, response.location) == (303, "/editions/ed-000000000002")
    ((added, id, _),) = gateway.ask.named("AddJudges")
    assert (added["edition_id"], id) == ("ed-000000000002", "c-1.judges")
    gateway.post(clone, by="olive", data={"name": "2028"})
    assert len(gateway.ask.named("AddJudges")) == 1


def test_judges_come_along_once_judging_has_heard_of_the_clone(gateway, monkeypatch):
    heard = iter([NotFound("judging knows no edition"), None])
    monkeypatch.setattr("gateway.rehearsals.playing.sleep", lambda seconds: None)

    def answer(_):
        if (trouble := next(heard)) is not None:
            raise trouble
        return {"judges": []}

    gateway.ask.answers["AddJudges"] = answer
    form = {"name": "2027", "judges": "on"}
    assert gateway.post(f"/editions/{EDITION}/clone", by="olive", data=form).status_code == 303
    assert len(gateway.ask.named("AddJudges")) == 2


def test_a_blueprint_is_added_as_a_file_and_its_errors_are_shown(gateway):
    def form():
        return {"host_id": "h-1", "file": (io.BytesIO(b"name: Evening\n"), "evening.yaml")}

    assert gateway.post("/blueprints", by="olive", data=form()).status_code == 303
    ((added, _, _),) = gateway.ask.named("AddBlueprint")
    assert added == {"host_id": "h-1", "file": "evening.yaml", "yaml": "name: Evening\n"}
    errors = {"stages": "evening.yaml, line 1: came as None; allowed: a list of at least 1"}
    gateway.ask.answers["AddBlueprint"] = refusal("blueprint_invalid", 422, **errors)
    response = gateway.post("/blueprints", by="olive", data=form())
    assert response.status_code == 422
    assert "evening.yaml, line 1" in response.text
    assert gateway.post("/blueprints", by="olive", data={"host_id": "h-1"}).status_code == 422


def test_the_start_page_offers_hosts_programmes_zones_and_blueprints(gateway):
    text = gateway.get("/start", by="olive").text
    assert '<option value="Formosa Ventures">' in text
    assert '<option value="Black Horse">' in text
    assert '<option value="Asia/Taipei">' in text


def test_standings_are_shown_of_one_track(gateway):
    page = f"/editions/{EDITION}/stages/final/standings"
    assert 'name="track"' in gateway.get(page, by="olive").text
    text = gateway.get(f"{page}?track=ai", by="olive").text
    assert "Place in Machines that think" in text
    assert [data["track"] for data, _, _ in gateway.ask.named("GetStandings")] == ["", "ai"]
