"""Links that a phone's camera can read."""

import segno


def qr_of(text: str) -> str:
    """Return a QR code as SVG to stand in a page, with its quiet zone and without styles."""
    code = segno.make(text, error="m", micro=False)
    return str(
        code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    )
