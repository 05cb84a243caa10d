"""The organiser's page of tables: which entry is where, numbered by hand, by lot or by name."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.paging import called, page_number, searched
from gateway.pages.stage import the_stage
from gateway.resources.doors import command, query
from schemas.commands import NumberTables
from schemas.commands.tables import HIGHEST_TABLE, WAYS
from schemas.queries import GetTables
from schemas.refusal import Invalid, Refusal

pages = Blueprint("tables_desk", __name__)

PATH = "/editions/<id:edition_id>/stages/<id:stage_id>/tables"
INPUT = "table."
SHOWN = 100


@pages.get(PATH)
def tables(edition_id: str, stage_id: str) -> str:
    """Show the tables of a stage."""
    return show_tables(edition_id, stage_id)


def show_tables(edition_id: str, stage_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page; after a refusal with what was typed, and what is wrong beside each entry."""
    edition, stage = the_stage(edition_id, stage_id)
    floor = query(GetTables, edition_id=edition_id, stage_id=stage_id)
    search, number = searched(), page_number()
    meant = [line for line in floor["tables"] if called(search, line["company"])]
    return render_template(
        "stage/tables.html",
        edition=edition,
        stage=stage,
        floor=floor,
        lines=meant[(number - 1) * SHOWN : number * SHOWN],
        search=search,
        page=number,
        more=number * SHOWN < len(meant),
        typed=_typed() if refusal and request.form.get("by") == "hand" else {},
        wrong=_wrong(refusal),
        highest=HIGHEST_TABLE,
        refusal=refusal,
    )


@pages.post(PATH)
def number(edition_id: str, stage_id: str) -> Any:
    """Number the tables."""
    by = request.form.get("by", "")
    return acted(
        lambda: command(
            NumberTables,
            edition_id=edition_id,
            stage_id=stage_id,
            seen=form_number("seen") or 0,
            by=by if by in WAYS else "rest",
            tables=_by_hand() if by == "hand" else [],
            seed=form_number("seed"),
            first=form_number("first") or 1,
        ),
        then=url_for(
            "tables_desk.tables",
            edition_id=edition_id,
            stage_id=stage_id,
            **{name: request.args.get(name) for name in ("search", "page")},
        ),
        show=lambda refusal: show_tables(edition_id, stage_id, refusal=refusal),
    )


def _typed() -> dict[str, str]:
    found = ((name, text.strip()) for name, text in request.form.items() if name.startswith(INPUT))
    return {name.removeprefix(INPUT): text for name, text in found}


def _by_hand() -> list[dict[str, Any]]:
    """Return the tables of the form; Invalid, with all of them, for what is no number of a table."""
    typed, wanted, errors = _typed(), [], {}
    for n, (entry_id, text) in enumerate(typed.items()):
        number = int(text) if text.isdecimal() and len(text) < 6 else None
        if text and (number is None or not 1 <= number <= HIGHEST_TABLE):
            errors[f"tables.{n}.table"] = {"came": text, "allowed": f"a number from 1 to {HIGHEST_TABLE}"}
        wanted.append({"entry_id": entry_id, "table": number})
    if errors:
        raise Invalid("the tables cannot be numbered like this", errors=errors)
    return wanted


def _wrong(refusal: Refusal | None) -> set[str]:
    """Return the entries whose number is refused."""
    typed = list(_typed()) if refusal else []
    return {id for n, id in enumerate(typed) if refusal and f"tables.{n}.table" in refusal.errors}
