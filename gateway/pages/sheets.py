"""Score sheets and certificates to print."""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, url_for
from flask_babel import force_locale, format_date, gettext

from gateway.access.guard import mine
from gateway.clients import Unavailable
from gateway.exports.tables import pages_of, stage_of
from gateway.pages.by_votes import by_votes
from gateway.pages.frame import LANGUAGES
from gateway.resources.doors import doors, query
from gateway.sheets.certificates import Certificate, print_certificates
from gateway.sheets.score_sheet import Sheet, print_score_sheet
from gateway.sheets.signing import SigningKey, in_pieces, package
from schemas.queries import (
    GetCounted,
    GetEdition,
    GetEntry,
    GetResults,
    GetStandings,
    ListJudges,
    ListLetters,
    ListScorecards,
)
from schemas.refusal import NotFound, Refusal

pages = Blueprint("sheets", __name__)

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"
STANDING = ("certified", "revealing", "published")
SENT = ("submitted", "locked", "amended")
PDF, ZIP, PEM = "application/pdf", "application/zip", "application/x-pem-file"
IN_MEMORY = 2 * 1024 * 1024
COUNTED_AT_ONCE = 5_000
# Setting a large sheet takes a whole processor for seconds: one at a time leaves pages quick.
_PRINTING = threading.BoundedSemaphore(1)


class NotCertifiedYet(Refusal):
    """A sheet is printed of results that stand."""

    code = "not_certified"


class NobodyScores(Refusal):
    """A score sheet has the judges' marks, and this stage has no judges."""

    code = "not_scored"


@pages.get(f"{STAGE}/score-sheet.pdf")
def score_sheet(edition_id: str, stage_id: str) -> Response:
    """Return the score sheet of a certified stage."""
    return _sent(_score_sheet(edition_id, stage_id), f"{edition_id}-{stage_id}-score-sheet.pdf")


@pages.get(f"{STAGE}/score-sheet.zip")
def signed_score_sheet(edition_id: str, stage_id: str) -> Response:
    """Return the score sheet with a signature by the key of this installation, and how to check it."""
    name = f"{edition_id}-{stage_id}-score-sheet"
    with _score_sheet(edition_id, stage_id) as file:
        file.seek(0)
        sheet = file.read()
    settings = doors().settings
    key = SigningKey(settings.state_dir)
    content = package(sheet, name=f"{name}.pdf", key=key, address=settings.public_url)
    return _named(Response(content, mimetype=ZIP), f"{name}.zip")


@pages.get(f"{STAGE}/certificates.pdf")
def certificates(edition_id: str, stage_id: str) -> Response:
    """Return a certificate for each award of a certified stage, or for each who took part in it."""
    taking_part = request.args.get("kind") == "participation"
    edition = query(GetEdition, edition_id=edition_id)
    stage, standing = stage_of(edition_id, stage_id), _certified(edition_id, stage_id)
    rows = [row for row in standing["rows"] if taking_part or row["award"]]
    if not rows:
        raise NotFound("no place of this stage earns an award", errors={"stage_id": {"came": stage_id}})
    language = _language(edition_id)
    with force_locale(language), _printing() as file:
        made = (
            _certificate(row, edition, stage, standing["certificate"], award=not taking_part) for row in rows
        )
        print_certificates(made, edition, file, language=language)
    kind = "participation" if taking_part else "awards"
    return _sent(file, f"{edition_id}-{stage_id}-certificates-{kind}.pdf")


@pages.get("/founder/certificate.pdf")
def own_certificate() -> Response:
    """Return the certificate of the founder's own entry in a stage whose results are public."""
    grant = mine("founder", request.args.get("edition_id"))
    edition_id, stage_id = str(grant.edition_id), request.args.get("stage_id", "")
    edition, stage = query(GetEdition, edition_id=edition_id), stage_of(edition_id, stage_id)
    results = query(GetResults, edition_id=edition_id, stage_id=stage_id)
    row = next((row for row in results["rows"] if row["entry_id"] == grant.subject_id), None)
    if row is None:
        entry = query(GetEntry, edition_id=edition_id, entry_id=grant.subject_id)
        raise NotFound(f"{entry['startup']['company']} has no place in {stage['name']}")
    language = _language(edition_id)
    with force_locale(language), _printing() as file:
        made = _certificate(row, edition, stage, results["certificate"], award=True)
        print_certificates([made], edition, file, language=language)
    return _sent(file, f"{edition_id}-{stage_id}-certificate.pdf")


@pages.get("/signing-key.pem")
def signing_key() -> Response:
    """Return the public key by which signed sheets of this installation are checked."""
    return _named(Response(SigningKey(doors().settings.state_dir).public(), mimetype=PEM), "signing-key.pem")


