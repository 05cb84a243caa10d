"""Has files checked in a process of their own, in turn with decks."""

from pathlib import Path

from services.registration.attachments.domain.refusals import REFUSED
from services.registration.decks.reading import DeckReader

CHECKING = "services.registration.attachments.checking"


class AttachmentReader:
    """Takes its turns among those of `decks`, so that one file is read at a time."""

    def __init__(self, decks: DeckReader) -> None:
        self._decks = decks

    def __call__(self, path: Path, folder: Path) -> str:
        """Return the file's media type; DeckRefused, or ReadersBusy when too many are waiting."""
        return str(self._decks.run(CHECKING, path, folder, refused=REFUSED)["media"])
