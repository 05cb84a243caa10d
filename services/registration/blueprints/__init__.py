"""Blueprints that ship with Darkhorse, one YAML file each."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from marshmallow import RAISE, Schema, ValidationError, fields

from schemas.fields import Award, Stage, name_field, text_field
from schemas.refusal import NotFound
from services.registration.domain.blueprint import Blueprint
from services.registration.domain.refusals import BadBlueprint

FOLDER = Path(__file__).parent


class BlueprintFile(Schema):
    """What a file has. `rubrics` is there for anchors and is not read."""

    class Meta:
        unknown = RAISE

    name = name_field()
    description = text_field()
    rubrics = fields.Raw(load_default=None)
    stages = fields.List(fields.Nested(Stage), required=True)
    awards = fields.List(fields.Nested(Award), load_default=list)


def blueprints() -> Iterator[Blueprint]:
    """Yield every blueprint, by id."""
    return (blueprint(path.stem) for path in sorted(FOLDER.glob("*.yaml")))


def blueprint(id: str) -> Blueprint:
    """Return the blueprint; NotFound names those there are, BadBlueprint what is wrong with it."""
    known = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    if id not in known:
        raise NotFound(f"there is no blueprint {id!r}", errors={"blueprint": {"known": known}})
    return _read(FOLDER / f"{id}.yaml")


@cache
def _read(path: Path) -> Blueprint:
    return parse(path.stem, path.read_text(encoding="utf-8"))


def parse(id: str, text: str) -> Blueprint:
    """Return the blueprint in a YAML text; BadBlueprint names line or field and what is allowed."""
    try:
        document: Any = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadBlueprint(f"blueprint {id!r} is not YAML: {error}") from error
    schema = BlueprintFile()
    try:
        loaded = schema.load(document if isinstance(document, dict) else {})
    except ValidationError as error:
        errors = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise BadBlueprint(f"blueprint {id!r} does not fit", errors=errors) from error
    plain = schema.dump(loaded)
    found = Blueprint(
        id=id,
        name=plain["name"],
        description=plain["description"],
        stages=plain["stages"],
        awards=plain["awards"],
    )
    found.check()
    return found
