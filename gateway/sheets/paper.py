"""Paper: pages with text, lines and boxes, the same bytes for the same content."""

from collections.abc import Callable
from typing import IO

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

INK, MUTED, LINE, ACCENT = (HexColor(code) for code in ("#1a1714", "#5f584f", "#cfc7ba", "#92400e"))
MARGIN = 42.0
LEFT, CENTRE, RIGHT = "left", "centre", "right"
DOTS = "…"


class Paper:
    """Written from the top down; `y` is where the next line goes. Measures are in points."""

    def __init__(
        self, file: IO[bytes], *, title: str, author: str, face: str, landscape: bool = False
    ) -> None:
        size = (A4[1], A4[0]) if landscape else A4
        # Nothing in the file says when it was made: made again it is the same, and its signature holds.
        self._canvas = Canvas(file, pagesize=size, invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self.width, self.height = size
        self.face = face
        self.page = 1
        self.head: Callable[[], None] | None = None
        self.foot: Callable[[], None] | None = None
        self.y = self.height - MARGIN
        self._codes: dict[str, str] = {}

    @property
    def inner(self) -> float:
        """How wide the writing is."""
        return float(self.width - 2 * MARGIN)

    def text(
        self,
        words: str,
        *,
        x: float = MARGIN,
        size: float = 9.5,
        width: float | None = None,
        align: str = LEFT,
        strong: bool = False,
        colour: HexColor = INK,
    ) -> None:
        """Write on the line, cut short where it would be wider than `width`."""
        if width is not None:
            words = self.fitted(words, size=size, width=width)
        at = {LEFT: x, CENTRE: x - self.measured(words, size) / 2, RIGHT: x - self.measured(words, size)}
        line = self._canvas.beginText(at[align], self.y)
        line.setFont(self.face, size)
        line.setFillColor(colour)
        if strong:  # the face has one weight
            line.setTextRenderMode(2)
            self._canvas.setStrokeColor(colour)
            self._canvas.setLineWidth(size / 40)
        line.textOut(words)
        line.setTextRenderMode(0)
        self._canvas.drawText(line)

    def paragraph(
        self, words: str, *, size: float = 9.5, colour: HexColor = INK, width: float | None = None
    ) -> None:
        """Write as many lines as it takes, and go on below them."""
        for line in self.lines(words, size=size, width=width or self.inner):
            self.room(size * 1.5)
            self.down(size * 1.35)
            self.text(line, size=size, colour=colour)

    def lines(self, words: str, *, size: float, width: float) -> list[str]:
        """Return the words in lines that are not wider; Chinese breaks anywhere."""
        found: list[str] = []
        for line in simpleSplit(words, self.face, size, width):
            found += self._broken(line, size, width)
        return found

    def fitted(self, words: str, *, size: float, width: float) -> str:
        """Return the words, cut short where they are wider."""
        if self.measured(words, size) <= width:
            return words
        while words and self.measured(words + DOTS, size) > width:
            words = words[:-1]
        return words.rstrip() + DOTS

    def measured(self, words: str, size: float) -> float:
        """Return how wide the words are."""
        return float(pdfmetrics.stringWidth(words, self.face, size))

    def rule(self, *, x: float = MARGIN, width: float | None = None, colour: HexColor = LINE) -> None:
        """Draw a line across."""
        self._canvas.setStrokeColor(colour)
        self._canvas.setLineWidth(0.6)
        self._canvas.line(x, self.y, x + (self.inner if width is None else width), self.y)

    def frame(self, *, inset: float) -> None:
        """Draw a double frame around the page."""
        self._canvas.setStrokeColor(ACCENT)
        for more, weight in ((0, 2.2), (6, 0.6)):
            at = inset + more
            self._canvas.setLineWidth(weight)
            self._canvas.rect(at, at, self.width - 2 * at, self.height - 2 * at)

    def code(self, words: str, *, x: float, y: float, size: float) -> None:
        """Draw a QR code with its lower left corner there; drawn once, it costs little on each page."""
        if words not in self._codes:
            self._codes[words] = f"code{len(self._codes)}"
            self._canvas.beginForm(self._codes[words], 0, 0, size, size)
            self._draw_code(words, size)
            self._canvas.endForm()
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.doForm(self._codes[words])
        self._canvas.restoreState()

    def down(self, by: float) -> None:
        """Go down on the page."""
        self.y -= by

    def room(self, needed: float) -> None:
        """Go on to another page where there is less room than that."""
        if self.y - needed < MARGIN + 14:
            self.turn()

    def turn(self) -> None:
        """End the page and begin the next."""
        if self.foot:
            self.foot()
        self._canvas.showPage()
        self.page += 1
        self.y = self.height - MARGIN
        if self.head:
            self.head()

    def done(self) -> None:
        """End the last page and write the file."""
        if self.foot:
            self.foot()
        self._canvas.save()

    def _draw_code(self, words: str, size: float) -> None:
        rows = list(segno.make(words, error="m", micro=False).matrix)
        side = size / len(rows)
        self._canvas.setFillColor(INK)
        for n, row in enumerate(rows, start=1):
            for m in (m for m, dark in enumerate(row) if dark):
                self._canvas.rect(m * side, size - n * side, side, side, stroke=0, fill=1)

    def _broken(self, line: str, size: float, width: float) -> list[str]:
        found, rest = [], line
        while self.measured(rest, size) > width and len(rest) > 1:
            end = next(
                n for n in range(len(rest) - 1, 0, -1) if n == 1 or self.measured(rest[:n], size) <= width
            )
            found.append(rest[:end])
            rest = rest[end:]
        return [*found, rest]
