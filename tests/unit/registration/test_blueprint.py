"""Blueprints: what an edition can start from, and what it is told when it cannot."""

import copy
from decimal import Decimal

import pytest
import yaml

from schemas.fields import LANGUAGES, Award, Stage
from schemas.refusal import NotFound
from services.registration.domain.blueprint import Blueprint
from services.registration.domain.refusals import BlueprintInvalid
from services.registration.letters.finding import rules_of
from services.registration.setups.files import read_blueprint, write_blueprint
from services.registration.shelf import SHELF, blueprint, blueprints, texts_in
from tests.unit.registration.registry import Registry

DATA = yaml.safe_load((SHELF / "black-horse.yaml").read_text(encoding="utf-8"))


def wrong(*path, to):
    """Return what is said of the blueprint once the value at the path is another."""
    data = copy.deepcopy(DATA)
    *way, last = path
    part = data
    for step in way:
        part = part[step]
    if to is None:
        del part[last]
    else:
        part[last] = to
    with pytest.raises(BlueprintInvalid) as refused:
        Blueprint.read("trial", data)
    return refused.value.errors


def test_black_horse_has_a_preliminary_and_a_final_with_five_criteria_that_weigh_a_hundred():
    preliminary, final = blueprint("black-horse").stages
    assert (preliminary.kind, preliminary.judges_per_entry, preliminary.promote) == ("desk_review", 3, 12)
    assert (final.kind, final.judges_per_entry, final.promote) == ("live_panel", 9, 0)
    assert (final.rule.method, final.rule.drop_highest, final.rule.drop_lowest) == ("trimmed_mean", 1, 1)
    for stage in (preliminary, final):
        assert [c.criterion_id for c in stage.criteria] == ["team", "problem", "product", "business", "pitch"]
        assert sum(c.weight for c in stage.criteria) == 100
        assert {(c.lowest, c.highest, c.step) for c in stage.criteria} == {
            (Decimal(0), Decimal(10), Decimal("0.5"))
        }
        assert all(c.anchors for c in stage.criteria)


def test_every_blueprint_fits_the_published_language():
    for found in blueprints().values():
        told = found.as_dict()
        assert Stage(many=True).validate(told["stages"]) == {}
        assert Award(many=True).validate(told["awards"]) == {}


def texts(value, name=""):
    """Return what people read in a blueprint's data."""
    if isinstance(value, dict):
        return {text for key, part in value.items() for text in texts(part, key)}
    if isinstance(value, list):
        return {text for part in value for text in texts(part)}
    return {value} if name in {"name", "description", "text"} and value else set()


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_all_that_a_blueprint_says_is_there_in_each_language_and_nothing_else_changes(language):
    known = texts_in(language)
    for name, english in blueprints().items():
        said = blueprints(language=language)[name].as_dict()
        assert texts(english.as_dict()) <= set(known)
        assert texts(said) == {known[text] for text in texts(english.as_dict())}
        assert [stage["stage_id"] for stage in said["stages"]] == [each.stage_id for each in english.stages]


def test_an_unknown_blueprint_names_those_there_are():
    with pytest.raises(NotFound) as refused:
        blueprint("white-horse")
    assert refused.value.errors == {"blueprint": {"known": list(blueprints())}}


