"""The envelope: what travels, and what is refused at once."""

import json
from datetime import UTC, datetime

import pytest

from schemas.envelope import Malformed, NewerVersion, decode, opened, wrap
from schemas.events import EntryWithdrawn
from schemas.message import body_digest, parse_type
from schemas.receipt import receipt_for

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
DATA = {"edition_id": "ed-1", "entry_id": "e-1", "reason": "sold"}


def an_envelope(**changes):
    return wrap(EntryWithdrawn, {**DATA, **changes}, subject="e-1", time=NOW, aggregate_version=3)


def test_what_was_encoded_is_decoded_unchanged():
    envelope = an_envelope()
    assert decode(envelope.encode()) == envelope


def test_the_wire_form_is_cloudevents_1_0():
    attributes = json.loads(an_envelope().encode())
    assert attributes["specversion"] == "1.0"
    assert attributes["type"] == "EntryWithdrawn.v1"
    assert attributes["source"] == "registration"
    assert attributes["time"] == "2026-11-23T20:00:00+00:00"
    assert attributes["aggregateversion"] == 3


def test_an_opened_envelope_has_loaded_data_and_keeps_the_raw():
    envelope = opened(an_envelope(later_field=1), EntryWithdrawn())
    assert envelope.data == DATA
    assert envelope.raw == {**DATA, "later_field": 1}


def test_a_newer_version_is_told_apart_from_a_malformed_body():
    text = an_envelope().encode().replace(b"EntryWithdrawn.v1", b"EntryWithdrawn.v2")
    with pytest.raises(NewerVersion, match=r"EntryWithdrawn\.v2; versions up to 1"):
        opened(decode(text), EntryWithdrawn())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"specversion": "0.3"}, "specversion"),
        ({"id": None}, "attribute id is missing"),
        ({"type": "EntryWithdrawn"}, "type is 'EntryWithdrawn'"),
        ({"time": "2026-11-23T20:00:00"}, "with its zone"),
        ({"time": "yesterday"}, "Invalid isoformat"),
    ],
)
def test_a_malformed_envelope_says_which_attribute(change, message):
    attributes = {**json.loads(an_envelope().encode()), **change}
    attributes = {key: value for key, value in attributes.items() if value is not None}
    with pytest.raises(Malformed, match=message):
        decode(json.dumps(attributes))


def test_bytes_that_are_not_json_are_malformed():
    with pytest.raises(Malformed, match="not JSON"):
        decode(b"\xff\xfe")


def test_equal_bodies_have_equal_receipts_whatever_their_order():
    assert receipt_for("c-1", {"a": 1, "b": 2}) == receipt_for("c-1", {"b": 2, "a": 1})
    assert receipt_for("c-1", {"a": 1}) != receipt_for("c-1", {"a": 2})
    assert len(body_digest({})) == 64


@pytest.mark.parametrize("text", ["", "Name", "Name.v", "Name.vx", ".v1"])
def test_a_type_without_name_or_version_is_refused(text):
    with pytest.raises(ValueError, match="is expected"):
        parse_type(text)
