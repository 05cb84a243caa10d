"""Corrections after certifying: an entry's scorecards, and the certificates, old and new."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for

from gateway.access.guard import visitor
from gateway.clients import Unavailable
from gateway.pages.acting import form_number
from gateway.pages.by_votes import by_votes, nobody_scores
from gateway.pages.seats import criteria_of
from gateway.resources.corrections import for_all
from gateway.resources.doors import command, query
from schemas.commands import AmendScorecard, VoidScorecard
from schemas.message import Command
from schemas.queries import (
    GetCertificate,
    GetEdition,
    GetEntry,
    ListCertificates,
    ListInvestors,
    ListJudges,
    ListScorecards,
)
from schemas.refusal import Refusal

pages = Blueprint("results_desk", __name__)

STAGE = "/editions/<id:edition_id>/stages/<id:stage_id>"
MARK = "mark."

ACTS: Mapping[str, type[Command]] = {"amend": AmendScorecard, "void": VoidScorecard}


@pages.get(f"{STAGE}/certificates")
def certificates(edition_id: str, stage_id: str) -> str:
    """Show every certificate with what was corrected, and to organisers what was made from an old one."""
    edition, stage = _stage(edition_id, stage_id)
    found = query(ListCertificates, edition_id=edition_id, stage_id=stage_id, public=for_all(edition_id))
    return render_template(
        "results/certificates.html",
        edition=edition,
        stage=stage,
        found=found,
        organiser=_organises(edition_id),
        stale=_stale(edition_id, stage, found["certificates"][0]["number"]),
    )


@pages.get(f"{STAGE}/certificates/<int:number>")
def certificate(edition_id: str, stage_id: str, number: int) -> str:
    """Show one certificate as it was, and whether it is in force: what is printed of it leads here."""
    edition, stage = _stage(edition_id, stage_id)
    wanted = {"edition_id": edition_id, "stage_id": stage_id, "public": for_all(edition_id)}
    found = query(GetCertificate, **wanted, number=number)
    newest = query(ListCertificates, **wanted)["certificates"][0]["number"]
    return render_template(
        "results/certificate.html", edition=edition, stage=stage, found=found, newest=newest
    )


@pages.get(f"{STAGE}/entries/<id:entry_id>/scorecards")
def scorecards(edition_id: str, stage_id: str, entry_id: str) -> str:
    """Show an entry's scorecards, each with the forms that correct it."""
    return show_scorecards(edition_id, stage_id, entry_id)


def show_scorecards(
    edition_id: str,
    stage_id: str,
    entry_id: str,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    """Return the page; after a refusal with what was typed for one judge's scorecard."""
    edition, stage = _stage(edition_id, stage_id)
    if by_votes(stage):
        return nobody_scores(edition, stage)
    entry = query(GetEntry, edition_id=edition_id, entry_id=entry_id)
    found = query(ListScorecards, edition_id=edition_id, stage_id=stage_id, entry_id=entry_id)["scorecards"]
    judges = {judge["judge_id"]: judge for judge in query(ListJudges, edition_id=edition_id)["judges"]}
    cards = [
        {
            **card,
            "judge": judges.get(card["judge_id"], {}).get("name", card["judge_id"]),
            "criteria": criteria_of(stage, judges.get(card["judge_id"], {})),
        }
        for card in found
    ]
    return render_template(
        "results/scorecards.html",
        edition=edition,
        stage=stage,
        entry=entry,
        cards=sorted(cards, key=lambda card: str(card["judge"]).casefold()),
        refusal=refusal,
        typed=typed or {},
    )


@pages.post(f"{STAGE}/entries/<id:entry_id>/scorecards/<id:judge_id>/<act>")
def correct(edition_id: str, stage_id: str, entry_id: str, judge_id: str, act: str) -> Any:
    """Amend or void a scorecard; when that is refused, nothing that was typed is lost."""
    if act not in ACTS:
        abort(404)
    names = {"edition_id": edition_id, "stage_id": stage_id, "entry_id": entry_id, "judge_id": judge_id}
    said: dict[str, Any] = {
        "revision": form_number("revision") or 0,
        "reason": request.form.get("reason", ""),
    }
    if act == "amend":
        said["marks"] = {
            name.removeprefix(MARK): value.strip() or None
            for name, value in request.form.items()
            if name.startswith(MARK)
        }
    try:
        command(ACTS[act], **names, **said)
    except Refusal as refusal:
        typed = {**request.form.to_dict(), "judge_id": judge_id, "act": act}
        page = show_scorecards(edition_id, stage_id, entry_id, refusal=refusal, typed=typed)
        return make_response(page, refusal.status)
    return redirect(url_for("results_desk.certificates", edition_id=edition_id, stage_id=stage_id), 303)


def _stale(edition_id: str, stage: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return what an organiser is told of what was made from a certificate that was replaced."""
    if not _organises(edition_id):
        return {}
    stale: dict[str, Any] = {}
    if stage.get("promoted_by") and stage["promoted_by"] < number:
        stale["promoted_by"] = stage["promoted_by"]
    with suppress(Unavailable):
        stale["shortlists"] = query(ListInvestors, edition_id=edition_id).get("stale_shortlists", 0)
    return stale


def _organises(edition_id: str) -> bool:
    person = visitor()
    return person is not None and person.organises(edition_id)


def _stage(edition_id: str, stage_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    edition = query(GetEdition, edition_id=edition_id)
    found = next((stage for stage in edition["stages"] if stage["stage_id"] == stage_id), None)
    if found is None:
        abort(404)
    return edition, found
