"""The blueprints that come with Darkhorse, one YAML file each, and beside them those of hosts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from schemas.refusal import NotFound
from services.registration.domain.blueprint import Blueprint
from services.registration.repository import RegistrationStore
from services.registration.setups.files import read_blueprint

SHELF = Path(__file__).parent / "blueprints"


@cache
def blueprints(folder: Path = SHELF) -> Mapping[str, Blueprint]:
    """Return the blueprints in a folder by name; BlueprintInvalid when one cannot be started from."""
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        found[path.stem] = read_blueprint(path.stem, path.read_text(encoding="utf-8"), file=path.name)
    return found


def blueprint(name: str, *, folder: Path = SHELF) -> Blueprint:
    """Return one blueprint; NotFound names those there are."""
    known = blueprints(folder)
    if name not in known:
        raise NotFound(f"there is no blueprint {name!r}", errors={"blueprint": {"known": list(known)}})
    return known[name]


def find_blueprint(name: str, store: RegistrationStore, *, host_id: str | None = None) -> Blueprint:
    """Return a blueprint that came along or that a host added, of that host where one is named.

    NotFound names those there are.
    """
    if name in blueprints():
        return blueprints()[name]
    kept = store.blueprints.find(name)
    if kept is None or host_id not in (None, kept.host_id):
        known = [*blueprints(), *(kept.id for kept in store.blueprints.select({}))]
        raise NotFound(f"there is no blueprint {name!r}", errors={"blueprint": {"known": known}})
    found: Blueprint = kept.blueprint
    return found
