"""Hosts, programmes, editions and their stages."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from services.chassis.messaging import Asked
from services.registration.blueprints import blueprint
from services.registration.domain.edition import Edition
from services.registration.domain.promotion import first_by_place
from services.registration.domain.refusals import NotCertified
from services.registration.queries import described
from services.registration.repository import Named, RegistrationStore

Answer = dict[str, Any]


def create_host(command: Asked, store: RegistrationStore) -> Answer:
    """Make a host; the same command makes the same one."""
    host = _new(store.hosts, Named(made_id("h", command), command.data["name"]))
    return {"host_id": host.id, "name": host.name}


def create_programme(command: Asked, store: RegistrationStore) -> Answer:
    """Make a programme of a host."""
    host = store.hosts.get(command.data["host_id"])
    programme = _new(store.programmes, Named(made_id("pr", command), command.data["name"], host.id))
    return {"programme_id": programme.id, "host_id": host.id, "name": programme.name}


def start_edition(command: Asked, store: RegistrationStore) -> Answer:
    """Start an edition of a programme from a blueprint."""
    data = command.data
    programme = store.programmes.get(data["programme_id"])
    host = store.hosts.get(programme.host_id)
    edition = _new(
        store.editions,
        Edition.start(
            made_id("ed", command),
            blueprint(data["blueprint"]),
            host=host.name,
            programme=programme.name,
            name=data["name"],
            zone=data["zone"],
            now=command.now,
        ),
    )
    return described(edition, store)


def open_stage(command: Asked, store: RegistrationStore) -> Answer:
    """Take scorecards of a stage from now on."""
    edition = store.editions.get(command.data["edition_id"])
    edition.open_stage(command.data["stage_id"], now=command.now)
    return _saved(edition, store)


def close_stage(command: Asked, store: RegistrationStore) -> Answer:
    """Take no more scorecards of a stage."""
    edition = store.editions.get(command.data["edition_id"])
    edition.close_stage(command.data["stage_id"], now=command.now)
    return _saved(edition, store)


def promote_entries(command: Asked, store: RegistrationStore) -> Answer:
    """Send the first of a certified stage on to the next; a repeat completes what is missing."""
    edition_id, stage_id = command.data["edition_id"], command.data["stage_id"]
    edition = store.editions.get(edition_id)
    certified = store.results.find(f"{edition_id}.{stage_id}")
    edition.stage(stage_id)
    if certified is None:
        raise NotCertified(f"the results of {stage_id} are not certified yet")
    quota = command.data["quota"] or edition.quota(stage_id) or len(certified["certified"]["rows"])
    rows = first_by_place(_standing(certified, store), quota=quota, include_ties=command.data["include_ties"])
    next_stage_id = edition.promote(stage_id, [row["entry_id"] for row in rows])
    store.editions.save(edition)
    _promote(rows, next_stage_id, store)
    return {"promoted": [{name: row[name] for name in ("entry_id", "company", "place")} for row in rows]}


def made_id(prefix: str, command: Asked) -> str:
    """Return the id of what a command makes: the same for the same command."""
    return f"{prefix}-{uuid5(NAMESPACE_URL, f'{prefix}/{command.id}').hex[:12]}"


def _new(repository: Any, aggregate: Any) -> Any:
    found = repository.find(aggregate.id)
    if found is not None:
        return found
    repository.save(aggregate)
    return aggregate


def _saved(edition: Edition, store: RegistrationStore) -> Answer:
    if edition.facts:
        store.editions.save(edition)
    return described(edition, store)


def _standing(certified: Any, store: RegistrationStore) -> list[Any]:
    """Return the certified rows of entries that have not left since."""
    rows = certified["certified"]["rows"]
    entries = store.entries.load(row["entry_id"] for row in rows)
    return [
        row for row in rows if row["entry_id"] in entries and entries[row["entry_id"]].state == "eligible"
    ]


def _promote(rows: list[Any], stage_id: str, store: RegistrationStore) -> None:
    entries = store.entries.load(row["entry_id"] for row in rows)
    for row in rows:
        entries[row["entry_id"]].promote(stage_id, place=row["place"])
    store.entries.save_all([entry for entry in entries.values() if entry.facts], atomic=True)
