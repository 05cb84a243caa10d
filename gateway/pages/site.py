"""The public site of an edition: what it is, when what happens, how judging works, who won.

Everything on it is public by itself; where a service does not answer, its part is left out.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from gateway.clients import Unavailable
from gateway.pages.rules import going_on_sentences, panel_shares, rubrics, rule_sentences, shares
from gateway.resources.doors import query
from schemas.message import Query
from schemas.queries import GetBoard, GetEdition, GetSite, GetVotes, ListSessions
from schemas.refusal import Refusal

pages = Blueprint("contest", __name__)

ROOT = "/editions/<id:edition_id>"
# Of more slots than this, in all sessions together, a timetable shows one session at a time.
SLOTS_SHOWN = 300
Answer = dict[str, Any]


@pages.get(f"{ROOT}/site")
def front(edition_id: str) -> Response:
    """Show what the edition is, where it stands, and who has won."""
    edition = query(GetEdition, edition_id=edition_id)
    return in_site(
        "site/front.html",
        edition,
        awards=awards(edition, boards(edition_id)),
        sessions=[s for s in sessions(edition) if s["state"] != "over"],
    )


@pages.get(f"{ROOT}/timetable")
def timetable(edition_id: str) -> Response:
    """Show stages, sessions and the running order; where that is of hundreds, of the session that is named."""
    edition = query(GetEdition, edition_id=edition_id)
    by_stage: dict[str, list[Answer]] = {}
    found, named = sessions(edition), request.args.get("session")
    crowded = sum(len(session["slots"]) for session in found) > SLOTS_SHOWN
    for session in found:
        hidden = crowded and session["session_id"] != named
        by_stage.setdefault(session["stage_id"], []).append({**session, "hidden": hidden})
    return in_site("site/timetable.html", edition, sessions=by_stage)


@pages.get(f"{ROOT}/results")
def results(edition_id: str) -> Response:
    """Show the places of stages whose results are public, with awards and revealed votes."""
    edition = query(GetEdition, edition_id=edition_id)
    found = boards(edition_id)
    return in_site(
        "site/results.html",
        edition,
        boards=[board for board in reversed(found) if board["state"] in ("revealing", "published")],
        awards=awards(edition, found),
        votes=_beside(revealed_votes(edition_id), found),
    )


@pages.get(f"{ROOT}/judging")
def judging(edition_id: str) -> Response:
    """Show what is scored in each stage, and how marks become places."""
    edition = query(GetEdition, edition_id=edition_id)
    told = {s["stage_id"]: _told(s) for s in edition["stages"]}
    return in_site("site/judging.html", edition, told=told)


def _told(stage: dict[str, Any]) -> dict[str, Any]:
    """Return what the page says of a stage beside its name: rubrics, shares and the rule."""
    return {
        "rubrics": rubrics(stage),
        "shares": shares(stage),
        "panels": panel_shares(stage),
        "rule": rule_sentences(stage),
        "on": going_on_sentences(stage),
    }


def in_site(template: str, edition: Answer, **values: Any) -> Response:
    """Return a page of the site; search engines are welcome only where the organiser wants them."""
    site = _or_none(GetSite, edition_id=edition["edition_id"]) or {
        "public": False,
        "about": "",
        "contact": "",
    }
    response = make_response(render_template(template, edition=edition, site=site, **values))
    if site["public"]:
        response.headers["X-Robots-Tag"] = "all"
    return response


def boards(edition_id: str) -> list[Answer]:
    """Return the public boards of the edition's stages, none while scoring is away."""
    found: list[Answer] = (_or_none(GetBoard, edition_id=edition_id) or {"stages": []})["stages"]
    return found


def sessions(edition: Answer) -> list[Answer]:
    """Return all sessions of the edition, each slot that is to come with about when it begins."""
    asked = (
        _or_none(ListSessions, edition_id=edition["edition_id"], stage_id=stage["stage_id"])
        for stage in edition["stages"]
    )
    found = (session for told in asked if told for session in told["sessions"])
    return [{**session, "slots": list(_timed(session))} for session in found]


def _timed(session: Answer) -> Iterator[Answer]:
    begins = session["starts_at"] and datetime.fromisoformat(session["starts_at"])
    length = timedelta(seconds=session["pitch_seconds"] + session["questions_seconds"])
    slots = sorted(session["slots"], key=lambda slot: slot["position"])
    for number, slot in enumerate(slots):
        known = begins and slot["state"] == "planned" and session["state"] == "planned"
        yield {**slot, "about": (begins + number * length).isoformat() if known else None}


def awards(edition: Answer, found: list[Answer]) -> list[Answer]:
    """Return each award with its `winners`, which are empty until their place is public."""
    by_stage = {board["stage_id"]: board for board in found}
    return [{**award, "winners": _winners(award, by_stage)} for award in edition["awards"]]


def _winners(award: Answer, by_stage: Mapping[str, Answer]) -> list[Answer]:
    rows = by_stage.get(award["stage_id"], {"rows": []})["rows"]
    return [row for row in rows if row["award"] and row["place"] == award["place"]]


def revealed_votes(edition_id: str) -> list[Answer]:
    """Return the audience votes that were revealed, their choices with the most votes first."""
    votes = (_or_none(GetVotes, edition_id=edition_id) or {"votes": []})["votes"]
    return [{**vote, "rows": _counted(vote)} for vote in votes if vote["state"] == "revealed"]


def _beside(votes: list[Answer], found: list[Answer]) -> list[Answer]:
    """Return the votes that are not shown already, as the result of their stage."""
    shown = [
        {row["entry_id"]: row["votes"] for row in board["rows"]}
        for board in found
        if board["rows"] and all(row.get("votes") and row.get("judged") is None for row in board["rows"])
    ]
    return [
        vote for vote in votes if {r["entry_id"]: r["votes"] for r in vote["rows"] if r["votes"]} not in shown
    ]


def _counted(vote: Answer) -> list[Answer]:
    names = {choice["entry_id"]: choice["company"] for choice in vote["choices"]}
    rows = [{**total, "company": names.get(total["entry_id"], "")} for total in vote["totals"]]
    return sorted(rows, key=lambda row: -row["votes"])


def _or_none(message: type[Query], **wanted: Any) -> Answer | None:
    with suppress(Refusal, Unavailable):
        return query(message, **wanted)
    return None
