"""The AsyncAPI document: up to date, and whole."""

import jsonschema_rs
import pytest
import yaml

from infra.asyncapi import DOCUMENT, main, text
from schemas.events import EVENTS


@pytest.fixture(scope="module")
def document():
    return yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))


def references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_document_is_what_the_schemas_say_today():
    assert DOCUMENT.read_text(encoding="utf-8") == text()
    assert main(["--check"]) == 0


def test_each_reference_leads_somewhere(document):
    found = set(references(document))
    assert found
    for reference in found:
        node = document
        for step in reference.removeprefix("#/").split("/"):
            assert step in node, reference
            node = node[step]


def test_each_event_is_in_it(document):
    assert set(EVENTS) <= set(document["components"]["messages"])


def test_each_example_fits_the_payload_it_stands_beside(document):
    for message in document["components"]["messages"].values():
        schema = {**message["payload"], "components": document["components"]}
        validator = jsonschema_rs.Draft202012Validator(schema)
        for example in message["examples"]:
            assert [error.message for error in validator.iter_errors(example["payload"])] == []
