"""The organiser's outbox: letters that wait for a look, that went, and that failed."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from markupsafe import Markup

from gateway.pages.acting import acted, form_number
from gateway.pages.paging import page_number
from gateway.resources.doors import command, query
from schemas.commands import EditLetter, MoveLetter, SendLetters, SetLetterRules, SetWording
from schemas.commands.letters import ACTS, KINDS, STATES
from schemas.fields import LANGUAGES
from schemas.queries import GetEdition, GetLetter, GetWording, ListLetters, PreviewWording
from schemas.queries.letters import PAGE
from schemas.refusal import Refusal

pages = Blueprint("outbox", __name__)

ROOT = "/editions/<id:edition_id>/outbox"
WORDING = f"{ROOT}/wordings/<id:kind>/<id:language>"


@pages.get(ROOT)
def outbox(edition_id: str) -> str:
    """Show the letters of an edition, by state."""
    return show_outbox(edition_id)


def show_outbox(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page of letters; without a state, the first that has some."""
    state = request.args.get("state")
    number = page_number()
    wanted = {"edition_id": edition_id, "page": number}
    found = query(ListLetters, **wanted, state=state if state in STATES else None)
    if state not in STATES:
        state = next((name for name in STATES if found["counts"][name]), STATES[0])
        found = query(ListLetters, **wanted, state=state)
    return render_template(
        "organiser/outbox.html",
        edition=query(GetEdition, edition_id=edition_id),
        found=found,
        state=state,
        page=number,
        more=number * PAGE < found["total"],
        **{"states": STATES, "kinds": KINDS, "refusal": refusal},
    )


@pages.get(f"{ROOT}/<id:letter_id>")
def letter(edition_id: str, letter_id: str) -> str:
    """Show a letter as it is read, and as it can be changed."""
    return show_letter(edition_id, letter_id)


def show_letter(
    edition_id: str,
    letter_id: str,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    """Return the page of a letter, with what was typed where it was refused."""
    found = query(GetLetter, edition_id=edition_id, letter_id=letter_id)
    return render_template(
        "organiser/letter.html",
        edition=query(GetEdition, edition_id=edition_id),
        letter=found,
        # Escaped where it was made of the text.
        body=Markup(found["html"]),  # noqa: S704
        typed=typed or found,
        refusal=refusal,
    )


@pages.post(f"{ROOT}/rules")
def rules(edition_id: str) -> Any:
    """Take the language, and which kinds wait for a look."""
    sent = request.form.getlist("at_once")
    chosen = {
        "language": request.form.get("language", ""),
        "held": [k for k in KINDS if k not in sent],
        "remind_hours": form_number("remind_hours"),
    }
    return _acted(edition_id, lambda: command(SetLetterRules, edition_id=edition_id, **chosen))


@pages.post(f"{ROOT}/send")
def send_all(edition_id: str) -> Any:
    """Let all held letters go, or those of a kind."""
    kind = request.form.get("kind") or None
    return _acted(edition_id, lambda: command(SendLetters, edition_id=edition_id, kind=kind))


@pages.post(f"{ROOT}/<id:letter_id>/move")
def move(edition_id: str, letter_id: str) -> Any:
    """Send, hold, discard or restore a letter, and show it as it is then."""
    act = request.form.get("act")
    if act not in ACTS:
        abort(400)
    names = {"edition_id": edition_id, "letter_id": letter_id}
    return acted(
        lambda: command(MoveLetter, act=act, **names),
        then=url_for("outbox.letter", **names),
        show=lambda refusal: show_letter(edition_id, letter_id, refusal=refusal),
    )


@pages.post(f"{ROOT}/<id:letter_id>/edit")
def edit(edition_id: str, letter_id: str) -> Any:
    """Change the words of a letter; what was typed stays when it is refused."""
    names = {"edition_id": edition_id, "letter_id": letter_id}
    typed = {name: request.form.get(name, "").strip() for name in ("subject", "text")}
    seen = form_number("seen") or 1
    return acted(
        lambda: command(EditLetter, seen=seen, **names, **typed),
        then=url_for("outbox.letter", **names),
        show=lambda refusal: show_letter(edition_id, letter_id, refusal=refusal, typed=typed),
    )


@pages.get(WORDING)
def wording(edition_id: str, kind: str, language: str) -> str:
    """Show the words of a kind of letter, with an example of how they read."""
    return show_wording(edition_id, kind, language)


def show_wording(
    edition_id: str,
    kind: str,
    language: str,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    """Return the page, with what was typed where it was refused or is only looked at."""
    if kind not in KINDS or language not in LANGUAGES:
        abort(404)
    names = {"edition_id": edition_id, "kind": kind, "language": language}
    found = query(GetWording, **names)
    words = typed or {name: found[name] for name in ("subject", "text")}
    seen = None
    if refusal is None:
        try:
            seen = query(PreviewWording, **names, **words)
        except Refusal as refused:
            refusal = refused
    return render_template(
        "organiser/wording.html",
        edition=query(GetEdition, edition_id=edition_id),
        wording=found,
        typed=words,
        preview=seen,
        # Escaped where it was made of the text.
        body=Markup(seen["html"]) if seen else "",  # noqa: S704
        refusal=refusal,
    )


@pages.post(WORDING)
def set_wording(edition_id: str, kind: str, language: str) -> Any:
    """Show how words would read, keep them, or bring back those of the product."""
    act = request.form.get("act")
    typed = {name: request.form.get(name, "").strip() for name in ("subject", "text")}
    if act == "preview":
        return show_wording(edition_id, kind, language, typed=typed)
    told = {"subject": "", "text": ""} if act == "restore" else typed
    names = {"edition_id": edition_id, "kind": kind, "language": language}
    return acted(
        lambda: command(SetWording, seen=form_number("seen") or 0, **names, **told),
        then=url_for("outbox.wording", **names),
        show=lambda refusal: show_wording(edition_id, kind, language, refusal=refusal, typed=typed),
    )


def _acted(edition_id: str, act: Any) -> Any:
    return acted(
        act,
        then=url_for("outbox.outbox", edition_id=edition_id),
        show=lambda refusal: show_outbox(edition_id, refusal=refusal),
    )
