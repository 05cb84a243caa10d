"""The document keeps its word."""

import pytest

from gateway.api import spec_of
from tests.unit.gateway.fakes import an_app

BINARY = {"type": "string", "format": "binary"}
FILES = [(kind, BINARY) for kind in ("application/pdf", "image/webp", "application/octet-stream")]
GIVEN = {"application/json", *(kind for kind, _ in FILES)}


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    app, _, _ = an_app(tmp_path_factory.mktemp("gateway"))
    return spec_of(app)


def operations(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post"):
                yield path, method, operation


def test_it_is_openapi_31_with_a_unique_id_for_every_operation(document):
    ids = [operation["operationId"] for _, _, operation in operations(document)]
    assert document["openapi"] == "3.1.0"
    assert len(ids) == len(set(ids)) > 40


def test_no_two_schemas_have_one_name(document):
    assert [name for name in document["components"]["schemas"] if name[-1].isdigit()] == []


def test_every_failure_is_described_as_a_problem(document):
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            kinds = {"application/problem+json"} if int(status) >= 400 else GIVEN
            assert status == "204" or set(response["content"]) <= kinds, path


def test_every_success_says_what_it_gives(document):
    for path, method, operation in operations(document):
        [success] = [status for status in operation["responses"] if int(status) < 400]
        if success != "204":
            [(kind, content)] = operation["responses"][success]["content"].items()
            assert "$ref" in content["schema"] or (kind, content["schema"]) in FILES, (path, method)


def test_no_third_party_is_named(document):
    import json

    assert "http" not in json.dumps(document).replace('"scheme": "bearer", "type": "http"', "").replace(
        '"type": "http", "scheme": "bearer"', ""
    )
