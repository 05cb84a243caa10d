"""What a PDF may not have, found without drawing it. Runs in the confined process only.

Source: ISO 32000-1, 7.11 (files), 12.6 (actions), 14.11.2 (page boundaries)
"""

from collections.abc import Iterator
from math import isfinite
from pathlib import Path
from typing import Any

import pikepdf

from services.registration.decks.domain.refusals import (
    DeckActive,
    DeckBroken,
    DeckEncrypted,
    DeckHeavy,
    DeckPages,
    NotAPdf,
    PageSize,
)

MAGIC = b"%PDF-"
MOST_PAGES = 60
# 200 inches is as far as the format goes without scaling; nobody reads a slide below an inch.
SMALLEST_POINTS, LARGEST_POINTS = 72.0, 14_400.0
MOST_PIXELS = 100_000_000
DEEPEST = 100

ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "a program to start",
    "/ImportData": "data to import",
    "/SubmitForm": "a form to send",
    "/Rendition": "media with actions",
    "/RichMediaExecute": "media with actions",
    "/GoToE": "a link into an embedded file",
}
KEYS = {
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/EmbeddedFiles": "an embedded file",
    "/EmbeddedFile": "an embedded file",
    "/EF": "an embedded file",
    "/RichMediaContent": "embedded media",
    "/XFA": "an XFA form",
}


def check(path: Path) -> int:
    """Return how many pages the file has; DeckRefused when it is not to be drawn or shown."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise NotAPdf("the file does not begin as a PDF does")
    try:
        with pikepdf.open(path) as pdf:
            _check_open(pdf)
            return len(pdf.pages)
    except pikepdf.PasswordError as error:
        raise DeckEncrypted("the file wants a password") from error
    except (pikepdf.PdfError, ValueError, TypeError, RecursionError) as error:
        raise DeckBroken("the file is damaged", errors={"file": {"found": _said(error, path)}}) from error


def _said(error: Exception, path: Path) -> str:
    return str(error).removeprefix(f"{path}: ")[:200]


def _check_open(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise DeckEncrypted("the file is protected, although it opens without a password")
    count = len(pdf.pages)
    if not 1 <= count <= MOST_PAGES:
        allowed = {"pages": {"came": count, "allowed": f"1 to {MOST_PAGES}"}}
        raise DeckPages(f"the file has {count} pages; 1 to {MOST_PAGES} are taken", errors=allowed)
    for number, page in enumerate(pdf.pages, start=1):
        _check_size(number, page)
    for found in pdf.objects:
        _check_object(found)


def _check_size(number: int, page: pikepdf.Page) -> None:
    unit = float(page.obj.get("/UserUnit", 1))
    for box in (page.mediabox, page.cropbox):
        left, bottom, right, top = (float(edge) for edge in box)
        for side in (abs(right - left) * unit, abs(top - bottom) * unit):
            if not (isfinite(side) and SMALLEST_POINTS <= side <= LARGEST_POINTS):
                came = {"page": {"came": number, "allowed": "sides of 1 to 200 inches"}}
                raise PageSize(f"page {number} is {side:.0f} points long on a side", errors=came)


def _check_object(found: pikepdf.Object) -> None:
    for part in _parts(found):
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            _check_dictionary(part)


def _check_dictionary(part: Any) -> None:
    for key, what in KEYS.items():
        if key in part:
            raise DeckActive(f"the file has {what}", errors={"file": {"found": what}})
    does = str(part.get("/S", ""))
    if does in ACTIONS:
        raise DeckActive(f"the file has {ACTIONS[does]}", errors={"file": {"found": ACTIONS[does]}})
    if str(part.get("/Type", "")) == "/EmbeddedFile":
        raise DeckActive("the file has an embedded file", errors={"file": {"found": "an embedded file"}})
    if str(part.get("/Subtype", "")) == "/Image":
        pixels = int(part.get("/Width", 0)) * int(part.get("/Height", 0))
        if not 0 <= pixels <= MOST_PIXELS:
            raise DeckHeavy(f"an image in the file has {pixels:,} pixels")


def _parts(found: pikepdf.Object) -> Iterator[Any]:
    """Yield an object and what is written inside it, not what it refers to."""
    waiting = [(found, 0)]
    while waiting:
        part, depth = waiting.pop()
        yield part
        if depth > DEEPEST:
            raise DeckBroken("the file is nested too deeply")
        inner: Any = ()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            inner = [value for _, value in part.items()]
        elif isinstance(part, pikepdf.Array):
            inner = list(part)  # type: ignore[call-overload]
        waiting += [(each, depth + 1) for each in inner if _is_written_here(each)]


def _is_written_here(part: Any) -> bool:
    kinds = (pikepdf.Dictionary, pikepdf.Array)
    return isinstance(part, kinds) and not part.is_indirect
