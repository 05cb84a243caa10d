"""Why a deck is turned down, each with the word a client may branch on."""

from schemas.refusal import Invalid, Refusal


class DeckRefused(Invalid):
    """The file cannot be taken as a deck."""


class NotAPdf(DeckRefused):
    """The file is of another kind."""

    code = "deck_not_pdf"


class DeckBroken(DeckRefused):
    """The file cannot be read as PDF to its end."""

    code = "deck_broken"


class DeckEncrypted(DeckRefused):
    """The file is protected."""

    code = "deck_encrypted"


class DeckActive(DeckRefused):
    """The file has parts that do something: scripts, programs to start, forms to send, other files."""

    code = "deck_active"


class DeckPages(DeckRefused):
    """The file has no page, or too many."""

    code = "deck_pages"


class PageSize(DeckRefused):
    """A page is too large or too small to be shown."""

    code = "deck_page_size"


class DeckHeavy(DeckRefused):
    """The pages cannot be drawn in the memory and time that there are."""

    code = "deck_heavy"


class PartDamaged(Invalid):
    """A part has not the digest that came with it."""

    code = "deck_part_damaged"


class DeckIncomplete(Refusal):
    """Parts of the file are not there; `errors` has their numbers."""

    code = "deck_incomplete"


class ReadersBusy(Refusal):
    """Other decks are being read; the same will work in a moment, and what was sent is kept."""

    code = "unavailable"
    status = 503


REFUSED = {
    kind.code: kind
    for kind in (NotAPdf, DeckBroken, DeckEncrypted, DeckActive, DeckPages, PageSize, DeckHeavy)
}