@pytest.mark.parametrize(
    ("path", "to", "field"),
    [
        (("stages",), [], "stages"),
        (("name",), "", "name"),
        (("surprise",), 1, "surprise"),
        (("stages", 0, "criteria", 1, "weight"), "0", "stages[0].criteria[1].weight"),
        (("stages", 0, "criteria", 1, "weight"), "heavy", "stages[0].criteria[1].weight"),
        (("stages", 0, "criteria", 1, "weight"), float("nan"), "stages[0].criteria[1].weight"),
        (("stages", 0, "criteria", 1, "weight"), True, "stages[0].criteria[1].weight"),
        (("stages", 0, "criteria", 1, "lowest"), "10", "stages[0].criteria[1].highest"),
        (("stages", 0, "criteria", 1, "step"), "0.3", "stages[0].criteria[1].step"),
        (("stages", 0, "criteria", 1, "step"), "0", "stages[0].criteria[1].step"),
        (("stages", 0, "criteria", 1, "anchors", 0, "mark"), "11", "stages[0].criteria[1].anchors[0].mark"),
        (("stages", 0, "criteria", 1, "criterion_id"), "team", "stages[0].criteria"),
        (("stages", 0, "criteria", 1), "Team", "stages[0].criteria[1]"),
        (("stages", 0, "criteria"), [], "stages[0].criteria"),
        (("stages", 0, "kind"), "séance", "stages[0].kind"),
        (("stages", 0, "judges_per_entry"), "3", "stages[0].judges_per_entry"),
        (("stages", 0, "judges_per_entry"), None, "stages[0].judges_per_entry"),
        (("stages", 0, "assignment"), "by lot", "stages[0].assignment"),
        (("stages", 0, "promote"), None, "stages[0].promote"),
        (("stages", 1, "promote"), 3, "stages[1].promote"),
        (("stages", 1, "stage_id"), "a b", "stages[1].stage_id"),
        (("stages", 1, "judges_per_entry"), 2, "stages[1].rule.drop_highest"),
        (("stages", 0, "rule", "drop_lowest"), 1, "stages[0].rule.drop_highest"),
        (("stages", 0, "rule", "digits"), 7, "stages[0].rule.digits"),
        (("stages", 0, "rule", "tie_breaks"), ["criterion:luck"], "stages[0].rule.tie_breaks[0]"),
        (("stages", 0, "rule", "tie_breaks"), "team", "stages[0].rule.tie_breaks"),
        (("awards", 0, "stage_id"), "semi-final", "awards[0].stage_id"),
        (("awards", 0, "place"), 0, "awards[0].place"),
        (("awards", 0, "money"), "-1", "awards[0].money"),
        (("awards", 0, "currency"), "yuan", "awards[0].currency"),
        (("awards", 0, "currency"), "cny", "awards[0].currency"),
        (("awards", 1, "award_id"), "black-horse", "awards"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(path, to, field):
    # The second stage shares the first one's criteria in the file, but not in the copy.
    errors = wrong(*path, to=to)
    assert field in errors
    assert "allowed: " in errors[field]


def test_all_that_is_wrong_is_said_at_once():
    data = copy.deepcopy(DATA)
    data["stages"][0]["kind"] = "séance"
    data["awards"][0]["place"] = "first"
    data["awards"][1]["place"] = 0
    with pytest.raises(BlueprintInvalid) as refused:
        Blueprint.read("trial", data)
    assert refused.value.errors == {
        "stages[0].kind": "came as 'séance'; allowed: desk_review, live_panel, table, audience_vote, decision",
        "awards[0].place": "came as 'first'; allowed: a whole number from 1 to 100000",
        "awards[1].place": "came as 0; allowed: a whole number from 1 to 100000",
    }


def test_a_stage_that_is_repeated_is_refused():
    data = copy.deepcopy(DATA)
    data["stages"].append(copy.deepcopy(data["stages"][1]))
    data["stages"][1]["promote"] = 3
    with pytest.raises(BlueprintInvalid) as refused:
        Blueprint.read("trial", data)
    assert refused.value.errors == {"stages": "came as ['final']; allowed: each stage_id once"}


@pytest.mark.parametrize("data", [None, [], "black horse", 7])
def test_what_is_no_mapping_is_no_blueprint(data):
    with pytest.raises(BlueprintInvalid) as refused:
        Blueprint.read("trial", data)
    assert list(refused.value.errors) == ["blueprint"]


def test_organisers_find_an_evening_and_a_screening_beside_the_contest_on_the_shelf():
    kinds = {name: [stage.kind for stage in found.stages] for name, found in blueprints().items()}
    assert kinds["black-horse"] == ["desk_review", "live_panel"]
    assert kinds["expo"] == ["table", "live_panel"]
    assert kinds["demo-day"] == ["live_panel"]
    assert kinds["online-screening"] == ["desk_review", "decision"]
    assert kinds["public-vote"] == ["desk_review", "audience_vote", "live_panel"]


def test_every_blueprint_that_is_written_is_read_as_itself():
    for name, found in blueprints().items():
        text = write_blueprint(name=found.name, description=found.description, parts=found.parts)
        assert read_blueprint(name, text, file="again.yaml") == found


def test_an_edition_is_named_in_the_language_that_was_asked_for():
    edition = Registry().start(language="zh_Hant")
    assert [stage["name"] for stage in edition["stages"]] == ["線上初賽", "決賽"]
    assert edition["stages"][0]["criteria"][0]["anchors"][3]["text"] == "沒有提到團隊"
    assert edition["awards"][0]["name"] == "黑馬大賽"


def test_letters_of_an_edition_and_of_its_clone_are_in_the_language_it_was_started_in():
    registry = Registry()
    edition = registry.start(language="zh_Hans")["edition_id"]
    chosen = rules_of(edition, registry.store)
    chosen.remind_hours = 24
    registry.store.letter_rules.save(chosen)
    clone = registry.here("CloneEdition", name="Cup 2027")["edition_id"]
    rules = {id: rules_of(id, registry.store).as_dict() for id in (edition, clone)}
    assert rules[clone] == rules[edition]
    assert (rules[clone]["language"], rules[clone]["remind_hours"]) == ("zh_Hans", 24)
