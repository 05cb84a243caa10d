"""What an audit trail may keep of a command, and what it says of changes."""

import json
from pathlib import Path

import pytest

from schemas.commands import COMMANDS
from services.chassis.storage.changes import MOST_AGGREGATES, noted, noting_changes
from services.chassis.storage.trail import what_may_be_kept

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
SECRET = ("token", "password", "current_password", "session_digest", "email", "csv", "data", "url")


def kept_of(name):
    data = json.loads((EXAMPLES / f"{name}.v1.json").read_text(encoding="utf-8"))["data"]
    command = COMMANDS[name]()
    return data, what_may_be_kept(command, command.load(data))


@pytest.mark.parametrize("name", list(COMMANDS))
def test_no_secret_no_address_and_no_file_is_kept_of_any_command(name):
    data, kept = kept_of(name)
    assert not set(kept) & set(SECRET)
    secrets = [value for field, value in data.items() if field in SECRET and value]
    assert not any(secret == value for secret in secrets for value in kept.values())
    assert "@" not in json.dumps(kept)


def test_ids_choices_numbers_and_reasons_are_kept_and_people_are_counted():
    assert kept_of("EndSessionsOf")[1] == {
        "role": "judge",
        "subject_id": "j-3c1d9a7be20f4c55",
        "links": "True",
    }
    assert kept_of("InvitePeople")[1]["invitations"].isdecimal()
    assert "reason" in kept_of("RecuseJudge")[1]


def test_a_change_has_before_and_after_and_what_stayed_is_not_told():
    with noting_changes() as changes:
        noted().loaded("editions", "ed-1", {"name": "Cup", "runs": [{"state": "planned"}]})
        noted().saved("editions", "ed-1", {"name": "Cup", "runs": [{"state": "open"}]})
    change = {"of": "editions", "id": "ed-1", "field": "runs.0.state", "before": "planned", "after": "open"}
    assert changes.told() == {"changes": [change], "more": 0}
    assert noted() is None


def test_what_was_loaded_and_not_saved_changed_nothing():
    with noting_changes() as changes:
        noted().loaded("editions", "ed-1", {"name": "Cup"})
    assert changes.told() == {"changes": [], "more": 0}


def test_an_act_on_thousands_lists_some_and_counts_the_others():
    with noting_changes() as changes:
        for n in range(1_000):
            noted().saved("entries", f"e-{n}", {"state": "eligible"})
    told = changes.told()
    assert (len(told["changes"]), told["more"]) == (MOST_AGGREGATES, 1_000 - MOST_AGGREGATES)
