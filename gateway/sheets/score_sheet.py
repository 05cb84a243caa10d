"""The score sheet of a stage: the rule, every entry with every judge's marks, and lines to sign on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from flask_babel import gettext, ngettext

from gateway.pages.rules import rule_sentences, shares
from gateway.sheets.fonts import face
from gateway.sheets.paper import ACCENT, MARGIN, MUTED, RIGHT, Paper

Row = Mapping[str, Any]

SMALL = 8.0
LINE = 13.0
PLACE_WIDTH, MARK_WIDTH = 42.0, 40.0
MOST_SIGNATURES = 24
CODE = 58.0


@dataclass(frozen=True)
class Sheet:
    """What a score sheet says. `marks` are by entry the scorecards that count, each with who gave it.

    At `address` it is said whether the results that it tells of are still in force.
    """

    edition: Row
    stage: Row
    standing: Row
    marks: Mapping[str, list[tuple[str, Mapping[str, str | None]]]]
    signers: list[str]
    left_out: int
    address: str


def print_score_sheet(sheet: Sheet, file: IO[bytes], *, language: str) -> None:
    """Write the sheet as PDF, in the language that is in force."""
    title = gettext("Score sheet: %(stage)s", stage=sheet.stage["name"])
    paper = Paper(file, title=title, author=sheet.edition["host"], face=face(language))
    _foot(paper, sheet)
    _top(paper, sheet, title)
    paper.head = lambda: _columns(paper, sheet)
    paper.room(6 * LINE)
    paper.down(LINE)
    _columns(paper, sheet)
    for row in sheet.standing["rows"]:
        _entry(paper, sheet, row)
    paper.head = None
    _signatures(paper, sheet)
    paper.done()


def _top(paper: Paper, sheet: Sheet, title: str) -> None:
    paper.code(sheet.address, x=paper.width - MARGIN - CODE, y=paper.y - CODE, size=CODE)
    beside = paper.inner - CODE - 12
    paper.down(8)
    paper.text(f"{sheet.edition['host']} · {sheet.edition['programme']}", colour=MUTED)
    paper.down(24)
    paper.text(sheet.edition["name"], size=18, strong=True, width=beside)
    paper.down(20)
    paper.text(title, size=13, strong=True, colour=ACCENT, width=beside)
    paper.down(6)
    certificate = gettext("Certificate no. %(number)s", number=sheet.standing["certificate"])
    counted = ngettext("%(num)d scorecard counts", "%(num)d scorecards count", sheet.standing["counted"])
    paper.paragraph(f"{certificate} · {counted}")
    in_force = gettext("Whether it is in force: %(address)s", address=sheet.address)
    paper.paragraph(in_force, size=SMALL, colour=MUTED)
    proof = sheet.standing["proof"]
    if proof:
        paper.paragraph(
            gettext(
                "Head of the proof log at the freeze: %(root)s (%(size)s leaves)",
                root=proof["root"],
                size=proof["size"],
            ),
            size=SMALL,
            colour=MUTED,
        )
    if sheet.left_out:
        paper.paragraph(
            ngettext(
                "%(num)d scorecard came or changed after the freeze; it does not count and is not here.",
                "%(num)d scorecards came or changed after the freeze; they do not count and are not here.",
                sheet.left_out,
            ),
            size=SMALL,
            colour=MUTED,
        )
    paper.down(6)
    for sentence in rule_sentences(sheet.stage):
        paper.paragraph(sentence, size=SMALL)
    paper.down(4)
    told, panels = shares(sheet.stage), _panels(sheet.stage)
    for short, criterion in _short(sheet.stage):
        scale = f"{criterion['lowest']}–{criterion['highest']}"
        share = told[criterion["criterion_id"]]
        whose = f"{panels[criterion['panel']]} · " if criterion.get("panel") in panels else ""
        paper.paragraph(f"{short}  {whose}{criterion['name']} · {share} · {scale}", size=SMALL)


def _columns(paper: Paper, sheet: Sheet) -> None:
    paper.down(LINE)
    paper.text(gettext("Place"), size=SMALL, colour=MUTED)
    for x, (short, _) in zip(_marks_at(paper, sheet), _short(sheet.stage), strict=True):
        paper.text(short, x=x, size=SMALL, align=RIGHT, colour=MUTED)
    paper.text(gettext("Total"), x=paper.width - MARGIN, size=SMALL, align=RIGHT, colour=MUTED)
    paper.down(4)
    paper.rule()


def _entry(paper: Paper, sheet: Sheet, row: Row) -> None:
    cards = sheet.marks.get(row["entry_id"], [])
    # An entry stays together with its judges' marks where a page can hold them.
    heard = row.get("votes") is not None
    given = row.get("panels") or {}
    paper.room(min((len(cards) + 2 + heard + bool(given)) * LINE, paper.height / 2))
    at = list(_marks_at(paper, sheet))
    name_width = at[0] - MARK_WIDTH - MARGIN - PLACE_WIDTH
    paper.down(LINE + 2)
    place = "–" if row["place"] is None else f"{row['place']}{'=' if row['shared'] else ''}"
    paper.text(place, strong=True)
    paper.text(row["company"], x=MARGIN + PLACE_WIDTH, width=name_width, strong=True)
    for x, (_, criterion) in zip(at, _short(sheet.stage), strict=True):
        mean = row["means"].get(criterion["criterion_id"])
        paper.text(mean or "–", x=x, align=RIGHT, strong=True)
    paper.text(row["total"] or "–", x=paper.width - MARGIN, align=RIGHT, strong=True)
    if row.get("award"):
        paper.down(LINE - 1)
        paper.text(row["award"], x=MARGIN + PLACE_WIDTH, size=SMALL, colour=ACCENT, width=name_width)
    if heard:
        paper.down(LINE - 1)
        parts = gettext("Judges %(total)s", total=row["judged"] or "–")
        votes = ngettext("%(num)d vote", "%(num)d votes", row["votes"])
        paper.text(f"{parts} · {votes}", x=MARGIN + PLACE_WIDTH, size=SMALL, width=name_width)
    if given:
        paper.down(LINE - 1)
        names = _panels(sheet.stage).items()
        parts = " · ".join(f"{name} {given.get(id) or '–'}" for id, name in names)
        paper.text(parts, x=MARGIN + PLACE_WIDTH, size=SMALL, width=paper.inner - PLACE_WIDTH)
    for judge, marks in cards:
        paper.room(2 * LINE)
        paper.down(LINE - 1)
        paper.text(judge, x=MARGIN + PLACE_WIDTH, size=SMALL, colour=MUTED, width=name_width)
        for x, (_, criterion) in zip(at, _short(sheet.stage), strict=True):
            paper.text(marks.get(criterion["criterion_id"]) or "–", x=x, size=SMALL, align=RIGHT)
    paper.down(5)
    paper.rule()


def _signatures(paper: Paper, sheet: Sheet) -> None:
    paper.room(7 * LINE)
    paper.down(3 * LINE)
    paper.text(gettext("Signatures"), size=12, strong=True)
    half = (paper.inner - 24) / 2
    names = [gettext("Organiser"), gettext("Head judge"), *sheet.signers[:MOST_SIGNATURES]]
    for number, name in enumerate(names):
        x = MARGIN + (number % 2) * (half + 24)
        if number % 2 == 0:
            paper.room(4 * LINE)
            paper.down(3 * LINE)
        paper.rule(x=x, width=half)
        paper.down(11)
        paper.text(name, x=x, size=SMALL, colour=MUTED, width=half)
        paper.down(-11)
    paper.down(2 * LINE)


def _foot(paper: Paper, sheet: Sheet) -> None:
    def foot() -> None:
        paper.y = MARGIN - 14
        paper.text(f"{sheet.edition['name']} · {sheet.stage['name']}", size=SMALL, colour=MUTED)
        page = gettext("Page %(number)s", number=paper.page)
        paper.text(page, x=paper.width - MARGIN, size=SMALL, align=RIGHT, colour=MUTED)

    paper.foot = foot


def _short(stage: Row) -> list[tuple[str, Row]]:
    """Return a short name for each criterion: C1, C2, ..."""
    return [(f"C{number}", criterion) for number, criterion in enumerate(stage["criteria"], start=1)]


def _panels(stage: Row) -> dict[str, str]:
    """Return what the panels of a stage are called, by id; nothing without panels."""
    return {panel["panel_id"]: panel["name"] for panel in stage.get("panels") or ()}


def _marks_at(paper: Paper, sheet: Sheet) -> list[float]:
    """Return where the columns of marks end, narrower where there are many."""
    number = len(sheet.stage["criteria"])
    width = min(MARK_WIDTH, (paper.inner - PLACE_WIDTH - 150) / (number + 1))
    right = paper.width - MARGIN - width
    return [right - width * (number - 1 - n) for n in range(number)]
