"""The audit trail to read: who did what, when, on what, and what it changed."""

from flask import Blueprint, render_template, request

from gateway.audit import acts
from gateway.pages.acts import act_word
from gateway.resources.doors import query
from schemas.queries import GetEdition

pages = Blueprint("audit_trail", __name__)

AT_ONCE = 50


@pages.get("/editions/<id:edition_id>/audit")
def audit(edition_id: str) -> str:
    """Show what organisers did in the edition."""
    return _show(edition_id)


@pages.get("/system/audit")
def system_audit() -> str:
    """Show what organisers did that belongs to no edition."""
    return _show(None)


def _show(edition_id: str | None) -> str:
    wanted = {name: request.args.get(name, "")[:200] for name in ("by", "kind", "before")}
    edition = query(GetEdition, edition_id=edition_id) if edition_id else None
    return render_template(
        "organiser/audit.html",
        edition=edition,
        stages={stage["stage_id"]: stage["name"] for stage in edition["stages"]} if edition else {},
        trail=acts(edition_id, **wanted, limit=AT_ONCE),
        wanted=wanted,
        act_word=act_word,
    )
