"""The blueprints that come with Darkhorse, one YAML file each, and beside them those of hosts.

Those that come along are in English, and in the other languages by the texts beside them.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from schemas.fields import ENGLISH
from schemas.refusal import NotFound
from services.registration.domain.blueprint import Blueprint
from services.registration.repository import RegistrationStore
from services.registration.setups.files import read_blueprint

SHELF = Path(__file__).parent / "blueprints"
TEXTS = SHELF / "texts" / "zh.yaml"


@cache
def blueprints(folder: Path = SHELF, *, language: str = ENGLISH) -> Mapping[str, Blueprint]:
    """Return the blueprints in a folder by name; BlueprintInvalid when one cannot be started from."""
    texts = texts_in(language)
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        found[path.stem] = read_blueprint(path.stem, text, file=path.name, texts=texts)
    return found


@cache
def texts_in(language: str) -> Mapping[str, str]:
    """Return what blueprints say in English with what that is in a language."""
    if language == ENGLISH:
        return {}
    known = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return {english: said[language] for english, said in known.items()}


def blueprint(name: str, *, folder: Path = SHELF) -> Blueprint:
    """Return one blueprint; NotFound names those there are."""
    known = blueprints(folder)
    if name not in known:
        raise NotFound(f"there is no blueprint {name!r}", errors={"blueprint": {"known": list(known)}})
    return known[name]


def find_blueprint(
    name: str, store: RegistrationStore, *, host_id: str | None = None, language: str = ENGLISH
) -> Blueprint:
    """Return a blueprint that came along or that a host added, of that host where one is named.

    NotFound names those there are. What came along is in `language`.
    """
    if name in blueprints():
        return blueprints(language=language)[name]
    kept = store.blueprints.find(name)
    if kept is None or host_id not in (None, kept.host_id):
        known = [*blueprints(), *(kept.id for kept in store.blueprints.select({}))]
        raise NotFound(f"there is no blueprint {name!r}", errors={"blueprint": {"known": known}})
    found: Blueprint = kept.blueprint
    return found
