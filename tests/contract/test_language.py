"""The published language: a golden example for each message, and what each kind promises."""

import json
from pathlib import Path

import pytest
from marshmallow import ValidationError

from schemas.commands import COMMANDS
from schemas.envelope import NewerVersion, decode, opened
from schemas.events import EVENTS, PersonalDataErased
from schemas.routes import QUEUES

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
MESSAGES = {**EVENTS, **COMMANDS}


def golden(message):
    return json.loads((EXAMPLES / f"{message.message_type()}.json").read_text(encoding="utf-8"))


def each(messages):
    return pytest.mark.parametrize("message", list(messages.values()), ids=list(messages))


def test_each_message_has_one_golden_example_and_none_is_left_over():
    expected = {f"{message.message_type()}.json" for message in MESSAGES.values()}
    assert {path.name for path in EXAMPLES.glob("*.json")} == expected


@each(MESSAGES)
def test_a_golden_example_survives_decoding_loading_and_dumping(message):
    attributes = golden(message)
    envelope = opened(decode(json.dumps(attributes)), message())
    assert message().dump(envelope.data) == attributes["data"]
    assert json.loads(decode(json.dumps(attributes)).encode()) == attributes


@each(MESSAGES)
def test_a_golden_example_names_its_source_and_type(message):
    attributes = golden(message)
    assert attributes["source"] == message.source
    assert attributes["type"] == f"{message.__name__}.v{message.version}"
    assert attributes["specversion"] == "1.0"


@each(EVENTS)
def test_an_event_with_a_field_of_the_future_is_read_all_the_same(message):
    data = golden(message)["data"]
    assert message().load({**data, "field_of_the_future": 1}) == message().load(data)


@each(COMMANDS)
def test_a_command_with_an_unknown_field_is_refused_by_its_name(message):
    with pytest.raises(ValidationError) as refused:
        message().load({**golden(message)["data"], "surprise": 1})
    assert refused.value.messages == {"surprise": ["Unknown field."]}


LETTERS = "registration.letters"


@each(MESSAGES)
def test_a_newer_version_is_not_guessed_at(message):
    attributes = {**golden(message), "type": f"{message.__name__}.v{message.version + 1}"}
    with pytest.raises(NewerVersion):
        opened(decode(json.dumps(attributes)), message())


@each(EVENTS)
def test_an_event_has_a_listener_unless_it_is_a_broadcast(message):
    listeners = [queue.service for queue in QUEUES if message in queue.messages]
    assert bool(listeners) != message.broadcast
    # Letters are written behind the fact, so that no crash between the two can lose one.
    others = [queue.service for queue in QUEUES if message in queue.messages and queue.name != LETTERS]
    # What is erased is erased to the end, wherever the process that began with it ended.
    assert message.source not in others or message is PersonalDataErased
