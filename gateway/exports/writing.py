"""Rows as CSV that goes out as it is made, and as a workbook.

A text that a spreadsheet would take for a formula is written with an apostrophe before it: whoever
enters a startup must not be able to have something computed on the organiser's laptop. See
https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

import xlsxwriter

BOM = "\ufeff"  # else Excel takes Chinese for something else
ROWS_AT_ONCE = 200
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Row = Mapping[str, Any]
Heading = Callable[[str], str]


def as_csv(rows: Iterable[Row], heading: Heading = str) -> Iterator[bytes]:
    """Yield the file in pieces, the first row's names as they are called in its header; a mark for no rows."""
    out = io.StringIO()
    out.write(BOM)
    writer = None
    for number, row in enumerate(rows, start=1):
        if writer is None:
            writer = csv.DictWriter(out, row.keys())
            writer.writer.writerow(headings(row, heading))
        writer.writerow({name: harmless(value) for name, value in row.items()})
        if number % ROWS_AT_ONCE == 0:
            yield _taken(out)
    yield _taken(out)


def as_xlsx(rows: Iterable[Row], heading: Heading = str) -> Iterator[bytes]:
    """Yield the workbook in pieces once it is whole; rows wait on disk, not in memory."""
    with tempfile.TemporaryFile() as file:
        book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        _fill(book, iter(rows), heading)
        book.close()
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece


def headings(row: Row, heading: Heading) -> list[str]:
    """Return what the columns are called, each once: where two have one name, their codes are beside it."""
    names = [heading(code) for code in row]
    twice = {name for name in names if names.count(name) > 1}
    told = (f"{name} ({code})" if name in twice else name for code, name in zip(row, names, strict=True))
    return [harmless(name) for name in told]


def harmless(value: Any) -> Any:
    """Return a value that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _fill(book: xlsxwriter.Workbook, rows: Iterator[Row], heading: Heading) -> None:
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    first = next(rows, None)
    if first is None:
        return
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, headings(first, heading), bold)
    for number, row in enumerate(chain([first], rows), start=1):
        sheet.write_row(number, 0, [harmless(value) for value in row.values()])


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


FORMATS: Mapping[str, tuple[Callable[[Iterable[Row], Heading], Iterator[bytes]], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
