"""Set-ups: everything may be changed by hand until it would break what has happened."""

import copy

import pytest

from schemas.refusal import NotFound
from services.registration.domain.refusals import (
    BlueprintInvalid,
    EditionExists,
    SetUpChanged,
    SetUpFixed,
    SetUpInvalid,
)
from services.registration.setups import queries
from services.registration.shelf import blueprint
from tests.unit.registration.registry import Registry, a_registry

NAMES = ("name", "zone", "stages", "tracks", "cities", "awards")
OF_RUNS = ("state", "opened_at", "closed_at", "promoted", "promoted_by", "certificate")


def set_up_of(registry):
    edition = copy.deepcopy(registry.edition())
    stages = [{k: v for k, v in stage.items() if k not in OF_RUNS} for stage in edition["stages"]]
    return {**{name: edition[name] for name in NAMES}, "stages": stages}


def change(registry, set_up, *, version=None):
    version = version or registry.edition()["version"]
    return registry.here("ChangeSetUp", at_version=version, set_up=set_up)


def fixed(registry, set_up):
    before = registry.edition()
    with pytest.raises(SetUpFixed) as refused:
        change(registry, set_up)
    assert registry.edition() == before
    return {path: error["why"] for path, error in refused.value.errors.items()}


def invalid(registry, set_up):
    with pytest.raises(SetUpInvalid) as refused:
        change(registry, set_up)
    return refused.value.errors


def a_stage(stage_id, like, **changes):
    return {**copy.deepcopy(like), "stage_id": stage_id, "name": stage_id.title(), **changes}


def test_everything_may_be_changed_while_nothing_has_happened_and_is_told_again():
    registry, _ = a_registry()
    set_up = set_up_of(registry)
    set_up["name"], set_up["zone"] = "Cup of Tea", "Europe/Paris"
    set_up["tracks"] = [{"track_id": "ai", "name": "Machines"}]
    first, final = set_up["stages"]
    first["criteria"][0]["weight"] = "40"
    first["criteria"].pop()
    first["rule"]["tie_breaks"] = []
    set_up["stages"] = [a_stage("semi", first), first, final]
    set_up["awards"][0]["place"] = 4
    answer = change(registry, set_up)
    assert (answer["name"], answer["version"]) == ("Cup of Tea", 2)
    assert set_up_of(registry) == set_up
    (_, started), (name, changed) = registry.told()
    assert (name, changed["zone"]) == ("EditionStarted", "Europe/Paris")
    assert [stage["stage_id"] for stage in changed["stages"]] == ["semi", "preliminary", "final"]
    assert started["name"] == "Cup 2026"


def test_the_same_set_up_again_changes_nothing_whatever_version_it_was_read_at():
    registry, _ = a_registry()
    set_up = set_up_of(registry)
    set_up["name"] = "Another"
    change(registry, set_up, version=1)
    assert change(registry, set_up, version=1)["version"] == 2
    assert registry.names_told() == {"EditionStarted": 2}


def test_the_second_of_two_editors_is_told_and_changes_nothing():
    registry, _ = a_registry()
    mine, theirs = set_up_of(registry), set_up_of(registry)
    mine["name"], theirs["name"] = "Mine", "Theirs"
    change(registry, theirs, version=1)
    with pytest.raises(SetUpChanged) as refused:
        change(registry, mine, version=1)
    assert refused.value.errors == {"at_version": {"came": 1, "allowed": 2}}
    assert registry.edition()["name"] == "Theirs"


def test_all_that_is_wrong_is_said_at_once_by_the_path_of_its_field():
    registry, _ = a_registry()
    set_up = set_up_of(registry)
    set_up["zone"] = "Mars/Olympus"
    set_up["stages"][0]["criteria"][1]["step"] = "0.3"
    set_up["stages"][0]["judges_per_entry"] = None
    set_up["stages"][1]["rule"]["drop_highest"] = 9
    set_up["stages"][1]["criteria"][0]["weight"] = "1e400"
    set_up["awards"][2]["stage_id"] = "semi"
    assert set(invalid(registry, set_up)) == {
        "zone",
        "stages[0].criteria[1].step",
        "stages[0].judges_per_entry",
        "stages[1].rule.drop_highest",
        "stages[1].criteria[0].weight",
        "awards[2].stage_id",
    } - {"stages[1].rule.drop_highest"}


def test_what_judges_score_by_stays_once_the_stage_was_opened():
    registry, _ = a_registry("Ant")
    registry.here("OpenStage", stage_id="preliminary")
    set_up = set_up_of(registry)
    first = set_up["stages"][0]
    first["criteria"][0]["weight"] = "26"
    first["rule"]["digits"] = 1
    first["judges_per_entry"] = 4
    first["board"] = "open"
    assert fixed(registry, set_up) == dict.fromkeys(
        (f"stages[0].{name}" for name in ("judges_per_entry", "criteria", "rule", "board")), "stage_opened"
    )


