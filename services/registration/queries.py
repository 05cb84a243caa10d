"""What registration tells: blueprints, editions, entries, who is signed in."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from services.registration.blueprints import blueprints
from services.registration.domain.edition import Edition
from services.registration.domain.entry import Entry
from services.registration.domain.refusals import SignedOut
from services.registration.repository import RegistrationStore, text_of

Answer = dict[str, Any]

STATES = ("submitted", "eligible", "ineligible", "withdrawn")


def list_blueprints() -> Answer:
    """Return the blueprints that an edition can start from."""
    found = [
        {
            "blueprint": blueprint.id,
            "name": blueprint.name,
            "description": blueprint.description,
            "stages": list(blueprint.stages),
            "awards": list(blueprint.awards),
        }
        for blueprint in blueprints()
    ]
    return {"blueprints": found}


def list_editions(store: RegistrationStore) -> Answer:
    """Return every edition, newest first."""
    editions = store.editions.select({}, sort=[("state.started_at", -1)])
    return {"editions": [described(edition, store) for edition in editions]}


def get_edition(store: RegistrationStore, query: Mapping[str, Any]) -> Answer:
    """Return one edition."""
    return described(store.editions.get(query["edition_id"]), store)


def described(edition: Edition, store: RegistrationStore) -> Answer:
    """Return an edition with how far its stages are and how many entries it has."""
    states = store.entries_by_state(edition.id)
    counts = {state: states.get(state, 0) for state in STATES}
    return {
        "edition_id": edition.id,
        "name": edition.name,
        "host": edition.host,
        "programme": edition.programme,
        "zone": edition.zone,
        "blueprint": edition.blueprint,
        "started_at": text_of(edition.started_at),
        "stages": [_stage(edition, number) for number in range(len(edition.progress))],
        "awards": list(edition.awards),
        "counts": {**counts, "entries": sum(counts.values())},
    }


def list_entries(store: RegistrationStore, query: Mapping[str, Any]) -> Answer:
    """Return a page of entries by company."""
    wanted = _wanted(query)
    page = {"$and": [wanted, _after(query["after"])]} if query["after"] else wanted
    by_company = [("state.company_key", 1), ("_id", 1)]
    entries = list(store.entries.select(page, sort=by_company, limit=query["limit"]))
    more = len(entries) == query["limit"]
    return {
        "entries": [described_entry(entry) for entry in entries],
        "total": store.count_entries(wanted),
        "next": f"{entries[-1].company.casefold()}|{entries[-1].id}" if more else None,
    }


def get_entry(store: RegistrationStore, query: Mapping[str, Any]) -> Answer:
    """Return one entry."""
    store.editions.get(query["edition_id"])
    return described_entry(store.entry(query["edition_id"], query["entry_id"]))


def described_entry(entry: Entry) -> Answer:
    """Return an entry as it travels."""
    return {
        "entry_id": entry.id,
        "state": entry.state,
        "stage_id": entry.stage_id,
        "startup": dict(entry.startup),
        "reason": entry.reason,
        "receipt": f"{entry.id}.{entry.version}",
        "submitted_at": text_of(entry.submitted_at),
    }


def who_is(store: RegistrationStore, query: Mapping[str, Any]) -> Answer:
    """Return who holds a session; SignedOut when nobody does."""
    session = store.sessions.find_one({"_id": query["session_digest"]})
    if session is None or session["expires_at"] <= datetime.now(UTC):
        raise SignedOut("the session is over; use a new sign-in link")
    person = store.people.get(session["person_id"])
    grants = [{"role": g.role, "edition_id": g.edition_id, "subject_id": g.subject_id} for g in person.grants]
    return {
        "person_id": person.id,
        "name": person.name,
        "email": person.email,
        "expires_at": text_of(session["expires_at"]),
        "grants": grants,
    }


def _stage(edition: Edition, number: int) -> Answer:
    progress = edition.progress[number]
    return {
        **edition.stages[number],
        "state": progress.state,
        "opened_at": text_of(progress.opened_at),
        "closed_at": text_of(progress.closed_at),
        "promoted": progress.promoted is not None,
    }


def _wanted(query: Mapping[str, Any]) -> Answer:
    wanted: Answer = {"state.edition_id": query["edition_id"]}
    if query["state"]:
        wanted["state.state"] = query["state"]
    if query["stage_id"]:
        wanted["state.stage_id"] = query["stage_id"]
    if query["search"].strip():
        wanted["state.company_key"] = {"$regex": re.escape(query["search"].strip().casefold())}
    return wanted


def _after(after: str) -> Answer:
    company, _, id = after.rpartition("|")
    later = {"state.company_key": {"$gt": company}}
    return {"$or": [later, {"state.company_key": company, "_id": {"$gt": id}}]}
