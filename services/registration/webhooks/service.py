"""Entrypoints of webhooks; part of the service registration."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from nameko.extensions import DependencyProvider
from nameko.timer import timer

from schemas.commands import AddEndpoint, ChangeEndpoint, RemoveEndpoint, SendAgain, SendTest
from schemas.events import EntrySubmitted, EntryWithdrawn, StageClosed, StageOpened
from schemas.queries import GetDelivery, ListDeliveries, ListEndpoints
from services.chassis.messaging import Asked, Envelope, ask, consume_batch
from services.registration.duplicates.handlers import keep_likenesses
from services.registration.repository import RegistrationStore
from services.registration.webhooks import handlers
from services.registration.webhooks.addresses import Addresses
from services.registration.webhooks.sending import Sender

Answer = dict[str, Any]

SENDING_SECONDS = 1


class Sending(DependencyProvider):  # type: ignore[misc]
    """Gives what sends messages."""

    def setup(self) -> None:
        self.sender = Sender(Addresses.from_environment())

    def get_dependency(self, worker_ctx: Any) -> Sender:
        return self.sender


class Webhooks:
    store: RegistrationStore
    sender = Sending()

    # What letters are written of as well, they bring; see letters/service.py. A queue of a service
    # brings each kind of message once, so entries come to be compared by this way too.
    @consume_batch(EntrySubmitted, EntryWithdrawn, StageOpened, StageClosed)
    def on_happenings(self, events: list[Envelope]) -> None:
        keep_likenesses((e for e in events if e.name == EntrySubmitted.__name__), self.store)
        handlers.write_deliveries(events, self.store, now=datetime.now(UTC))

    @timer(interval=SENDING_SECONDS)
    def deliver_due_messages(self) -> None:
        handlers.deliver_due(self.store, sender=self.sender, now=partial(datetime.now, UTC))

    # What holds a secret is never kept.
    @ask(AddEndpoint, keep_answer=False)
    def add_endpoint(self, command: Asked) -> Answer:
        return handlers.add_endpoint(command, self.store, addresses=self.sender.addresses)

    @ask(ChangeEndpoint)
    def change_endpoint(self, command: Asked) -> Answer:
        return handlers.change_endpoint(command, self.store, addresses=self.sender.addresses)

    @ask(RemoveEndpoint)
    def remove_endpoint(self, command: Asked) -> Answer:
        return handlers.remove_endpoint(command, self.store)

    @ask(SendTest)
    def send_test(self, command: Asked) -> Answer:
        return handlers.send_test(command, self.store)

    @ask(SendAgain)
    def send_again(self, command: Asked) -> Answer:
        return handlers.send_again(command, self.store)

    @ask(ListEndpoints)
    def list_endpoints(self, query: Asked) -> Answer:
        return handlers.list_endpoints(self.store, query.data, addresses=self.sender.addresses)

    @ask(ListDeliveries)
    def list_deliveries(self, query: Asked) -> Answer:
        return handlers.list_deliveries(self.store, query.data)

    @ask(GetDelivery)
    def get_delivery(self, query: Asked) -> Answer:
        return handlers.get_delivery(self.store, query.data)