def test_a_stage_that_is_open_may_be_renamed_and_its_grace_and_promotion_changed():
    registry, _ = a_registry("Ant")
    registry.here("OpenStage", stage_id="preliminary")
    set_up = set_up_of(registry)
    set_up["stages"][0] |= {"name": "Heats", "grace_seconds": 300, "promote": 5}
    change(registry, set_up)
    assert registry.edition()["stages"][0]["name"] == "Heats"
    assert registry.edition()["stages"][0]["state"] == "open"
    registry.here("CloseStage", stage_id="preliminary")
    set_up["stages"][0]["grace_seconds"] = 0
    assert fixed(registry, set_up) == {"stages[0].grace_seconds": "stage_closed"}


def test_a_stage_that_was_opened_or_holds_entries_is_neither_removed_nor_moved():
    registry, _ = a_registry("Ant")
    set_up = set_up_of(registry)
    first, final = set_up["stages"]
    second = {**final, "promote": 3}
    assert fixed(registry, {**set_up, "stages": [second, {**first, "promote": 0}]}) == {
        "stages": "holds_entries"
    }
    registry.here("OpenStage", stage_id="preliminary")
    only = {**set_up, "stages": [final], "awards": []}
    assert fixed(registry, only) == {"stages": "stage_opened"}
    change(registry, {**set_up, "stages": [first, a_stage("semi", first), final]})
    assert [s["stage_id"] for s in registry.edition()["stages"]] == ["preliminary", "semi", "final"]


def test_a_stage_is_opened_and_closed_by_the_set_up_that_was_told_last():
    registry, _ = a_registry()
    set_up = set_up_of(registry)
    set_up["stages"][0]["name"] = "Heats"
    change(registry, set_up)
    registry.here("OpenStage", stage_id="preliminary")
    registry.here("CloseStage", stage_id="preliminary")
    told = dict(registry.told())
    assert told["StageOpened"]["set_up_version"] == told["StageClosed"]["set_up_version"] == 2


def test_awards_of_certified_results_and_a_number_that_went_on_stay():
    registry, (ant, bee) = a_registry("Ant", "Bee")
    set_up = set_up_of(registry)
    set_up["awards"][0]["stage_id"] = "preliminary"
    change(registry, set_up)
    registry.certify([(ant, "Ant", 1), (bee, "Bee", 2)])
    registry.here("PromoteEntries", stage_id="preliminary", quota=1)
    set_up["stages"][0]["promote"] = 2
    set_up["awards"][0]["name"] = "Grey Horse"
    set_up["awards"].pop()
    assert fixed(registry, set_up) == {
        "stages[0].promote": "entries_went_on",
        "awards[0].name": "results_certified",
    }
    assert fixed(registry, {**set_up, "awards": []}) | {"awards": "results_certified"} == fixed(
        registry, {**set_up, "awards": []}
    )


def test_a_track_that_entries_are_in_stays_and_may_be_renamed():
    registry, (ant,) = a_registry("Ant")
    set_up = set_up_of(registry)
    set_up["tracks"] = [{"track_id": "ai", "name": "AI"}, {"track_id": "bio", "name": "Bio"}]
    change(registry, set_up)
    registry.here("PutInTrack", entry_ids=[ant], track="ai")
    assert fixed(registry, {**set_up, "tracks": set_up["tracks"][1:]}) == {"tracks": "track_in_use"}
    change(registry, {**set_up, "tracks": [{"track_id": "ai", "name": "Machines"}]})
    assert registry.edition()["tracks"] == [{"track_id": "ai", "name": "Machines"}]


def test_no_two_editions_of_a_programme_have_one_name():
    registry = Registry()
    registry.start("Cup 2025")
    registry.start("Cup 2026")
    set_up = set_up_of(registry)
    set_up["name"] = "CUP  2025"
    assert list(invalid(registry, set_up)) == ["name"]


def test_an_award_in_kind_says_what_is_given_and_one_of_money_how_much():
    registry, _ = a_registry()
    set_up = set_up_of(registry)
    plain = {"stage_id": "final", "place": 1, "sponsor": "Harbour Bank"}
    set_up["awards"] = [
        {**plain, "award_id": "desk", "name": "Desk", "kind": "in_kind"},
        {**plain, "award_id": "grant", "name": "Grant", "kind": "grant"},
        {**plain, "award_id": "title", "name": "Title", "kind": "title"},
    ]
    assert set(invalid(registry, set_up)) == {"awards[0].value", "awards[1].money"}
    set_up["awards"][0]["value"] = "A desk for a year"
    set_up["awards"][1] |= {"money": "1000", "currency": "TWD"}
    kinds = [(award["kind"], award["value"]) for award in change(registry, set_up)["awards"]]
    assert kinds == [("in_kind", "A desk for a year"), ("grant", ""), ("title", "")]


