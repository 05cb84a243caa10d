"""Read models: what pages are told about editions, entries and who is signed in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from schemas.refusal import NotFound
from schemas.rehearsals import rehearsed
from services.registration.domain.edition import Edition
from services.registration.domain.entry import STATES
from services.registration.domain.refusals import SignedOut
from services.registration.domain.turn import UNDO_FOR
from services.registration.organisers.finding import hosted
from services.registration.repository import RegistrationStore, entry_of, person_by, results_id

Answer = dict[str, Any]
Wanted = Mapping[str, Any]

RECENT = 10


def list_editions(store: RegistrationStore) -> Answer:
    """Answer ListEditions, newest first."""
    found = store.editions.select({}, sort=[("state.started_at", -1)])
    editions = [edition for edition in found if rehearsed(edition.id) is None]
    counts = store.entry_index.counts(edition.id for edition in editions)
    return {"editions": [_edition(edition, counts.get(edition.id, {})) for edition in editions]}


def get_edition(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetEdition; NotFound once a rehearsal was thrown away."""
    edition = store.editions.get(query["edition_id"])
    if edition.thrown_away_at:
        raise NotFound(f"{edition.name} was a rehearsal, and was thrown away")
    return edition_answer(edition, store)


def edition_answer(edition: Edition, store: RegistrationStore) -> Answer:
    """Return an edition as pages see it, with its entries counted.

    A stage says which certificate of its results is the newest here, None before there is one.
    """
    answer = _edition(edition, store.entry_index.counts([edition.id]).get(edition.id, {}))
    found = store.results.load(results_id(edition.id, stage["stage_id"]) for stage in answer["stages"])
    numbers = {id: copy["certified"]["certificate"] for id, copy in found.items()}
    for stage in answer["stages"]:
        stage["certificate"] = numbers.get(results_id(edition.id, stage["stage_id"]))
    return answer


def list_entries(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer ListEntries."""
    page = store.entry_index.page(
        query["edition_id"],
        search=query["search"],
        sort=query.get("sort", "company"),
        after=query["after"],
        limit=query["limit"],
        state=query["state"],
        stage_id=query["stage_id"],
        track=query.get("track"),
    )
    return {"entries": [entry.as_dict() for entry in page.entries], "total": page.total, "next": page.next}


def get_entry(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer GetEntry."""
    return entry_of(store, query).as_dict()


def get_entry_history(store: RegistrationStore, query: Wanted, *, now: datetime) -> Answer:
    """Answer GetEntryHistory."""
    entry = entry_of(store, query)
    stays = store.entries.find(entry.merged_into) if entry.merged_into else None
    turns = [{**turn.as_dict(), "undoable": entry.undoable(turn, now=now)} for turn in reversed(entry.turns)]
    merged = store.entries.select({"state.edition_id": entry.edition_id, "state.merged_into": entry.id})
    return {
        "entry": entry.as_dict(),
        "turns": turns,
        "stays": stays and stays.as_dict(),
        "merged": [other.as_dict() for other in merged],
    }


def list_decisions(store: RegistrationStore, query: Wanted, *, now: datetime) -> Answer:
    """Answer ListDecisions."""
    edition_id = query["edition_id"]
    wanted = {"state.edition_id": edition_id, "state.at": {"$gt": now - UNDO_FOR}}
    found = store.decisions.select(wanted, sort=[("state.at", -1)], limit=RECENT)
    counted = ((decision, store.entry_index.standing(edition_id, decision.id)) for decision in found)
    return {"decisions": [decision.as_dict(entries=count) for decision, count in counted if count]}


def name_people(store: RegistrationStore, query: Wanted) -> Answer:
    """Answer NamePeople."""
    return {"people": {id: person.name for id, person in store.people.load(query["person_ids"]).items()}}


def who_is(store: RegistrationStore, query: Wanted, *, now: datetime) -> Answer:
    """Answer WhoIs in one indexed read; SignedOut when nobody holds the session."""
    digest = query["session_digest"]
    person = person_by(store, "session_digests", digest)
    if person is None:
        raise SignedOut("you are not signed in, or no longer; open a new link")
    return person.as_dict(person.session(digest, now=now), hosted=hosted(person, store))


def _edition(edition: Edition, counts: Mapping[str, int]) -> Answer:
    by_state = {state: counts.get(state, 0) for state in STATES}
    return {**edition.as_dict(), "counts": {**by_state, "entries": sum(by_state.values())}}
