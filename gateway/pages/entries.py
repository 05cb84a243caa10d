"""The organiser's list of entries: found as one types, decided on one by one or all at once, and undone."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from gateway.pages.entry import show_entry
from gateway.pages.reasons import usual_reasons
from gateway.resources.doors import MANY_SECONDS, command, query
from schemas.commands import DisqualifyEntry, PutInTrack, ScreenEntries, UndoDecision, WithdrawEntries
from schemas.commands.registration import ENTRY_STATES
from schemas.queries import GetEdition, ListDecisions, ListEntries, NamePeople
from schemas.queries.registration import ENTRY_SORTS
from schemas.refusal import Invalid, Refusal

pages = Blueprint("entry_list", __name__)

PAGE_LENGTH = 50
MATCHED = ("search", "state", "stage_id", "track")
LONGEST_REASON = 500
# A decision on all that are found may take 20,000 entries.


@pages.get("/editions/<id:edition_id>/entries")
def entries(edition_id: str) -> str:
    """Show the entries, found by words, state, stage and track."""
    return show_entries(edition_id)


def show_entries(
    edition_id: str, *, refusal: Refusal | None = None, typed: Mapping[str, Any] | None = None
) -> str:
    """Return a page of entries, with what was typed where it was refused."""
    edition = query(GetEdition, edition_id=edition_id)
    wanted = _wanted(edition)
    decisions = query(ListDecisions, edition_id=edition_id)["decisions"]
    people = sorted({each["by"] for each in decisions if each["by"]})
    return render_template(
        "organiser/entries.html",
        edition=edition,
        found=query(ListEntries, edition_id=edition_id, limit=PAGE_LENGTH, **wanted),
        wanted=wanted,
        tracks={track["track_id"]: track["name"] for track in edition["tracks"]},
        stages={stage["stage_id"]: stage["name"] for stage in edition["stages"]},
        decisions=decisions,
        names=query(NamePeople, person_ids=people)["people"] if people else {},
        reasons=usual_reasons(),
        typed=typed or {},
        **{"states": ENTRY_STATES, "sorts": ENTRY_SORTS, "refusal": refusal},
    )


@pages.post("/editions/<id:edition_id>/entries/decide")
def decide(edition_id: str) -> Any:
    """Find entries eligible or not, or withdraw them: one, those with a tick, or all that are found."""
    outcome = request.form.get("decision", "")
    typed = {
        "reason": request.form.get("reason", "").strip(),
        "entry_ids": request.form.getlist("entry_id"),
        "all": "all" in request.form,
    }

    def act() -> Any:
        _check(outcome, typed)
        meant = {"entry_ids": typed["entry_ids"]}
        if typed["all"]:
            matching = _wanted(query(GetEdition, edition_id=edition_id))
            meant = {"matching": {name: matching[name] for name in MATCHED}}
        told = {**meant, "edition_id": edition_id, "reason": typed["reason"]}
        if outcome == "withdrawn":
            return command(WithdrawEntries, timeout=MANY_SECONDS, **told)
        return command(ScreenEntries, timeout=MANY_SECONDS, decision=outcome, **told)

    return _acted(edition_id, act, typed)


@pages.post("/editions/<id:edition_id>/entries/undo")
def undo(edition_id: str) -> Any:
    """Take a decision back, for all entries that have not gone on since."""
    decision_id = request.form.get("decision_id", "")
    told = {"edition_id": edition_id, "decision_id": decision_id}
    return _acted(edition_id, lambda: command(UndoDecision, timeout=MANY_SECONDS, **told), {})


def _acted(edition_id: str, act: Any, typed: Mapping[str, Any]) -> Any:
    """Act and show the list, or the entry that the form was on, as they are then."""
    back = request.form.get("back")
    try:
        answer = act()
    except Refusal as refusal:
        told = {"refusal": refusal, "typed": typed}
        page = show_entry(edition_id, back, **told) if back else show_entries(edition_id, **told)
        return make_response(page, refusal.status)
    if back:
        return redirect(url_for("entry_desk.entry", edition_id=edition_id, entry_id=back), 303)
    shown = {name: request.form.get(name) or None for name in (*MATCHED, "sort")}
    left = answer.get("left_count") or None
    return redirect(url_for("entry_list.entries", edition_id=edition_id, left=left, **shown), 303)


def _check(outcome: str, typed: Mapping[str, Any]) -> None:
    """Raise Invalid with all that is wrong with the form at once."""
    errors: dict[str, str] = {}
    if outcome not in ("eligible", "ineligible", "withdrawn"):
        errors[gettext("Decide")] = gettext("Say what is decided.")
    if not typed["entry_ids"] and not typed["all"]:
        errors[gettext("Entries")] = gettext("Tick at least one, or all that are found.")
    if outcome == "ineligible" and not typed["reason"]:
        errors[gettext("Reason")] = gettext("Whoever is found not eligible is told why.")
    if len(typed["reason"]) > LONGEST_REASON:
        errors[gettext("Reason")] = gettext("At most %(most)s characters.", most=LONGEST_REASON)
    if errors:
        raise Invalid("", errors=errors)


def _wanted(edition: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the address, or the form, asks for."""
    asked = {name: request.values.get(name) for name in ("state", "sort", "stage_id", "track")}
    known = {
        "state": ENTRY_STATES,
        "stage_id": [stage["stage_id"] for stage in edition["stages"]],
        "track": [track["track_id"] for track in edition["tracks"]],
    }
    return {
        "search": request.values.get("search", "")[:200],
        "after": request.args.get("after", "")[:500],
        "sort": asked["sort"] if asked["sort"] in ENTRY_SORTS else ENTRY_SORTS[0],
        **{name: asked[name] if asked[name] in allowed else None for name, allowed in known.items()},
    }


@pages.post("/editions/<id:edition_id>/entries/track")
def track(edition_id: str) -> Any:
    """Let an entry compete in a track, or in none."""
    told = {"entry_ids": request.form.getlist("entry_id"), "track": request.form.get("track", "")}
    return _acted(edition_id, lambda: command(PutInTrack, edition_id=edition_id, **told), {})


@pages.post("/editions/<id:edition_id>/entries/disqualify")
def disqualify(edition_id: str) -> Any:
    """Take an entry out of the edition, and out of results that stand, for a reason."""
    told = {"entry_id": request.form.get("entry_id", ""), "reason": request.form.get("reason", "")}
    return _acted(edition_id, lambda: command(DisqualifyEntry, edition_id=edition_id, **told), {})
