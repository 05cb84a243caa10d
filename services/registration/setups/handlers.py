"""Set-ups are changed and cloned, and blueprints are added."""

from typing import Any
from zoneinfo import available_timezones

from services.chassis.messaging import Asked
from services.registration.domain.blueprint import Blueprint, KeptBlueprint
from services.registration.domain.edition import Edition, edition_id
from services.registration.domain.refusals import EditionExists, SetUpInvalid
from services.registration.domain.setup import SetUp
from services.registration.letters.finding import begin_rules, rules_of
from services.registration.queries import edition_answer
from services.registration.repository import RegistrationStore
from services.registration.setups.files import read_blueprint
from services.registration.setups.past import past_of

Answer = dict[str, Any]


def change_set_up(command: Asked, store: RegistrationStore) -> Answer:
    """Let an edition be run by another set-up; nothing happens when it is the one it has."""
    edition = store.editions.get(command.data["edition_id"])
    set_up = SetUp.read(command.data["set_up"], zones=available_timezones())
    _check_name(edition, set_up, store)
    edition.change_set_up(set_up, version=command.data["at_version"], past=past_of(edition, store))
    if edition.facts:
        store.editions.save(edition)
    return edition_answer(edition, store)


def clone_edition(command: Asked, store: RegistrationStore) -> Answer:
    """Start an edition with the set-up of another; the one there is when it was started just so.

    Its letters are in the language of the other's, and wait for a look as they do.
    """
    source = store.editions.get(command.data["edition_id"])
    programme = store.programmes.get(source.programme_id)
    name = command.data["name"].strip()
    blueprint = Blueprint(source.blueprint, source.name, "", source.parts)
    edition = store.editions.find(edition_id(programme.id, name))
    if edition is None:
        edition = Edition.start(programme, name=name, zone=source.zone, blueprint=blueprint, now=command.now)
        begin_rules(edition.id, store, rules_of(source.id, store))
        store.editions.save(edition)
    if edition.id == source.id or (edition.zone, edition.parts) != (source.zone, source.parts):
        raise EditionExists(
            f"{programme.name} has an edition {edition.name!r} already",
            errors={"name": {"came": name, "allowed": "a name that no edition of the programme has"}},
        )
    return edition_answer(edition, store)


def add_blueprint(command: Asked, store: RegistrationStore) -> Answer:
    """Keep a blueprint of a host; it takes the place of the host's one of that name."""
    host = store.hosts.get(command.data["host_id"])
    read = read_blueprint("new", command.data["yaml"], file=command.data["file"].strip())
    added = KeptBlueprint.add(host, read)
    kept = store.blueprints.find(added.id) or added
    if not kept.version or kept.blueprint != added.blueprint:
        kept.blueprint = added.blueprint
        store.blueprints.save(kept)
    return {**kept.blueprint.as_dict(), "host": kept.host}


def _check_name(edition: Edition, set_up: SetUp, store: RegistrationStore) -> None:
    other = edition_id(edition.programme_id, set_up.name)
    if other != edition.id and set_up.name != edition.name and store.editions.find(other) is not None:
        said = f"came as {set_up.name!r}; allowed: a name that no other edition of the programme has"
        raise SetUpInvalid("another edition has that name", errors={"name": said})
