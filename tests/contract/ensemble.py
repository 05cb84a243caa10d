"""All services over one database, without a broker: what one tells is brought to who takes it.

Facts are taken from the documents where a save left them, as the relay takes them, and brought
through each service's own entrypoints, to whom the table of queues says.
"""

import inspect
from dataclasses import replace
from functools import cache
from importlib import import_module
from uuid import uuid4

from schemas.commands import CastVote, SettleVote, SubmitScorecard
from schemas.envelope import decode, opened
from schemas.events import EVENTS
from schemas.routes import QUEUES, SERVICES, exchange_for
from services.chassis.messaging import method_name
from services.chassis.messaging.asking import SafeRpc
from services.chassis.messaging.consuming import ConsumeBatch, Consuming
from services.chassis.storage import Receipts, ensure_indexes
from services.chassis.storage.pending import PENDING_FILTER, publishing_collections
from services.scoring.handlers.refreshing import refresh_standings

TOLD = (SubmitScorecard, CastVote, SettleVote)
TAKEN = {**EVENTS, **{command.__name__: command for command in TOLD}}
CLASSES = {name: import_module(f"services.{name}.service").SERVICE for name in SERVICES}


def doors(service, kind):
    """Return (method name, entrypoint) for each entrypoint of the kind that a service class has."""
    return [
        (name, entrypoint)
        for name, method in inspect.getmembers(service, inspect.isfunction)
        for entrypoint in getattr(method, "nameko_entrypoints", ())
        if isinstance(entrypoint, kind)
    ]


def consuming(service):
    """Return the entrypoint of a service class by the message it takes."""
    return {
        message: (name, entrypoint)
        for name, entrypoint in doors(service, Consuming)
        for message in entrypoint.messages
    }


def answering(service):
    """Return the names of the methods that a service class answers by."""
    return {name for name, _ in doors(service, SafeRpc)}


found = cache(publishing_collections)


def telling(collection):
    """Return the stages that find the documents of a collection that have something to tell."""
    return [{"$match": PENDING_FILTER}, {"$project": {"pending": 1, "in": {"$literal": collection.name}}}]


def joined(collection):
    """Return the stage that adds those of another collection: a whole database is asked once."""
    return {"$unionWith": {"coll": collection.name, "pipeline": telling(collection)}}


class Refused(AssertionError):
    """A service refused, or failed, what the contest asks of it."""


def make_indexes(databases):
    """Make the indexes of every service's database, which takes longest of all that an ensemble needs."""
    for service in Ensemble(databases).services.values():
        ensure_indexes(service.store)


class Ensemble:
    """`databases` has one by each service's name; `told` every fact and told command that was brought, in order."""

    def __init__(self, databases):
        self.databases = databases
        self.services = {name: self._service(name) for name in SERVICES}
        self.told = []

    def ask(self, message, **data):
        """Return the answer to a command or query, after everybody heard what it led to."""
        service = self.services[message.source]
        request = {"id": str(uuid4()), "by": "p-1", "data": data}
        reply = getattr(service, method_name(message))(request)
        if "answer" not in reply:
            raise Refused(f"{message.__name__}: {reply}")
        self.settle()
        return reply["answer"]

    def bring(self, *envelopes):
        """Hand envelopes to whoever takes them, each queue's batch at once."""
        self.told += envelopes
        for queue in QUEUES:
            kinds = {message.__name__ for message in queue.messages}
            mine = [envelope for envelope in envelopes if envelope.name in kinds]
            if mine:
                self._hand(queue.service, mine)

    def settle(self):
        """Bring facts until nobody has anything to tell."""
        while facts := [fact for name in SERVICES for fact in self._pending(name)]:
            self.bring(*facts)
            refresh_standings(self.services["scoring"].store)

    def _service(self, name):
        service = CLASSES[name]()
        database = self.databases[name]
        service.store = CLASSES[name].store.build(database)
        service.store.receipts = Receipts(database["receipts"])
        return service

    def _hand(self, name, envelopes):
        by_message = consuming(CLASSES[name])
        for envelope in envelopes:
            message = TAKEN[envelope.name]
            method, entrypoint = by_message[message]
            loaded = opened(replace(envelope), message())
            batch = isinstance(entrypoint, ConsumeBatch)
            getattr(self.services[name], method)([loaded] if batch else loaded)

    def _pending(self, name):
        """Take what a service's documents hold, and check that each fact is addressed right."""
        database = self.databases[name]
        first, *others = found(database)
        for document in first.aggregate([*telling(first), *map(joined, others)]):
            for fact in document["pending"]:
                envelope = decode(fact["body"])
                message = EVENTS[envelope.name]
                assert (fact["exchange"], fact["key"]) == (exchange_for(message), message.message_type())
                assert (envelope.source, envelope.subject) == (name, document["_id"])
                yield envelope
            told = database[document["in"]]
            told.update_one({"_id": document["_id"]}, {"$set": {"pending": []}})
