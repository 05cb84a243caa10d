"""The organiser's page of the form: fields added, changed, moved and removed."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, render_template, request, url_for

from gateway.asked import KINDS, kind_of, label_of
from gateway.pages.acting import acted, form_number
from gateway.resources.doors import command, query
from schemas.commands import SetForm
from schemas.queries import GetCall, GetEdition
from schemas.refusal import Refusal

pages = Blueprint("form_desk", __name__)

ROOT = "/editions/<id:edition_id>/form"
Form = list[dict[str, Any]]


@pages.get(ROOT)
def form(edition_id: str) -> str:
    """Show what founders are asked."""
    return show_form(edition_id)


def show_form(edition_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page; after a refusal the field in question is open, as it was typed."""
    call = query(GetCall, edition_id=edition_id)
    typed = _typed({}) if refusal else None
    return render_template(
        "organiser/form.html",
        edition=query(GetEdition, edition_id=edition_id),
        call=call,
        typed=typed,
        at=request.form.get("field_id", "") if refusal else request.args.get("at", ""),
        kinds=KINDS,
        label_of=label_of,
        kind_of=kind_of,
        refusal=refusal,
    )


@pages.post(ROOT)
def change(edition_id: str) -> Any:
    """Add, change, move or remove one field."""
    act = ACTS.get(request.form.get("act", ""))
    if act is None:
        abort(400)
    field_id = request.form.get("field_id", "") or f"f-{uuid4().hex[:8]}"

    def carry_out() -> Any:
        now = query(GetCall, edition_id=edition_id)["form"]
        return command(SetForm, edition_id=edition_id, seen=form_number("seen") or 0, form=act(now, field_id))

    return acted(
        carry_out,
        then=url_for("form_desk.form", edition_id=edition_id, at=field_id, _anchor=field_id),
        show=lambda refusal: show_form(edition_id, refusal=refusal),
    )


def _add(form: Form, field_id: str) -> Form:
    return [*form, {**_typed({}), "field_id": field_id}]


def _change(form: Form, field_id: str) -> Form:
    return [{**f, **_typed(f)} if f["field_id"] == field_id else f for f in form]


def _up(form: Form, field_id: str) -> Form:
    return _moved(form, field_id, -1)


def _down(form: Form, field_id: str) -> Form:
    return _moved(form, field_id, 1)


def _remove(form: Form, field_id: str) -> Form:
    return [f for f in form if f["field_id"] != field_id]


ACTS: Mapping[str, Callable[[Form, str], Form]] = {
    "add": _add,
    "change": _change,
    "up": _up,
    "down": _down,
    "remove": _remove,
}


def _moved(form: Form, field_id: str, by: int) -> Form:
    here = next((n for n, f in enumerate(form) if f["field_id"] == field_id), None)
    if here is None or not 0 <= here + by < len(form):
        return form
    moved = list(form)
    moved[here], moved[here + by] = moved[here + by], moved[here]
    return moved


def _typed(field: Mapping[str, Any]) -> dict[str, Any]:
    """Return a field as the form has it; what the form has not stays as it is in `field`."""
    sent = request.form
    texts = {name: sent[name].strip() for name in TEXTS if name in sent}
    lines = [line.strip() for line in sent.get("choices", "").splitlines() if line.strip()]
    kind = str(field.get("kind") or sent.get("kind", ""))
    return {
        **dict.fromkeys(TEXTS, ""),
        **{name: value for name, value in field.items() if name in TEXTS},
        **texts,
        "field_id": field.get("field_id", sent.get("field_id", "")),
        "kind": kind,
        "required": "required" in sent,
        "choices": list(dict.fromkeys(lines)) if kind in ("choice", "money") else [],
        "barred": sent.getlist("barred"),
    }


TEXTS = ("label", "help", "lowest", "highest", "barred_reason")
