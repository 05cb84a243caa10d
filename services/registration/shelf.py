"""The blueprints that come with Darkhorse, one YAML file each."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from schemas.refusal import NotFound
from services.registration.domain.blueprint import Blueprint

SHELF = Path(__file__).parent / "blueprints"


@cache
def blueprints(folder: Path = SHELF) -> Mapping[str, Blueprint]:
    """Return the blueprints in a folder by name; BlueprintInvalid when one cannot be started from."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        found[path.stem] = Blueprint.read(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
    return found


def blueprint(name: str, *, folder: Path = SHELF) -> Blueprint:
    """Return one blueprint; NotFound names those there are."""
    known = blueprints(folder)
    if name not in known:
        raise NotFound(f"there is no blueprint {name!r}", errors={"blueprint": {"known": list(known)}})
    return known[name]