def _score_sheet(edition_id: str, stage_id: str) -> IO[bytes]:
    if by_votes(stage := stage_of(edition_id, stage_id)):
        raise NobodyScores(f"{stage['name']} is decided by the audience's votes; there are no marks to sign")
    standing = _certified(edition_id, stage_id)
    named = request.args.get("judges") != "numbered"
    cards = [
        card
        for card in pages_of(ListScorecards, "scorecards", edition_id=edition_id, stage_id=stage_id)
        if card["state"] in SENT
    ]
    counted = _counted(cards)
    language = _language(edition_id)
    with force_locale(language):
        names = _judges(edition_id, cards, named=named)
        marks: dict[str, list[Any]] = {}
        for card in sorted(cards, key=lambda card: names[card["judge_id"]]):
            if card["scorecard_id"] in counted:
                marks.setdefault(card["entry_id"], []).append((names[card["judge_id"]], card["marks"]))
        sheet = Sheet(
            edition=query(GetEdition, edition_id=edition_id),
            stage=stage_of(edition_id, stage_id),
            standing=standing,
            marks=marks,
            signers=sorted(names.values()) if named else [],
            left_out=len(cards) - len(counted),
            address=_address(edition_id, stage_id, standing["certificate"]),
        )
        with _printing() as file:
            print_score_sheet(sheet, file, language=language)
    return file


def _certified(edition_id: str, stage_id: str) -> dict[str, Any]:
    standing = query(GetStandings, edition_id=edition_id, stage_id=stage_id)
    if standing["state"] not in STANDING:
        raise NotCertifiedYet("certify the results first; a sheet is printed of results that stand")
    return standing


def _counted(cards: list[dict[str, Any]]) -> set[str]:
    """Return which scorecards are in the results as they are now."""
    refs = [{"scorecard_id": card["scorecard_id"], "revision": card["revision"]} for card in cards]
    parts = (refs[at : at + COUNTED_AT_ONCE] for at in range(0, len(refs), COUNTED_AT_ONCE))
    return {id for part in parts for id in query(GetCounted, scorecards=part)["counted"]}


def _judges(edition_id: str, cards: list[dict[str, Any]], *, named: bool) -> dict[str, str]:
    """Return what stands for each judge who sent a scorecard: the name, or a number told to nobody."""
    ids = sorted({card["judge_id"] for card in cards})
    if not named:
        width = len(str(len(ids)))
        return {
            id: gettext("Judge %(number)s", number=str(n).zfill(width)) for n, id in enumerate(ids, start=1)
        }
    known = {judge["judge_id"]: judge["name"] for judge in query(ListJudges, edition_id=edition_id)["judges"]}
    return {id: known.get(id, id) for id in ids}


def _certificate(
    row: dict[str, Any], edition: dict[str, Any], stage: dict[str, Any], number: int, *, award: bool
) -> Certificate:
    closed = stage["closed_at"] and datetime.fromisoformat(stage["closed_at"])
    day = format_date(closed.astimezone(ZoneInfo(edition["zone"])), "long", rebase=False) if closed else ""
    return Certificate(
        company=row["company"],
        stage=stage["name"],
        award=(row["award"] or "") if award else "",
        day=day,
        number=gettext("Certificate no. %(number)s", number=number),
        address=_address(edition["edition_id"], stage["stage_id"], number),
    )


def _address(edition_id: str, stage_id: str, number: int) -> str:
    """Return where it is said whether a certificate is in force; the same whoever prints, from wherever."""
    names = {"edition_id": edition_id, "stage_id": stage_id, "number": number}
    return f"{doors().settings.public_url}{url_for('results_desk.certificate', **names)}"


def _language(edition_id: str) -> str:
    """Return the language that is asked for, the edition's otherwise."""
    wish = request.args.get("language")
    if wish in LANGUAGES:
        return str(wish)
    rules: dict[str, str] = query(ListLetters, edition_id=edition_id)["rules"]
    return rules["language"]


@contextmanager
def _printing() -> Iterator[IO[bytes]]:
    """Give a file to print into, when nobody else is printing; Unavailable otherwise."""
    if not _PRINTING.acquire(timeout=5):
        raise Unavailable("another sheet is being printed; ask again in a moment")
    try:
        yield tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- whoever sends it closes it
    finally:
        _PRINTING.release()


def _sent(file: IO[bytes], name: str) -> Response:
    return _named(Response(in_pieces(file), mimetype=PDF), name)


def _named(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{quote(name)}"'
    response.headers["Cache-Control"] = "no-store"
    return response
