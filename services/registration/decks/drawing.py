"""Checks and draws a deck where it can do no harm: `python -m ...drawing FILE FOLDER`.

Says {"pages", "pictures"} or {"refusal": {code, detail, errors}}; page n is drawn to FOLDER/n.webp.
"""

import json
import sys
import time
from pathlib import Path

import pypdfium2

from schemas.refusal import Refusal
from services.chassis.confined import confine
from services.registration.decks.domain.refusals import DeckBroken
from services.registration.decks.hostile import check

MOST_PICTURES = 20
LONGEST_SIDE = 1280
LARGEST_SCALE = 3.0
QUALITY = 80
# What is not drawn by then stays without a picture.
DRAWING_SECONDS = 8.0


def draw(path: Path, folder: Path) -> int:
    """Draw the first pages, as many as time allows, and return how many; DeckBroken for a bad one."""
    end = time.monotonic() + DRAWING_SECONDS
    document = pypdfium2.PdfDocument(path)
    for number in range(1, min(len(document), MOST_PICTURES) + 1):
        try:
            _draw(document[number - 1], folder / f"{number}.webp")
        except (pypdfium2.PdfiumError, ValueError, OSError) as error:
            raise DeckBroken(f"page {number} cannot be drawn", errors={"page": {"came": number}}) from error
        if time.monotonic() > end:
            break
    return number


def _draw(page: pypdfium2.PdfPage, to: Path) -> None:
    longest = max(page.get_size())
    scale = min(LONGEST_SIDE / longest, LARGEST_SCALE)
    picture = page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    picture.save(to, "WEBP", quality=QUALITY, method=2)
    page.close()


def main(words: list[str]) -> None:
    """Check and draw the file, and say what came of it."""
    confine()
    path, folder = Path(words[0]), Path(words[1])
    try:
        pages = check(path)
        told: dict[str, object] = {"pages": pages, "pictures": draw(path, folder)}
    except pypdfium2.PdfiumError:
        told = {"refusal": DeckBroken("the file cannot be opened for drawing").as_dict()}
    except Refusal as refusal:
        told = {"refusal": refusal.as_dict()}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
