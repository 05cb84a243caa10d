"""Entrypoints of pitch decks; part of the service registration."""

from datetime import UTC, datetime
from typing import Any

from nameko.timer import timer

from schemas.commands import KeepDeckPart, SubmitDeck
from schemas.queries import GetDeckPart, GetDeckPicture, GetDecks, ListDecks
from services.chassis.messaging import Asked, ask
from services.registration.decks import handlers, queries
from services.registration.decks.reading import DeckReader
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

CLEANING_SECONDS = 600


class PitchDecks:
    store: RegistrationStore
    reader = DeckReader()

    # A part is large and repeats without harm: it is not worth a receipt.
    @ask(KeepDeckPart, keep_answer=False)
    def keep_deck_part(self, command: Asked) -> Answer:
        return handlers.keep_deck_part(command, self.store)

    @ask(SubmitDeck)
    def submit_deck(self, command: Asked) -> Answer:
        return handlers.submit_deck(command, self.store, read=self.reader)

    @timer(interval=CLEANING_SECONDS)
    def drop_abandoned_decks(self) -> None:
        handlers.drop_abandoned(self.store, now=datetime.now(UTC))

    @ask(GetDecks)
    def get_decks(self, query: Asked) -> Answer:
        return queries.get_decks(self.store, query.data)

    @ask(ListDecks)
    def list_decks(self, query: Asked) -> Answer:
        return queries.list_decks(self.store, query.data)

    @ask(GetDeckPart)
    def get_deck_part(self, query: Asked) -> Answer:
        return queries.get_deck_part(self.store, query.data)

    @ask(GetDeckPicture)
    def get_deck_picture(self, query: Asked) -> Answer:
        return queries.get_deck_picture(self.store, query.data)
