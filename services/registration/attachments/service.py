"""Entrypoints of files that are answers; part of the service registration."""

from datetime import UTC, datetime
from typing import Any

from nameko.timer import timer

from schemas.commands import AttachFile, KeepAttachmentPart, RemoveAttachment
from schemas.queries import CountAttachments, GetAttachmentPart, ListAttachments
from services.chassis.messaging import Asked, ask
from services.registration.attachments import handlers, queries
from services.registration.attachments.reading import AttachmentReader
from services.registration.decks.service import CLEANING_SECONDS, PitchDecks
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


class Attachments:
    store: RegistrationStore
    checker = AttachmentReader(PitchDecks.reader)

    # A part is large and repeats without harm: it is not worth a receipt.
    @ask(KeepAttachmentPart, keep_answer=False)
    def keep_attachment_part(self, command: Asked) -> Answer:
        return handlers.keep_attachment_part(command, self.store)

    @ask(AttachFile)
    def attach_file(self, command: Asked) -> Answer:
        return handlers.attach_file(command, self.store, check=self.checker)

    @ask(RemoveAttachment)
    def remove_attachment(self, command: Asked) -> Answer:
        return handlers.remove_attachment(command, self.store)

    @timer(interval=CLEANING_SECONDS)
    def drop_abandoned_attachments(self) -> None:
        handlers.drop_abandoned(self.store, now=datetime.now(UTC))

    @ask(ListAttachments)
    def list_attachments(self, query: Asked) -> Answer:
        return queries.list_attachments(self.store, query.data)

    @ask(CountAttachments)
    def count_attachments(self, query: Asked) -> Answer:
        return queries.count_attachments(self.store, query.data)

    @ask(GetAttachmentPart)
    def get_attachment_part(self, query: Asked) -> Answer:
        return queries.get_attachment_part(self.store, query.data)
