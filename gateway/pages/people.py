"""The organiser's page of judges and investors, and their sign-in links."""

from typing import Any

from flask import Blueprint, make_response, render_template, request

from gateway.pages.acting import form_number
from gateway.pages.paging import page_number, searched
from gateway.pages.qr import qr_of
from gateway.pages.seats import panel_of, seated, stages_with_panels, typed_seats
from gateway.resources.accounts import ending
from gateway.resources.doors import command, query
from schemas.commands import AddInvestors, AddJudges, EndSessionsOf, InvitePeople
from schemas.queries import GetEdition, ListInvestors, ListJudges
from schemas.refusal import Refusal

pages = Blueprint("people_list", __name__)

SHOWN = 50


@pages.get("/editions/<id:edition_id>/people")
def people(edition_id: str) -> str:
    """Show who judges and who invests."""
    return show_people(edition_id)


def show_people(
    edition_id: str,
    *,
    refusal: Refusal | None = None,
    links: list[dict[str, Any]] | None = None,
    ended: dict[str, Any] | None = None,
    imported: dict[str, Any] | None = None,
) -> str:
    """Return the page, with new sign-in links, whose sessions ended, and what was imported.

    Of judges and investors, a page of each is shown, of those who are looked for.
    """
    search, page, investors_page = searched(), page_number(), page_number("investors")
    wanted = {"edition_id": edition_id, "search": search, "limit": SHOWN}
    judges = query(ListJudges, after=(page - 1) * SHOWN, **wanted)
    investors = query(ListInvestors, after=(investors_page - 1) * SHOWN, **wanted)
    edition = query(GetEdition, edition_id=edition_id)
    panelled = stages_with_panels(edition)
    everybody = query(ListJudges, edition_id=edition_id)["judges"] if panelled else []
    shown = [{**judge, "seats": _seats(judge, edition)} for judge in judges["judges"]]
    return render_template(
        "organiser/people.html",
        edition=edition,
        judges={**judges, "judges": shown},
        panelled=panelled,
        seated=seated(edition, everybody),
        investors=investors,
        search=search,
        page=page,
        more=page * SHOWN < judges["total"],
        investors_page=investors_page,
        more_investors=investors_page * SHOWN < investors["total"],
        links=[{**link, "qr": qr_of(link["url"])} for link in links or []],
        refusal=refusal,
        ended=ended,
        imported=imported,
    )


@pages.post("/editions/<id:edition_id>/judges")
def add_judge(edition_id: str) -> Any:
    """Add a judge, and show the link that signs them in."""
    person = _typed("name", "email", "firm")
    lists = {name: _listed(request.form.get(name, "")) for name in ("tags", "languages")}
    judge = {**person, "commitment": form_number("commitment") or 10, **lists}
    judge["shadow"] = "shadow" in request.form
    judge |= typed_seats(query(GetEdition, edition_id=edition_id))
    try:
        added = command(AddJudges, part="judge", edition_id=edition_id, judges=[judge])
        links = _invite(edition_id, "judge", person, added["judges"][0]["judge_id"])
    except Refusal as refusal:
        return show_people(edition_id, refusal=refusal), refusal.status
    return show_people(edition_id, links=links)


@pages.post("/editions/<id:edition_id>/investors")
def add_investor(edition_id: str) -> Any:
    """Add an investor with what they look for, and show the link that signs them in."""
    person = _typed("name", "email", "firm")
    investor = {**person, "thesis": _thesis(), "portfolio": []}
    try:
        added = command(AddInvestors, part="investor", edition_id=edition_id, investors=[investor])
        links = _invite(edition_id, "investor", person, added["investors"][0]["investor_id"])
    except Refusal as refusal:
        return show_people(edition_id, refusal=refusal), refusal.status
    return show_people(edition_id, links=links)


@pages.post("/editions/<id:edition_id>/links")
def link(edition_id: str) -> Any:
    """Make a new sign-in link for somebody who is known already."""
    person = _typed("name", "email")
    try:
        links = _invite(edition_id, request.form.get("role", ""), person, request.form.get("subject_id"))
    except Refusal as refusal:
        return show_people(edition_id, refusal=refusal), refusal.status
    return show_people(edition_id, links=links)


@pages.post("/editions/<id:edition_id>/sessions/end")
def end_sessions(edition_id: str) -> Any:
    """Sign somebody out on all devices, as after a phone was lost."""
    whom = _typed("role", "subject_id")
    links = request.form.get("links") == "1"
    try:
        ended = ending(EndSessionsOf, edition_id=edition_id, links=links, **whom)
    except Refusal as refusal:
        return show_people(edition_id, refusal=refusal), refusal.status
    return show_people(edition_id, ended={**ended, "name": request.form.get("name", "")})


@pages.post("/editions/<id:edition_id>/judges/cards")
def cards(edition_id: str) -> Any:
    """Make a new sign-in link for each judge, and show them as cards to print and hand out."""
    try:
        judges = query(ListJudges, edition_id=edition_id)["judges"]
        found = _invite_all(edition_id, judges) if judges else []
    except Refusal as refusal:
        return show_people(edition_id, refusal=refusal), refusal.status
    page = render_template(
        "organiser/cards.html",
        edition=query(GetEdition, edition_id=edition_id),
        cards=[{**judge, "qr": qr_of(link["url"])} for judge, link in zip(judges, found, strict=True)],
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _seats(judge: dict[str, Any], edition: dict[str, Any]) -> list[str]:
    """Return where a judge sits, in words."""
    seats = [(stage, panel_of(judge, stage)) for stage in stages_with_panels(edition)]
    return [f"{stage['name']}: {panel['name']}" for stage, panel in seats if panel is not None]


def _typed(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "").strip() for name in names}


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]


def _thesis() -> dict[str, Any]:
    lists = _typed("sectors", "places")
    return {
        **{name: _listed(text) for name, text in lists.items()},
        "company_stages": request.form.getlist("company_stages"),
        "ticket_lowest_usd": form_number("ticket_lowest_usd"),
        "ticket_highest_usd": form_number("ticket_highest_usd"),
        "words": [],
    }


def _invite(edition_id: str, role: str, person: dict[str, str], subject_id: str | None) -> list[Any]:
    invited = {
        "invitations": [_invitation(role, person, subject_id)],
        "send_letters": request.form.get("mail") == "1",
    }
    return list(command(InvitePeople, edition_id=edition_id, **invited)["links"])


def _invite_all(edition_id: str, judges: list[dict[str, Any]]) -> list[Any]:
    invitations = [_invitation("judge", judge, judge["judge_id"]) for judge in judges]
    return list(command(InvitePeople, part="cards", edition_id=edition_id, invitations=invitations)["links"])


def _invitation(role: str, person: dict[str, Any], subject_id: str | None) -> dict[str, Any]:
    return {"role": role, "name": person["name"], "email": person["email"], "subject_id": subject_id or None}
