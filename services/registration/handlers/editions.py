"""Hosts, programmes and editions come to be, and stages open and close."""

from typing import Any
from zoneinfo import available_timezones

from schemas.refusal import Invalid
from services.chassis.messaging import Asked
from services.registration.domain.edition import Edition, edition_id
from services.registration.domain.host import Host, Programme
from services.registration.letters.domain.letter import LetterRules
from services.registration.letters.finding import begin_rules
from services.registration.queries import edition_answer
from services.registration.repository import RegistrationStore
from services.registration.shelf import find_blueprint

Answer = dict[str, Any]


def create_host(command: Asked, store: RegistrationStore) -> Answer:
    """Make a host; the one there is when the name is taken."""
    host = Host.create(_named(command))
    host = _kept(store.hosts, host)
    return {"host_id": host.id, "name": host.name}


def create_programme(command: Asked, store: RegistrationStore) -> Answer:
    """Make a host's programme; the one there is when the host has it."""
    host = store.hosts.get(command.data["host_id"])
    programme = _kept(store.programmes, Programme.create(host, name=_named(command)))
    return {"programme_id": programme.id, "host_id": host.id, "name": programme.name}


def start_edition(command: Asked, store: RegistrationStore) -> Answer:
    """Start an edition; the one there is when it was started just so. Its letters are in its language."""
    programme = store.programmes.get(command.data["programme_id"])
    name, zone = _named(command), _zone(command.data["zone"])
    language = command.data["language"]
    plan = find_blueprint(command.data["blueprint"], store, host_id=programme.host_id, language=language)
    edition = store.editions.find(edition_id(programme.id, name))
    if edition is None:
        edition = Edition.start(programme, name=name, zone=zone, blueprint=plan, now=command.now)
        begin_rules(edition.id, store, LetterRules(edition.id, language))
        store.editions.save(edition)
    edition.set_up_as(zone=zone, blueprint=plan.blueprint)
    return edition_answer(edition, store)


def open_stage(command: Asked, store: RegistrationStore) -> Answer:
    """Take scorecards of a stage from now on."""
    edition = store.editions.get(command.data["edition_id"])
    edition.open_stage(command.data["stage_id"], now=command.now)
    return _stage_saved(edition, command, store)


def close_stage(command: Asked, store: RegistrationStore) -> Answer:
    """Take no more scorecards of a stage."""
    edition = store.editions.get(command.data["edition_id"])
    edition.close_stage(command.data["stage_id"], now=command.now)
    return _stage_saved(edition, command, store)


def _stage_saved(edition: Edition, command: Asked, store: RegistrationStore) -> Answer:
    if edition.facts:
        store.editions.save(edition)
    return edition.run(command.data["stage_id"]).as_dict()


def _kept(repository: Any, made: Any) -> Any:
    found = repository.find(made.id)
    if found is None:
        repository.save(made)
    return found or made


def _named(command: Asked) -> str:
    name: str = command.data["name"].strip()
    if not name:
        raise Invalid(
            "a name is needed",
            errors={"name": {"came": command.data["name"], "allowed": "1 to 200 characters"}},
        )
    return name


def _zone(name: str) -> str:
    if name not in available_timezones():
        allowed = "the name of a time zone, such as Asia/Taipei or UTC"
        raise Invalid(f"there is no time zone {name!r}", errors={"zone": {"came": name, "allowed": allowed}})
    return name
