"""Documents of audience votes, and the store that holds them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING, ReturnDocument, UpdateOne
from pymongo.collection import Collection as MongoCollection
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from schemas.events import EVENTS
from services.chassis.storage import Repository
from services.chassis.storage.repository import duplicates
from services.scoring.votes.domain.vote import Vote, Window

Document = dict[str, Any]

KEPT_SECONDS = 7 * 24 * 3600


class Tickets:
    """Tickets by the digest of their secret, numbered from 1 in each edition."""

    def __init__(self, tickets: MongoCollection[Document], counters: MongoCollection[Document]) -> None:
        self._tickets = tickets
        self._counters = counters

    def issue(self, edition_id: str, digests: Sequence[str]) -> list[int]:
        """Keep tickets, those that are kept already as they are; return the number of each."""
        ids = [ticket_id(edition_id, digest) for digest in digests]
        new = [id for id in dict.fromkeys(ids) if id not in self._numbers(ids)]
        first = self._reserve(edition_id, len(new)) if new else 0
        writes = [
            UpdateOne(
                {"_id": id},
                {"$setOnInsert": {"edition_id": edition_id, "number": first + n, "void": False}},
                upsert=True,
            )
            for n, id in enumerate(new)
        ]
        _write(self._tickets, writes)
        numbers = self._numbers(ids)
        return [numbers[id] for id in ids]

    def load(self, ids: Collection[str]) -> dict[str, Document]:
        """Return those tickets that there are, by id."""
        return {each["_id"]: each for each in self._tickets.find({"_id": {"$in": list(ids)}})}

    def void(self, edition_id: str, number: int) -> bool:
        """Make a ticket worthless; False when there is none of that number."""
        wanted = {"edition_id": edition_id, "number": number}
        return self._tickets.update_one(wanted, {"$set": {"void": True}}).matched_count > 0

    def voided(self, edition_id: str) -> list[str]:
        """Return the ids of the tickets that are worthless."""
        found = self._tickets.find({"edition_id": edition_id, "void": True}, {"_id": 1})
        return [ticket["_id"] for ticket in found]

    def count(self, edition_id: str) -> int:
        """Return how many tickets an edition has."""
        return self._tickets.count_documents({"edition_id": edition_id})

    def ensure_indexes(self) -> None:
        """Make the index by which a ticket is found by its number."""
        self._tickets.create_index([("edition_id", ASCENDING), ("number", ASCENDING)], unique=True)
        self._tickets.create_index([("edition_id", ASCENDING), ("void", ASCENDING)])

    def _numbers(self, ids: Collection[str]) -> dict[str, int]:
        found = self._tickets.find({"_id": {"$in": list(ids)}}, {"number": 1})
        return {ticket["_id"]: ticket["number"] for ticket in found}

    def _reserve(self, edition_id: str, count: int) -> int:
        counted = self._counters.find_one_and_update(
            {"_id": edition_id},
            {"$inc": {"last": count}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        return int((counted or {})["last"]) - count + 1


class Ballots:
    """One document for each ticket and vote: the choice made last."""

    def __init__(self, collection: MongoCollection[Document]) -> None:
        self._collection = collection

    def cast(self, ballots: Iterable[Document]) -> None:
        """Keep each unless one made later is held; the same again changes nothing."""
        writes = [_newer(ballot) for ballot in ballots]
        # The id was taken meanwhile by another process: the second try finds its document.
        _write(self._collection, [writes[n] for n in _write(self._collection, writes)])

    def totals(self, vote: str, *, without: Sequence[str] = ()) -> dict[str, int]:
        """Return how many ballots each entry has in a vote, those of some tickets left out."""
        match: Document = {"vote": vote}
        if without:
            match["ticket"] = {"$nin": list(without)}
        grouped = [{"$match": match}, {"$group": {"_id": "$entry_id", "votes": {"$sum": 1}}}]
        return {row["_id"]: row["votes"] for row in self._collection.aggregate(grouped)}

    def of(self, ticket: str) -> dict[str, str]:
        """Return the entry chosen in each vote of a ticket, by the vote's id."""
        return {each["vote"]: each["entry_id"] for each in self._collection.find({"ticket": ticket})}

    def ensure_indexes(self) -> None:
        """Make the indexes by which ballots are counted and found."""
        self._collection.create_index([("vote", ASCENDING), ("entry_id", ASCENDING), ("ticket", ASCENDING)])
        self._collection.create_index([("ticket", ASCENDING)])