def test_a_clone_has_the_set_up_of_its_edition_and_nothing_of_what_happened_in_it():
    registry, _ = a_registry("Ant")
    set_up = set_up_of(registry)
    set_up["tracks"] = [{"track_id": "ai", "name": "AI"}]
    change(registry, set_up)
    registry.here("OpenStage", stage_id="preliminary")
    clone = registry.here("CloneEdition", name="Cup 2027")
    assert registry.here("CloneEdition", name="cup 2027")["edition_id"] == clone["edition_id"]
    assert (clone["name"], clone["counts"]["entries"]) == ("Cup 2027", 0)
    assert [stage["state"] for stage in clone["stages"]] == ["planned", "planned"]
    registry.edition_id = clone["edition_id"]
    assert set_up_of(registry) == {**set_up, "name": "Cup 2027"}
    with pytest.raises(EditionExists):
        registry.here("CloneEdition", name="Cup 2027")


def test_a_set_up_written_as_a_file_is_read_as_the_same_blueprint():
    registry, _ = a_registry()
    host = registry.ask("CreateHost", name="Black Horse Society")
    written = queries.write_set_up(registry.store, {"edition_id": registry.edition_id})
    added = registry.ask("AddBlueprint", host_id=host["host_id"], **written)
    assert added["stages"] == [stage.as_dict() for stage in blueprint("black-horse").stages]
    started = registry.start("Cup 2030", blueprint=added["blueprint"])
    assert started["awards"] == registry.edition()["awards"]
    offered = queries.list_blueprints(registry.store, {"language": "en"})["blueprints"]
    assert [b["host"] for b in offered if b["blueprint"] == added["blueprint"]] == ["Black Horse Society"]


def test_a_blueprint_of_another_host_is_not_started_from():
    registry, _ = a_registry()
    other = registry.ask("CreateHost", name="Others")
    written = queries.write_set_up(registry.store, {"edition_id": registry.edition_id})
    added = registry.ask("AddBlueprint", host_id=other["host_id"], **written)
    with pytest.raises(NotFound):
        registry.start("Cup 2030", blueprint=added["blueprint"])


FILE = """name: Evening
stages:
  - stage_id: evening
    name: Evening
    kind: séance
    judges_per_entry: 3
    assignment: panel
    criteria:
      - criterion_id: pitch
        name: Pitch
        weight: 1
        lowest: 0
        highest: 10
        step: 3
    rule: {method: weighted_mean}
"""


def said_of(text):
    registry = Registry()
    host = registry.ask("CreateHost", name="H")
    with pytest.raises(BlueprintInvalid) as refused:
        registry.ask("AddBlueprint", host_id=host["host_id"], file="evening.yaml", yaml=text)
    return refused.value.errors


def test_errors_in_a_file_name_file_line_and_field():
    errors = said_of(FILE)
    assert set(errors) == {"stages[0].kind", "stages[0].criteria[0].step"}
    assert errors["stages[0].kind"].startswith("evening.yaml, line 5: came as 'séance'; allowed: ")
    assert errors["stages[0].criteria[0].step"].startswith("evening.yaml, line 14: ")
    missing = said_of(
        FILE.replace("        weight: 1\n", "")
        .replace("séance", "live_panel")
        .replace("3\n    rule", "1\n    rule")
    )
    assert missing["stages[0].criteria[0].weight"].startswith("evening.yaml, line 9: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name: a\nname: b\n", 2),
        ("name: [a\nstages: ]", 2),
        (
            "a: &a [x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\n"
            + "".join(
                f"c{n}: &c{n} [{', '.join(['*' + ('b' if n == 0 else f'c{n - 1}')] * 9)}]\n" for n in range(7)
            ),
            1,
        ),
        ("a: &a [*a]", 1),
        ("a: !!python/object:os.system {}", 1),
        ("[" * 3000, 1),
        ("at: 2001-99-99", 1),
    ],
)
def test_what_is_no_yaml_or_never_ends_is_refused_with_its_line(text, line):
    (said,) = said_of(text).values()
    assert said.startswith("evening.yaml, line ")
    if line != 1:
        assert said.startswith(f"evening.yaml, line {line}: ")
