"""The face that sheets are set in: one that has Chinese and Latin, so that any name can be printed.

Set-up puts one beside the dependencies. Without any the faces that PDF readers know by name are used:
they are not in the file, and a reader without them shows nothing in their place.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FACE = "Darkhorse"
CARRIED = Path(sys.prefix) / "share" / "darkhorse" / "fonts"
INSTALLED = Path("/usr/share/fonts/truetype")
KNOWN = ("wqy/wqy-microhei.ttc", "wqy/wqy-zenhei.ttc", "arphic/uming.ttc")
NAMED = {"zh_Hans": "STSong-Light"}
NAMED_ELSE = "MSung-Light"


def face(language: str) -> str:
    """Return the name of the face for a sheet in that language."""
    return FACE if carried() else _named(language)


@cache
def carried() -> Path | None:
    """Return the file of the face that goes into sheets, None where this machine has none."""
    for path in _candidates():
        try:
            pdfmetrics.registerFont(TTFont(FACE, str(path)))
        except (OSError, TTFError):
            continue
        return path
    return None


def _candidates() -> Iterator[Path]:
    chosen = os.environ.get("DARKHORSE_FONT")
    if chosen:
        yield Path(chosen)
    yield from sorted(CARRIED.glob("*.tt[cf]"))
    yield from (INSTALLED / name for name in KNOWN)


@cache
def _named(language: str) -> str:
    name = NAMED.get(language, NAMED_ELSE)
    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name
