"""Read models of set-ups, blueprints and hosts."""

from collections.abc import Mapping
from typing import Any

from services.registration.repository import RegistrationStore
from services.registration.setups.files import write_blueprint
from services.registration.setups.past import past_of
from services.registration.shelf import blueprints, find_blueprint

Answer = dict[str, Any]
Wanted = Mapping[str, Any]


def list_blueprints(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer ListBlueprints: those that come along first, then those of hosts by name."""
    known = blueprints(language=query["language"]).values()
    shipped = [{**blueprint.as_dict(), "host": None} for blueprint in known]
    kept = sorted(store.blueprints.select({}), key=lambda kept: (kept.host, kept.blueprint.name))
    return {"blueprints": [*shipped, *({**each.blueprint.as_dict(), "host": each.host} for each in kept)]}


def list_hosts(store: RegistrationStore) -> Answer:
    """Answer ListHosts."""
    programmes: dict[str, list[Answer]] = {}
    for programme in sorted(store.programmes.select({}), key=lambda each: each.name):
        told = {"programme_id": programme.id, "name": programme.name}
        programmes.setdefault(programme.host_id, []).append(told)
    hosts = sorted(store.hosts.select({}), key=lambda each: each.name)
    known = [{"host_id": h.id, "name": h.name, "programmes": programmes.get(h.id, [])} for h in hosts]
    return {"hosts": known}


def write_set_up(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer WriteSetUp."""
    edition = store.editions.get(query["edition_id"])
    description = f"As {edition.programme} {edition.name} was set up."
    text = write_blueprint(name=edition.name, description=description, parts=edition.parts)
    return {"file": f"{edition.id}.yaml", "yaml": text}


def write_blueprint_file(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer WriteBlueprint."""
    found = find_blueprint(query["blueprint"], store, language=query["language"])
    text = write_blueprint(name=found.name, description=found.description, parts=found.parts)
    return {"file": f"{found.blueprint}.yaml", "yaml": text}


def get_fixed(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetFixed."""
    past = past_of(store.editions.get(query["edition_id"]), store)
    names = ("opened", "closed", "sent_on", "held_entries", "certified", "tracks_in_use")
    return {name: sorted(getattr(past, name)) for name in names}
