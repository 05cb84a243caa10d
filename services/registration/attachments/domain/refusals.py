"""Why a file is not taken as an answer, each with the word a client may branch on."""

from schemas.refusal import Refusal
from services.registration.decks.domain.refusals import (
    DeckActive,
    DeckBroken,
    DeckEncrypted,
    DeckHeavy,
    DeckRefused,
    PageSize,
)


class NotAttachable(DeckRefused):
    """The file is neither PDF, PNG nor JPEG, whatever it is called."""

    code = "attachment_kind"


class AttachmentPages(DeckRefused):
    """The PDF has no page, or too many."""

    code = "attachment_pages"


class PictureBroken(DeckRefused):
    """The picture cannot be read to its end."""

    code = "attachment_picture_broken"


class PictureLarge(DeckRefused):
    """The picture has too many pixels."""

    code = "attachment_picture_large"


class FilesFull(Refusal):
    """The entry has as many files as are kept of one."""

    code = "attachment_full"


REFUSED = {
    kind.code: kind
    for kind in (
        *(NotAttachable, AttachmentPages, PictureBroken, PictureLarge),
        *(DeckBroken, DeckEncrypted, DeckActive, DeckHeavy, PageSize),
    )
}
