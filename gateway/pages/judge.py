"""The judge's pages: the list, and one form for each entry."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    json,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_babel import gettext

from gateway.access.guard import mine
from gateway.clients import Unavailable
from gateway.files import OURS
from gateway.pages.proof import proven_in
from gateway.pages.scales import choices, landmarks
from gateway.pages.words import phone_words
from gateway.resources.decks import with_decks
from gateway.resources.doors import command, doors, query
from gateway.resources.scorecards import checked, outcomes, tell_scorecard
from schemas.commands import LowerHand, RaiseHand
from schemas.queries import GetEdition, GetJudgeList, ListSessions
from schemas.refusal import Refusal

pages = Blueprint("judge", __name__)

FORM = "/judge/<id:edition_id>/<id:stage_id>/<id:entry_id>"
PHONE = "phone"
# What the form of an entry is made of before there is an entry.
BLANK = {"entry_id": "", "company": "", "description": "", "categories": [], "state": "draft", "marks": None}


@pages.get("/judge")
def judge() -> Any:
    """Show what the judge has to score, with the progress; first the terms, where an answer is due."""
    edition_id, answer = _list(request.args.get("edition_id"))
    if answer["asked"]:
        return redirect(url_for("part.part", edition_id=edition_id), 303)
    return _app(edition_id, answer)


@pages.get(FORM)
def form(edition_id: str, stage_id: str, entry_id: str) -> str:
    """Show the form for one entry."""
    return show_form(edition_id, stage_id, entry_id)


def show_form(edition_id: str, stage_id: str, entry_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the form, filled with what is recorded."""
    _, answer = _list(edition_id)
    stage = next((s for s in answer["stages"] if s["stage_id"] == stage_id), None)
    owed = stage["assignments"] if stage else []
    at = next((i for i, assignment in enumerate(owed) if assignment["entry_id"] == entry_id), None)
    if stage is None or at is None:
        abort(404)
    following = next((a for a in owed[at + 1 :] + owed[:at] if a["state"] == "draft"), None)
    shown = {"stage": stage, "assignment": owed[at], "following": following, "refusal": refusal}
    return _app(edition_id, answer, **shown)


def _app(edition_id: str, answer: dict[str, Any], **shown: Any) -> str:
    """Return the page that is the list and every form in one, so that a phone needs no other."""
    edition = query(GetEdition, edition_id=edition_id)
    sessions = running_sessions(edition_id, answer["stages"])
    title = f"{gettext('To score')} · {edition['name']}"
    return render_template(
        "judge/app.html",
        edition=edition,
        title=title,
        stage_now=on_stage(sessions, answer["stages"]),
        app={**app_data(edition_id, answer), "title": title, "running": sessions},
        blank=BLANK,
        choices=choices,
        facts_of=facts_of,
        landmarks=landmarks,
        **answer,
        **shown,
    )


def facts_of(assignment: dict[str, Any]) -> str:
    """Return what is known of a startup in one line: what it does, where, since when."""
    named = (assignment.get(name) for name in ("city", "country"))
    where = ", ".join(each for each in named if each)
    facts = (", ".join(assignment["categories"]), assignment.get("website"), where, assignment.get("founded"))
    return " · ".join(str(each) for each in facts if each)