class Outcomes:
    """What became of told votes, by receipt; the first outcome stays. Kept for seven days."""

    def __init__(self, collection: MongoCollection[Document]) -> None:
        self._collection = collection

    def load(self, receipts: Iterable[str]) -> dict[str, Document]:
        """Return those that are known, by receipt."""
        return {each["_id"]: each for each in self._collection.find({"_id": {"$in": list(receipts)}})}

    def first_receipts(self, command_ids: Collection[str]) -> dict[str, str]:
        """Return the receipt that each command id was used with first."""
        found = self._collection.find({"command_id": {"$in": list(command_ids)}, "reused": False})
        return {each["command_id"]: each["_id"] for each in found}

    def keep(self, outcomes: Mapping[str, Document]) -> None:
        """Keep outcomes by receipt."""
        now = datetime.now(UTC)
        writes = [
            UpdateOne({"_id": receipt}, {"$setOnInsert": {**outcome, "at": now}}, upsert=True)
            for receipt, outcome in outcomes.items()
        ]
        _write(self._collection, writes)

    def refused(self, vote: str) -> int:
        """Return how many votes were turned down."""
        return self._collection.count_documents({"vote": vote, "refused": True})

    def ensure_indexes(self) -> None:
        """Make the indexes by which outcomes are found, counted and forgotten."""
        self._collection.create_index([("command_id", ASCENDING)])
        self._collection.create_index([("vote", ASCENDING), ("refused", ASCENDING)])
        self._collection.create_index([("at", ASCENDING)], expireAfterSeconds=KEPT_SECONDS)


class VoteStore:
    """What scoring remembers of audience votes."""

    def __init__(self, database: Database[Document]) -> None:
        self.votes = Repository(
            database["votes"],
            events=EVENTS,
            to_state=to_state,
            from_state=from_state,
            shown=("name", "windows", "settled", "revealed"),
        )
        self.tickets = Tickets(database["tickets"], database["ticket_numbers"])
        self.ballots = Ballots(database["ballots"])
        self.outcomes = Outcomes(database["vote_outcomes"])
        self._collection = database["votes"]

    def of_edition(self, edition_id: str) -> list[Vote]:
        """Return the votes of an edition, first opened first."""
        found = self.votes.select({"state.edition_id": edition_id})
        return sorted(found, key=lambda vote: (vote.opened_at, vote.vote_id))

    def totals(self, vote: Vote) -> dict[str, int]:
        """Return the votes by entry: those revealed, else those that count now."""
        if vote.revealed:
            return vote.totals
        return self.ballots.totals(vote.id, without=self.tickets.voided(vote.edition_id))

    def ensure_indexes(self) -> None:
        """Make the indexes of all collections."""
        self.votes.ensure_indexes()
        self._collection.create_index([("state.edition_id", ASCENDING)])
        for part in (self.tickets, self.ballots, self.outcomes):
            part.ensure_indexes()


def ticket_id(edition_id: str, digest: str) -> str:
    """Return the id of a ticket: the same secret is another ticket in another edition."""
    return f"{edition_id}.{digest}"


def to_state(vote: Vote) -> Document:
    """Return a vote as it is stored."""
    return {
        "edition_id": vote.edition_id,
        "vote_id": vote.vote_id,
        "name": vote.name,
        "stage_id": vote.stage_id,
        "choices": [[entry_id, company] for entry_id, company in vote.choices.items()],
        # As text: the database keeps milliseconds only, and a vote may come between two of them.
        "windows": [[_text(window.since), _text(window.until)] for window in vote.windows],
        "settled": vote.settled,
        "totals": [[entry_id, votes] for entry_id, votes in vote.totals.items()],
        "revealed": vote.revealed,
    }


def from_state(id: str, version: int, state: Document) -> Vote:
    """Return the vote that was stored."""
    return Vote(
        edition_id=state["edition_id"],
        vote_id=state["vote_id"],
        name=state["name"],
        stage_id=state["stage_id"],
        choices=dict(state["choices"]),
        windows=[Window(datetime.fromisoformat(since), _moment(until)) for since, until in state["windows"]],
        settled=state["settled"],
        totals=dict(state["totals"]),
        revealed=state["revealed"],
        version=version,
    )


def told(vote: Vote) -> Document:
    """Return a vote's public state as JSON has it."""
    public = vote.public(vote.version)
    times = {name: public[name] and public[name].isoformat() for name in ("opened_at", "closed_at")}
    return {**public, **times}


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _newer(ballot: Document) -> UpdateOne:
    # By the id alone the database finds it without planning. An id that is not there is below any.
    kept = {
        name: {"$cond": [{"$lt": ["$made", {"$literal": ballot["made"]}]}, {"$literal": value}, f"${name}"]}
        for name, value in ballot.items()
        if name != "_id"
    }
    return UpdateOne({"_id": ballot["_id"]}, [{"$set": kept}], upsert=True)


def _write(collection: MongoCollection[Document], writes: list[UpdateOne]) -> list[int]:
    """Write, and return the positions of those whose id was taken."""
    if not writes:
        return []
    try:
        collection.bulk_write(writes, ordered=False)
    except BulkWriteError as error:
        return duplicates(error)
    return []
