"""Panels of a stage in its set-up: read, refused, kept, and fixed once the stage was opened."""

import copy

import pytest
import yaml

from services.registration.domain.refusals import BlueprintInvalid
from services.registration.setups.files import read_blueprint, write_blueprint
from services.registration.shelf import SHELF, blueprint
from tests.unit.registration.registry import a_registry
from tests.unit.registration.test_setups import change, fixed, invalid, set_up_of

FILE = "panels.yaml"


def with_panels(*companies, stage=1):
    registry, _ = a_registry(*companies)
    set_up = set_up_of(registry)
    final = set_up["stages"][stage]
    final["panels"] = [
        {"panel_id": "tech", "name": "Tech", "weight": "2"},
        {"panel_id": "money", "name": "Money", "weight": "1"},
    ]
    for n, criterion in enumerate(final["criteria"]):
        criterion["panel"] = "tech" if n < 2 else "money"
    return registry, set_up


def test_a_stage_has_panels_that_are_told_and_kept():
    registry, set_up = with_panels()
    change(registry, set_up)
    assert set_up_of(registry) == set_up
    _, told = registry.told()[-1]
    assert [panel["panel_id"] for panel in told["stages"][1]["panels"]] == ["tech", "money"]
    assert told["stages"][0]["panels"] == []


@pytest.mark.parametrize(
    ("wrong", "paths"),
    [
        (lambda final: final["panels"].pop(), ["panels", *[f"criteria[{n}].panel" for n in (2, 3, 4)]]),
        (lambda final: final["panels"][0].update(weight="0"), ["panels[0].weight"]),
        (
            lambda final: final["panels"][1].update(panel_id="tech"),
            ["panels", *[f"criteria[{n}].panel" for n in (2, 3, 4)]],
        ),
        (lambda final: final["criteria"][0].update(panel="jury"), ["criteria[0].panel"]),
        (lambda final: final["criteria"][0].update(panel=""), ["criteria[0].panel"]),
        (lambda final: [c.update(panel="tech") for c in final["criteria"]], ["panels[1]"]),
        (lambda final: final.update(panels=[]), [f"criteria[{n}].panel" for n in range(5)]),
        (lambda final: final["rule"].update(tie_breaks=["panel:jury"]), ["rule.tie_breaks[0]"]),
        (
            lambda final: [c.update(lowest="-5", highest="0", anchors=[]) for c in final["criteria"][2:]],
            ["panels[1]"],
        ),
    ],
)
def test_what_cannot_be_judged_by_panels_is_named_by_its_field(wrong, paths):
    registry, set_up = with_panels()
    wrong(set_up["stages"][1])
    assert list(invalid(registry, set_up)) == [f"stages[1].{path}" for path in paths]


def test_a_tie_is_broken_by_a_panel_that_the_stage_has():
    registry, set_up = with_panels()
    set_up["stages"][1]["rule"]["tie_breaks"] = ["panel:money", "criterion:team"]
    change(registry, set_up)
    assert set_up_of(registry) == set_up


def test_panels_stay_once_judges_score_by_them():
    registry, set_up = with_panels("Ant", stage=0)
    change(registry, set_up)
    registry.here("OpenStage", stage_id="preliminary")
    heavier = copy.deepcopy(set_up)
    heavier["stages"][0]["panels"][0]["weight"] = "3"
    assert fixed(registry, heavier) == {"stages[0].panels": "stage_opened"}
    moved = copy.deepcopy(set_up)
    moved["stages"][0]["criteria"][0]["panel"] = "money"
    assert fixed(registry, moved) == {"stages[0].criteria": "stage_opened"}


def test_errors_in_a_file_name_file_line_and_field():
    text = (
        (SHELF / "three-panels.yaml").read_text(encoding="utf-8").replace("panel: users", "panel: audience")
    )
    with pytest.raises(BlueprintInvalid) as refused:
        read_blueprint("new", text, file=FILE)
    line = 1 + text[: text.index("panel: audience")].count("\n")
    assert refused.value.errors["stages[1].criteria[5].panel"].startswith(f"{FILE}, line {line}: ")


def test_a_blueprint_with_panels_is_on_the_shelf_and_written_as_it_is_read():
    found = blueprint("three-panels")
    assert [panel.panel_id for panel in found.parts.stages[1].panels] == ["engineers", "investors", "users"]
    text = write_blueprint(name=found.name, description=found.description, parts=found.parts)
    assert read_blueprint("three-panels", text, file=FILE) == found
    assert "panels" not in yaml.safe_load(text)["stages"][0]
