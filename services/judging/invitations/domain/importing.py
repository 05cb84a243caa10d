"""Judges from a CSV: each line is a judge, or the reasons why it is none."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import StringIO
from typing import Any

from services.judging.domain.refusals import JudgesInvalid

MOST = 2_000
SHORT = 200
TAKES = 10  # entries in one stage, where a line does not say
MOST_TAKEN = 20_000
ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")

Flaw = dict[str, Any]
Read = Callable[[str], Any]


class CellWrong(ValueError):
    """A cell holds what is not allowed; says what came and what is allowed."""


def _text(cell: str) -> str:
    if len(cell) > SHORT:
        raise CellWrong(f"came with {len(cell)} characters; at most {SHORT} are allowed")
    return cell


def _name(cell: str) -> str:
    if not cell:
        raise CellWrong(f"came empty; a name of 1 to {SHORT} characters is needed")
    return _text(cell)


def _email(cell: str) -> str:
    if not ADDRESS.fullmatch(cell) or len(cell) > SHORT:
        raise CellWrong(f"came as {cell[:60]!r}; an address such as mei@example.org is needed")
    return cell


def _names(cell: str) -> list[str]:
    return [_text(name) for part in re.split(r"[|;]", cell) if (name := part.strip())]


def _commitment(cell: str) -> int:
    if not cell:
        return TAKES
    if not cell.isascii() or not cell.isdecimal() or not 1 <= int(cell[:9]) <= MOST_TAKEN:
        raise CellWrong(f"came as {cell[:60]!r}; a whole number from 1 to {MOST_TAKEN} is allowed")
    return int(cell)


def _yes(cell: str) -> bool:
    if cell.casefold() not in ("", "yes", "no"):
        raise CellWrong(f"came as {cell[:60]!r}; yes or no is allowed")
    return cell.casefold() == "yes"


COLUMNS: Mapping[str, Read] = {
    "name": _name,
    "email": _email,
    "firm": _text,
    "tags": _names,
    "languages": _names,
    "commitment": _commitment,
    "shadow": _yes,
    "panel": _names,
}
NEEDED = ("name", "email")


def read_judges(
    content: str, *, panels: Mapping[str, Sequence[str]] | None = None
) -> tuple[list[dict[str, Any]], list[Flaw]]:
    """Return the judges of the good lines, and `{line, column, reason}` of what is wrong with the others.

    Lists in a cell have | or ; between. Who is a `shadow` scores for practice; it is taken of new judges only.
    `panels` are those there are, by stage: a judge sits in one of a
    stage's, and a panel that several stages have is meant in all of them. Raises JudgesInvalid when the
    file as a whole cannot be read.
    """
    records = _records(content.removeprefix("\ufeff"))
    columns = _header(next(records, None))
    judges: dict[str, tuple[int, dict[str, Any]]] = {}
    flaws: list[Flaw] = []
    for line, cells in records:
        judge, found = _judge(line, cells, columns, panels or {})
        email = judge.get("email", "").casefold()
        if not found and email in judges:
            found = [_flaw(line, "email", f"is the same address as on line {judges[email][0]}")]
        if not found:
            judges[email] = (line, judge)
        flaws += found
        if len(judges) > MOST:
            raise refused([_flaw(line, "", f"the file goes on here; at most {MOST} judges are allowed")])
    if not judges and not flaws:
        raise refused([_flaw(1, "", "no judge follows the header; at least one line is needed")])
    return [judge for _, judge in judges.values()], flaws


def refused(flaws: list[Flaw]) -> JudgesInvalid:
    """Return the refusal that lists all that is wrong."""
    return JudgesInvalid(
        f"{len({flaw['line'] for flaw in flaws})} lines cannot be taken, so none was; correct what is listed",
        errors={"lines": flaws},
    )


def _records(content: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(content, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refused([_flaw(line, "", f"is no CSV: {error}")]) from error
        if any(cell.strip() for cell in cells):
            yield line, [cell.strip() for cell in cells]


def _header(record: tuple[int, list[str]] | None) -> list[str]:
    line, cells = record or (1, [])
    columns = [cell.casefold() for cell in cells]
    known = ", ".join(COLUMNS)
    flaws = [
        _flaw(line, name, f"came as a column; known are {known}") for name in columns if name not in COLUMNS
    ]
    flaws += [_flaw(line, name, "came more than once") for name in COLUMNS if columns.count(name) > 1]
    flaws += [_flaw(line, name, "is missing from the header") for name in NEEDED if name not in columns]
    if flaws:
        raise refused(flaws)
    return columns


def _judge(
    line: int, cells: list[str], columns: list[str], panels: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], list[Flaw]]:
    if len(cells) != len(columns):
        reason = f"came with {len(cells)} cells; the header has {len(columns)}"
        return {}, [_flaw(line, "", reason)]
    judge: dict[str, Any] = {name: read("") for name, read in COLUMNS.items() if name not in NEEDED}
    flaws: list[Flaw] = []
    for column, cell in zip(columns, cells, strict=True):
        try:
            judge[column] = COLUMNS[column](cell)
        except CellWrong as wrong:
            flaws.append(_flaw(line, column, str(wrong)))
    named = judge.pop("panel")
    try:
        judge |= {"panels": _seats(named, panels)} if "panel" in columns else {}
    except CellWrong as wrong:
        flaws.append(_flaw(line, "panel", str(wrong)))
    return judge, flaws


def _seats(named: Sequence[str], panels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the panel of each stage that is named."""
    known = sorted({panel for there in panels.values() for panel in there})
    if unknown := [name for name in named if name not in known]:
        allowed = f"known are {', '.join(known)}" if known else "no stage has panels"
        raise CellWrong(f"came as {unknown[0][:60]!r}; {allowed}")
    seats: dict[str, str] = {}
    for stage_id, there in panels.items():
        found = [name for name in named if name in there]
        if len(found) > 1:
            raise CellWrong(f"came as {found[0]!r} and {found[1]!r}; one panel of {stage_id} is allowed")
        seats |= {stage_id: found[0]} if found else {}
    return seats


def _flaw(line: int, column: str, reason: str) -> Flaw:
    return {"line": line, "column": column, "reason": reason}
