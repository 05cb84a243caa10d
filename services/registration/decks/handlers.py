"""Decks are sent in parts, read, and kept in versions."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.chassis.messaging import Asked
from services.registration.decks.domain.deck import Deck
from services.registration.decks.domain.refusals import DeckRefused, NotAPdf
from services.registration.decks.reading import Drawn
from services.registration.domain.entry import Entry
from services.registration.parts import checked_part, put_together
from services.registration.repository import RegistrationStore, entry_of

Answer = dict[str, Any]
Read = Callable[[Path, Path], Drawn]

MAGIC = b"%PDF-"


def keep_deck_part(command: Asked, store: RegistrationStore) -> Answer:
    """Keep a part of a file; of one that was taken before, none is needed."""
    data = command.data
    entry = _taking(store, data)
    part = _checked_part(data)
    if store.deck_files.drawn(entry.id, data["deck"]) is None:
        store.deck_files.keep_part(entry.id, data["deck"], data["number"], part, now=command.now)
    return {"number": data["number"]}


def submit_deck(command: Asked, store: RegistrationStore, *, read: Read) -> Answer:
    """Make a file the entry's newest deck once it was read; nothing happens when it is that already."""
    data = command.data
    entry, digest = _taking(store, data), data["deck"]
    # Loaded before the file is read: of two files at once, the later one is decided on again.
    deck = store.decks.find(entry.id) or Deck(id=entry.id, edition_id=entry.edition_id)
    drawn = store.deck_files.drawn(entry.id, digest)
    pages, pictures = drawn or _take(entry, data, store, read=read, now=command.now)
    before = len(deck.versions), deck.newest
    newest = deck.submit(
        digest, name=data["name"], size=data["size"], pages=pages, pictures=pictures, now=command.now
    )
    if before != (len(deck.versions), newest):
        store.decks.save(deck)
        store.deck_files.keep_only(entry.id, {v.digest for v in deck.versions}, now=command.now)
    return deck.as_dict(newest)


def drop_abandoned(store: RegistrationStore, *, now: datetime) -> int:
    """Throw away what was sent and never submitted; return how many files."""
    return store.deck_files.drop_abandoned(now=now)


def _taking(store: RegistrationStore, data: Mapping[str, Any]) -> Entry:
    entry = entry_of(store, data)
    entry.refuse_left()
    return entry


def _checked_part(data: Mapping[str, Any]) -> bytes:
    part = checked_part(data)
    if data["number"] == 0 and not part.startswith(MAGIC):
        raise NotAPdf("the file does not begin as a PDF does")
    return part


def _take(
    entry: Entry, data: Mapping[str, Any], store: RegistrationStore, *, read: Read, now: datetime
) -> tuple[int, int]:
    files, digest = store.deck_files, data["deck"]
    with TemporaryDirectory(prefix="deck-") as scratch:
        path = Path(scratch) / "deck.pdf"
        put_together(files, entry.id, digest, size=data["size"], path=path)
        try:
            drawn = read(path, Path(scratch))
        except DeckRefused:
            files.forget(entry.id, digest)
            raise
        pictures = (picture.read_bytes() for picture in drawn.pictures)
        files.take(entry.id, digest, size=data["size"], pages=drawn.pages, pictures=pictures, now=now)
    return drawn.pages, len(drawn.pictures)
