"""The organiser's page of an edition's set-up: changed by hand, taken away as a file, cloned."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from gateway.pages.paths import flat, parts_of
from gateway.pages.seats import kept_seats
from gateway.pages.set_up_form import SetUp, moved, set_up_of, typed
from gateway.pages.set_up_words import choices, why
from gateway.rehearsals.playing import add_once_heard
from gateway.resources.doors import command, query
from schemas.commands import ChangeSetUp, CloneEdition
from schemas.queries import GetEdition, GetFixed, ListJudges, WriteSetUp
from schemas.refusal import Refusal

pages = Blueprint("set_up", __name__)

CHANGED = "set_up_changed"
OF_JUDGES = ("name", "email", "firm", "tags", "commitment")


@pages.get("/editions/<id:edition_id>/set-up")
def set_up(edition_id: str) -> str:
    """Show everything that an edition is run by, to be changed by hand."""
    edition = query(GetEdition, edition_id=edition_id)
    return show_set_up(edition, set_up_of(edition), fixed=query(GetFixed, edition_id=edition_id))


def show_set_up(
    edition: Mapping[str, Any],
    wanted: SetUp,
    *,
    fixed: Mapping[str, Any],
    refusal: Refusal | None = None,
    touched: str = "",
) -> str:
    """Return the page with a set-up in its form, beside what it says of each field."""
    changed = refusal is not None and refusal.code == CHANGED
    errors = {path: why(error) for path, error in refusal.errors.items()} if refusal else {}
    return render_template(
        "organiser/set_up.html",
        edition=edition,
        wanted=wanted,
        fixed=fixed,
        errors={} if changed else errors,
        differences=_differences(set_up_of(edition), wanted) if changed else [],
        refusal=refusal,
        touched=touched,
        unfolded={part for path in (*errors, touched) for part in parts_of(path)},
        zones=sorted(available_timezones()),
        **choices(),
    )


@pages.post("/editions/<id:edition_id>/set-up")
def change(edition_id: str) -> Any:
    """Save what was typed, or add, remove or move a row of the form without saving."""
    edition, fixed = query(GetEdition, edition_id=edition_id), query(GetFixed, edition_id=edition_id)
    wanted = typed(request.form.items(), now=set_up_of(edition), fixed=fixed)
    act = request.form.get("do", "")
    other = moved(wanted, act)
    if other is not None:
        return show_set_up(edition, other, fixed=fixed, touched=act.partition(":")[2])
    version = request.form.get("version", "")
    try:
        command(
            ChangeSetUp,
            edition_id=edition_id,
            at_version=int(version) if version.isdecimal() and len(version) < 10 else 1,
            set_up=wanted,
        )
    except Refusal as refusal:
        newest = query(GetEdition, edition_id=edition_id)
        return make_response(show_set_up(newest, wanted, fixed=fixed, refusal=refusal), refusal.status)
    return redirect(url_for("organiser.edition", edition_id=edition_id), 303)


@pages.get("/editions/<id:edition_id>/set-up.yaml")
def file(edition_id: str) -> Response:
    """Give the set-up as a YAML file that is a blueprint."""
    return yaml_file(query(WriteSetUp, edition_id=edition_id))


def yaml_file(found: Mapping[str, str]) -> Response:
    """Return a file to be kept."""
    response = Response(found["yaml"], mimetype="application/yaml")
    response.headers.set("Content-Disposition", "attachment", filename=found["file"])
    return response


@pages.get("/editions/<id:edition_id>/clone")
def clone_page(edition_id: str) -> str:
    """Ask for the name of an edition with the same set-up."""
    return show_clone(edition_id)


def show_clone(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page on which an edition is cloned."""
    edition = query(GetEdition, edition_id=edition_id)
    return render_template("organiser/clone.html", edition=edition, refusal=refusal)


@pages.post("/editions/<id:edition_id>/clone")
def clone(edition_id: str) -> Any:
    """Start an edition with the same set-up, and where it is wanted with the same judges."""
    try:
        name = request.form.get("name", "")
        cloned = command(CloneEdition, part="clone", edition_id=edition_id, name=name)["edition_id"]
        if "judges" in request.form:
            _take_judges(edition_id, cloned)
    except Refusal as refusal:
        return make_response(show_clone(edition_id, refusal=refusal), refusal.status)
    return redirect(url_for("organiser.edition", edition_id=cloned), 303)


def _take_judges(edition_id: str, cloned: str) -> None:
    judges = query(ListJudges, edition_id=edition_id)["judges"]
    if judges:
        edition = query(GetEdition, edition_id=edition_id)
        same = [
            {**{name: judge[name] for name in OF_JUDGES}, "panels": kept_seats(judge, edition)}
            for judge in judges
        ]
        add_once_heard(cloned, same)


def _differences(now: SetUp, wanted: SetUp) -> list[tuple[str, str, str]]:
    """Return the paths at which what was typed differs from what is kept now, with both texts."""
    kept, typed_here = dict(flat(now)), dict(flat(wanted))
    paths = [*typed_here, *(path for path in kept if path not in typed_here)]
    both = ((path, typed_here.get(path, ""), kept.get(path, "")) for path in paths)
    return [each for each in both if each[1] != each[2]]