def app_data(edition_id: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Return what the page's scripts work with: the judge's list, addresses, words."""
    return {
        "edition_id": edition_id,
        "judge_id": answer["judge"]["judge_id"],
        "now": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "send": url_for("scorecards.submit_scorecards"),
        "receipts": url_for("scorecards.get_receipts"),
        "sign_out": url_for("home.sign_out"),
        "manifest": url_for("judge.manifest"),
        "live": f"{doors().settings.live_url}/editions/{edition_id}",
        "hands": {
            stage["stage_id"]: url_for(
                "sessions.raise_hand", edition_id=edition_id, stage_id=stage["stage_id"]
            )
            for stage in answer["stages"]
        },
        "sessions": {
            stage["stage_id"]: url_for(
                "sessions.list_sessions", edition_id=edition_id, stage_id=stage["stage_id"]
            )
            for stage in answer["stages"]
        },
        "stages": answer["stages"],
        "words": phone_words(),
    }


@pages.get("/judge/sw.js")
def worker() -> Response:
    """Return the service worker, which opens the judge's pages where there is no network."""
    response = send_from_directory(OURS / PHONE, "sw.js", mimetype="text/javascript", max_age=0)
    response.headers["Service-Worker-Allowed"] = "/judge"
    return response


@pages.get("/judge/manifest.webmanifest")
def manifest() -> Response:
    """Say how the judge's pages are put on a home screen."""
    icon = {"src": url_for("static", filename="icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    told = {
        "name": gettext("Darkhorse"),
        "short_name": gettext("Darkhorse"),
        "id": "/judge",
        "start_url": url_for("judge.judge"),
        "scope": "/judge",
        "display": "standalone",
        "background_color": "#faf8f4",
        "theme_color": "#faf8f4",
        "icons": [icon],
    }
    return Response(json.dumps(told), content_type="application/manifest+json")


def running_sessions(edition_id: str, stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sessions of open stages in which somebody is on."""
    found: list[dict[str, Any]] = []
    for stage in stages:
        if stage["state"] != "open":
            continue
        with suppress(Refusal, Unavailable):
            about = {"edition_id": edition_id, "stage_id": stage["stage_id"]}
            told = query(ListSessions, brief=True, **about)["sessions"]
            found += [session for session in told if session["current"]]
    return found


def on_stage(sessions: list[dict[str, Any]], stages: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return who is on of those that the judge scores: stage, entry and company; None for nobody."""
    owed = {
        (stage["stage_id"], each["entry_id"])
        for stage in stages
        for each in stage["assignments"]
        if each["state"] != "void"
    }
    on = (
        {"stage_id": session["stage_id"], **slot}
        for session in sessions
        for slot in session["slots"]
        if slot["entry_id"] == session["current"] and (session["stage_id"], slot["entry_id"]) in owed
    )
    return next(on, None)


@pages.post(FORM)
def send(edition_id: str, stage_id: str, entry_id: str) -> Any:
    """Take the form where there is no JavaScript; needs nothing but the broker."""
    prefix = "mark."
    raw: dict[str, Any] = {
        "command_id": request.form.get("command_id", ""),
        "edition_id": edition_id,
        "stage_id": stage_id,
        "entry_id": entry_id,
        "revision": int(request.form.get("revision", type=int) or 1),
        "marks": {k[len(prefix) :]: v or None for k, v in request.form.items() if k.startswith(prefix)},
        "comment": request.form.get("comment", ""),
        "note": request.form.get("note", ""),
        "made_at": datetime.now(UTC).isoformat(),
    }
    try:
        checked(raw)
        receipt = tell_scorecard(raw, deadline=None)
    except Refusal as refusal:
        return show_form(edition_id, stage_id, entry_id, refusal=refusal), refusal.status
    return redirect(url_for("judge.safe", edition_id=edition_id, receipt=receipt), 303)


@pages.post("/judge/<id:edition_id>/<id:stage_id>/hand")
def hand(edition_id: str, stage_id: str) -> Any:
    """Raise the judge's hand, or lower it."""
    kind, note = request.form.get("kind", ""), request.form.get("note", "")
    names = {"edition_id": edition_id, "stage_id": stage_id}
    judge_id = mine("judge", edition_id).subject_id
    if kind == "lower":
        command(LowerHand, **names, judge_id=judge_id)
    else:
        entry_id = request.form.get("entry_id") or None
        command(RaiseHand, **names, judge_id=judge_id, entry_id=entry_id, kind=kind, note=note)
    return redirect(url_for("judge.judge", edition_id=edition_id), 303)


@pages.get("/judge/<id:edition_id>/safe")
def safe(edition_id: str) -> str:
    """Say that a scorecard is safe; asks nobody, so it works while services are down."""
    receipt = request.args.get("receipt", "")
    return render_template("judge/receipt.html", edition_id=edition_id, receipt=receipt, outcome=None)


@pages.get("/judge/<id:edition_id>/receipts/<id:receipt>")
def outcome(edition_id: str, receipt: str) -> str:
    """Say what became of a scorecard."""
    found = outcomes([receipt])[0]
    stage_id = proven_in(receipt) if found["state"] == "counted" else None
    return render_template(
        "judge/receipt.html", edition_id=edition_id, receipt=receipt, outcome=found, stage_id=stage_id
    )


def _list(edition_id: str | None) -> tuple[str, dict[str, Any]]:
    grant = mine("judge", edition_id)
    answer = query(GetJudgeList, edition_id=grant.edition_id, judge_id=grant.subject_id)
    return str(grant.edition_id), with_decks(str(grant.edition_id), answer)
