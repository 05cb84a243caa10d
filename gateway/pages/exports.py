"""Tables to take away."""

from collections.abc import Iterator
from itertools import chain
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request, stream_with_context

from gateway.exports import FORMATS, TABLES
from gateway.pages.sheets import STANDING
from gateway.pages.site import boards
from gateway.resources.doors import query
from schemas.queries import GetEdition
from schemas.refusal import Invalid, NotFound

pages = Blueprint("exports", __name__)


@pages.get("/editions/<id:edition_id>/exports")
def exports(edition_id: str) -> str:
    """Show what can be taken away."""
    edition = query(GetEdition, edition_id=edition_id)
    known = {board["stage_id"]: board["state"] for board in boards(edition_id)}
    certified = {stage_id for stage_id, state in known.items() if state in STANDING}
    return render_template(
        "organiser/exports.html", edition=edition, tables=TABLES, formats=FORMATS, certified=certified
    )


@pages.get("/editions/<id:edition_id>/exports/<table>.<form>")
def export(edition_id: str, table: str, form: str) -> Response:
    """Return one table as a file. What goes wrong before its first row is an error page."""
    if table not in TABLES or form not in FORMATS:
        allowed = {"table": sorted(TABLES), "format": sorted(FORMATS)}
        raise NotFound(f"there is no export {table}.{form}", errors=allowed)
    stage_id = request.args.get("stage_id", "")
    if TABLES[table].by_stage and not stage_id:
        raise Invalid("say of which stage", errors={"stage_id": {"came": None, "allowed": "a stage's id"}})
    write, media_type = FORMATS[form]
    rows = _begun(TABLES[table].rows(edition_id, stage_id))
    response = Response(stream_with_context(write(rows)), content_type=media_type)
    name = quote("-".join(part for part in (edition_id, table, stage_id) if part))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _begun(rows: Iterator[Any]) -> Iterator[Any]:
    """Return the same rows, the first of them already asked for."""
    first = next(rows, None)
    return iter(()) if first is None else chain([first], rows)
