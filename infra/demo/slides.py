"""A small pitch deck of a startup, from its own facts."""

import io
import textwrap
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pikepdf

WIDTH, HEIGHT, MARGIN = 960, 540, 72
INK, ACCENT, PAPER = "0.10 0.09 0.08", "0.57 0.25 0.05", "0.98 0.97 0.96"
LINE, LINES, MOST_BARS = 54, 8, 5

Startup = Mapping[str, Any]


def slides(startup: Startup) -> bytes:
    """Return a PDF of four pages: who, what, how it was paid for, who believes in it."""
    pages = [_title(startup), _words("What we do", startup["description"] or "We are building it.")]
    pages.append(_rounds([Decimal(amount) for amount in startup["rounds_usd"] if amount]))
    pages.append(_words("Who believes in us", ", ".join(startup["investors"]) or "You could be the first."))
    return _pdf(startup["company"], pages)


def _title(startup: Startup) -> str:
    place = ", ".join(part for part in (startup["city"], startup["country"]) if part)
    year = f"since {startup['founded_year']}" if startup["founded_year"] else ""
    about = [place, year, ", ".join(startup["categories"][:3])]
    lines = [_text(MARGIN, 200 - 44 * n, 26, line, INK) for n, line in enumerate(filter(None, about))]
    size = 72 if len(startup["company"]) < 18 else 44
    return (
        _box(0, 0, 24, HEIGHT, ACCENT) + _text(MARGIN, 290, size, startup["company"], ACCENT) + "".join(lines)
    )


def _words(title: str, words: str) -> str:
    lines = textwrap.wrap(words, LINE, max_lines=LINES, placeholder=" ...")
    return _head(title) + "".join(_text(MARGIN, 370 - 42 * n, 28, line, INK) for n, line in enumerate(lines))


def _rounds(amounts: list[Decimal]) -> str:
    if not amounts:
        return _words("What it took", "Our own savings, so far.")
    drawn, longest = _head("What it took"), max(amounts)
    for n, amount in enumerate(amounts[:MOST_BARS]):
        y = 340 - 70 * n
        drawn += _box(MARGIN, y, 20 + float(amount / longest) * 520 if longest else 20, 44, ACCENT)
        drawn += _text(700, y + 10, 26, f"{amount / 1_000_000:,.1f} M USD", INK)
    return drawn


def _head(title: str) -> str:
    return _text(MARGIN, 440, 44, title, ACCENT)


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f"{colour} rg {x:.0f} {y:.0f} {width:.0f} {height:.0f} re f\n"


def _text(x: float, y: float, size: int, words: str, colour: str) -> str:
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {colour} rg /F1 {size} Tf {x:.0f} {y:.0f} Td ({escaped}) Tj ET\n"


def _pdf(title: str, pages: list[str]) -> bytes:
    name, out = pikepdf.Name, io.BytesIO()
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica, Encoding=name.WinAnsiEncoding
        )
        font = pdf.make_indirect(font)
        for drawn in pages:
            page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            content = _box(0, 0, WIDTH, HEIGHT, PAPER) + drawn
            page.Contents = pdf.make_stream(content.encode("cp1252", errors="replace"))
        pdf.docinfo["/Title"] = title
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
