"""Which kinds of file are taken, and how each begins."""

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
BEGINNINGS = {PDF: b"%PDF-", PNG: b"\x89PNG\r\n\x1a\n", JPEG: b"\xff\xd8\xff"}


def media_of(beginning: bytes) -> str | None:
    """Return the media type of what begins like this; None when it is not taken."""
    return next((media for media, magic in BEGINNINGS.items() if beginning.startswith(magic)), None)
