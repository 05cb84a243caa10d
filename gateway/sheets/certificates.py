"""Certificates: a page for each award, or for each who took part."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from flask_babel import gettext

from gateway.sheets.fonts import face
from gateway.sheets.paper import ACCENT, CENTRE, INK, MARGIN, MUTED, Paper

NAME_SIZES = (34, 26, 20)
CODE = 58.0


@dataclass(frozen=True)
class Certificate:
    """`award` is empty for taking part; `day` is as it is printed.

    At `address` it is said whether the results that it tells of are still in force.
    """

    company: str
    stage: str
    award: str
    day: str
    number: str
    address: str


def print_certificates(
    certificates: Iterable[Certificate], edition: dict[str, Any], file: IO[bytes], *, language: str
) -> None:
    """Write the certificates as PDF, in the language that is in force."""
    paper = Paper(
        file,
        title=gettext("Certificates: %(edition)s", edition=edition["name"]),
        author=edition["host"],
        face=face(language),
        landscape=True,
    )
    for number, certificate in enumerate(certificates):
        if number:
            paper.turn()
        _page(paper, certificate, edition)
    paper.done()


def _page(paper: Paper, certificate: Certificate, edition: dict[str, Any]) -> None:
    middle, wide = paper.width / 2, paper.width - 4 * MARGIN
    paper.frame(inset=22)
    paper.y = paper.height - 112
    paper.text(
        f"{edition['host']} · {edition['programme']}",
        x=middle,
        align=CENTRE,
        size=13,
        colour=MUTED,
        width=wide,
    )
    paper.down(46)
    kind = gettext("Certificate of award") if certificate.award else gettext("Certificate of participation")
    paper.text(kind, x=middle, align=CENTRE, size=30, colour=ACCENT, strong=True)
    paper.down(54)
    paper.text(gettext("This certifies that"), x=middle, align=CENTRE, size=13, colour=MUTED)
    size = next(
        (size for size in NAME_SIZES if paper.measured(certificate.company, size) <= wide),
        NAME_SIZES[-1],
    )
    paper.down(50)
    paper.text(certificate.company, x=middle, align=CENTRE, size=size, strong=True, width=wide)
    paper.down(44)
    if certificate.award:
        paper.text(gettext("was given the award"), x=middle, align=CENTRE, size=13, colour=MUTED)
        paper.down(36)
        paper.text(certificate.award, x=middle, align=CENTRE, size=24, colour=ACCENT, strong=True, width=wide)
    else:
        paper.text(gettext("took part in"), x=middle, align=CENTRE, size=13, colour=MUTED)
        paper.down(36)
        paper.text(certificate.stage, x=middle, align=CENTRE, size=22, strong=True, width=wide)
    paper.down(32)
    where = f"{edition['name']} · {certificate.stage}" if certificate.award else edition["name"]
    paper.text(where, x=middle, align=CENTRE, size=14, colour=INK, width=wide)
    paper.y = 104
    for x in (middle - 250, middle + 60):
        paper.rule(x=x, width=190, colour=MUTED)
    paper.down(14)
    paper.text(gettext("Organiser"), x=middle - 250, size=10, colour=MUTED)
    paper.text(gettext("Head judge"), x=middle + 60, size=10, colour=MUTED)
    paper.y = 52
    paper.text(
        " · ".join(part for part in (certificate.day, certificate.number) if part),
        x=middle,
        align=CENTRE,
        size=9,
        colour=MUTED,
    )
    paper.down(12)
    in_force = gettext("Whether it is in force: %(address)s", address=certificate.address)
    paper.text(in_force, x=middle, align=CENTRE, size=7, colour=MUTED, width=wide)
    paper.code(certificate.address, x=paper.width - 44 - CODE, y=44, size=CODE)
