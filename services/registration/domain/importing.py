"""Entries from a CSV: each line is a startup, or the reasons why it is none."""

import csv
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import StringIO
from typing import Any

from services.registration.domain.cells import CellWrong, amounts, names, text, year
from services.registration.domain.city import city_of, spelled
from services.registration.domain.fields import LONG, SHORT, shown
from services.registration.domain.refusals import ImportInvalid
from services.registration.domain.startup import Startup

MAX_LINES = 20_000
NEVER_CLOSED = "unexpected end of data"

# The cohort says when a startup was with its accelerator; an entry has its own edition instead.
LEFT_OUT = frozenset({"cohort_year", "cohort_season"})

COLUMNS: Mapping[str, Callable[[str], Any]] = {
    "company": text(SHORT, required=True),
    "description": text(LONG),
    "categories": names,
    "founded_year": year,
    "city": text(SHORT),
    "state": text(SHORT),
    "country": text(SHORT),
    "website": text(500),
    "cohort_year": text(SHORT),
    "cohort_season": text(SHORT),
    "status": text(SHORT),
    "investors": names,
    "rounds_usd": amounts,
    "language": text(SHORT),
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a line, counted from 1 in the file; `column` is empty for a whole line."""

    line: int
    column: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        """Return the flaw as it travels."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Imported:
    """The startups of the good lines, and what is wrong with the others, both in file order."""

    startups: list[Startup]
    flaws: list[Flaw]


def read_startups(content: str, *, cities: Sequence[str] = ()) -> Imported:
    """Return what the lines of a CSV describe; a city is one of `cities`, where any are listed.

    Raises ImportInvalid when the file as a whole cannot be read: a wrong header, a quote that is
    never closed, no line or too many.
    """
    records = _records(content.removeprefix("\ufeff"))
    columns, known = _header(next(records, None)), spelled(cities)
    startups: dict[tuple[str, str], tuple[int, Startup]] = {}
    flaws: list[Flaw] = []
    for line, cells in records:
        found = cells if isinstance(cells, Flaw) else _startup(line, cells, columns, known)
        if isinstance(found, Startup):
            first = startups.setdefault(found.key, (line, found))[0]
            found = found if first == line else [_twice(line, first)]
        if not isinstance(found, Startup):
            flaws.extend([found] if isinstance(found, Flaw) else found)
        _limit(len(startups) + len(flaws), line)
    if not startups and not flaws:
        raise refused([Flaw(1, "", "no startup follows the header; at least one line is needed")])
    return Imported([startup for _, startup in startups.values()], flaws)


def refused(flaws: Iterable[Flaw]) -> ImportInvalid:
    """Return the refusal that lists all flaws and counts the lines they are on."""
    listed = list(flaws)
    count = len({flaw.line for flaw in listed})
    lines = "1 line" if count == 1 else f"{count} lines"
    return ImportInvalid(
        f"{lines} cannot be entered, so nothing was; correct what is listed, or skip bad lines",
        errors={"lines": [flaw.as_dict() for flaw in listed]},
    )


def _records(content: str) -> Iterator[tuple[int, list[str] | Flaw]]:
    """Yield each record with the line it starts on; empty ones are passed over."""
    reader = csv.reader(StringIO(content, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if str(error) == NEVER_CLOSED:
                raise refused([Flaw(line, "", "a quote opens here and is never closed")]) from error
            yield line, Flaw(line, "", f"is no CSV: {error}")
        else:
            if any(cell.strip() for cell in cells):
                yield line, cells


def _header(record: tuple[int, list[str] | Flaw] | None) -> list[str]:
    line, cells = record or (1, [])
    if isinstance(cells, Flaw):
        raise refused([cells])
    columns = [cell.strip().casefold() for cell in cells]
    known = ", ".join(COLUMNS)
    flaws = [
        Flaw(line, name, f"came as {shown(name)}; known columns, separated by commas: {known}")
        for name in dict.fromkeys(columns)
        if name not in COLUMNS
    ]
    flaws += [
        Flaw(line, name, "came more than once; each column once")
        for name in COLUMNS
        if columns.count(name) > 1
    ]
    if "company" not in columns:
        flaws.append(Flaw(line, "company", "is missing from the header; every startup needs a company"))
    if flaws:
        raise refused(flaws)
    return columns


def _startup(
    line: int, cells: list[str], columns: list[str], cities: Mapping[str, str]
) -> Startup | list[Flaw]:
    if len(cells) != len(columns):
        reason = f"came with {len(cells)} cells; {len(columns)} are allowed, as many as in the header"
        return [Flaw(line, "", reason)]
    values: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for column, cell in zip(columns, cells, strict=True):
        try:
            values[column] = COLUMNS[column](_clean(cell))
        except CellWrong as wrong:
            flaws.append(Flaw(line, column, str(wrong)))
    if (city := city_of(values.get("city", ""), cities)) is None:
        flaws.append(
            Flaw(line, "city", f"came as {shown(values['city'])}; allowed: {', '.join(cities.values())}")
        )
    elif "city" in values:
        values["city"] = city
    if flaws:
        return flaws
    return Startup.described({name: value for name, value in values.items() if name not in LEFT_OUT})


def _clean(cell: str) -> str:
    """Return the cell without spaces around it; CellWrong for what no text should hold."""
    if cell.isprintable():
        return cell.strip()
    for letter in cell:
        if unicodedata.category(letter) in {"Cc", "Cs"} and letter not in "\t\r\n":
            raise CellWrong(f"came with the character U+{ord(letter):04X}; text and line breaks are allowed")
    return cell.strip()


def _twice(line: int, first: int) -> Flaw:
    return Flaw(line, "company", f"is the same startup as on line {first}, by its company and website")


def _limit(count: int, line: int) -> None:
    if count > MAX_LINES:
        reason = f"the file goes on here; at most {MAX_LINES} startups are allowed at once, so split it"
        raise refused([Flaw(line, "", reason)])
