"""Checks a file where it can do no harm: `python -m ...checking FILE FOLDER`.

Says {"media"} or {"refusal": {code, detail, errors}}. A PDF is held to what decks are held to.
"""

import json
import sys
from pathlib import Path

from PIL import Image

from schemas.refusal import Refusal
from services.chassis.confined import confine
from services.registration.attachments.domain.media import JPEG, PDF, PNG, media_of
from services.registration.attachments.domain.refusals import (
    AttachmentPages,
    NotAttachable,
    PictureBroken,
    PictureLarge,
)
from services.registration.decks.domain.refusals import DeckPages
from services.registration.decks.hostile import check

MOST_PIXELS = 50_000_000
FORMATS = {PNG: "PNG", JPEG: "JPEG"}


def check_file(path: Path) -> str:
    """Return the media type of a file that may be attached; DeckRefused otherwise."""
    with path.open("rb") as file:
        media = media_of(file.read(16))
    if media is None:
        raise NotAttachable("the file is neither PDF, PNG nor JPEG")
    if media == PDF:
        _check_pdf(path)
    else:
        _check_picture(path, FORMATS[media])
    return media


def _check_pdf(path: Path) -> None:
    try:
        check(path)
    except DeckPages as refusal:
        raise AttachmentPages(refusal.detail, errors=refusal.errors) from refusal


def _check_picture(path: Path, format: str) -> None:
    # We look at the size ourselves, before anything is unpacked.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path, formats=[format]) as picture:
            pixels = picture.width * picture.height
            if pixels > MOST_PIXELS:
                allowed = {"file": {"came": pixels, "allowed": f"up to {MOST_PIXELS:,} pixels"}}
                raise PictureLarge(f"the picture has {pixels:,} pixels", errors=allowed)
            picture.load()
    except (OSError, ValueError, SyntaxError) as error:
        raise PictureBroken("the picture is damaged") from error


def main(words: list[str]) -> None:
    """Check the file, and say what came of it."""
    confine()
    try:
        told: dict[str, object] = {"media": check_file(Path(words[0]))}
    except Refusal as refusal:
        told = {"refusal": refusal.as_dict()}
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
