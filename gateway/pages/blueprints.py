"""The organiser's page of blueprints: what is in each, added and taken away as YAML."""

from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for

from gateway.pages.frame import chosen_language
from gateway.pages.set_up import yaml_file
from gateway.pages.set_up_words import choices
from gateway.resources.doors import command, query
from schemas.commands import AddBlueprint
from schemas.commands.setups import YAML_LIMIT
from schemas.queries import ListBlueprints, ListHosts, WriteBlueprint
from schemas.refusal import Invalid, Refusal

pages = Blueprint("blueprints", __name__)


@pages.get("/blueprints")
def blueprints() -> str:
    """Show what an edition can start from."""
    return show_blueprints()


def show_blueprints(*, refusal: Refusal | None = None) -> str:
    """Return the page of blueprints, with what is wrong with a file by field."""
    return render_template(
        "organiser/blueprints.html",
        blueprints=query(ListBlueprints, language=chosen_language())["blueprints"],
        hosts=query(ListHosts)["hosts"],
        refusal=refusal,
        **choices(),
    )


@pages.post("/blueprints")
def add() -> Any:
    """Keep a YAML file as a blueprint of a host."""
    try:
        file, text = _file()
        host_id = request.form.get("host_id", "")
        added = command(AddBlueprint, host_id=host_id, file=file, yaml=text)
    except Refusal as refusal:
        return make_response(show_blueprints(refusal=refusal), refusal.status)
    return redirect(url_for("blueprints.blueprints", _anchor=added["blueprint"]), 303)


@pages.get("/blueprints/<id:blueprint>/blueprint.yaml")
def file(blueprint: str) -> Response:
    """Give a blueprint as a YAML file."""
    return yaml_file(query(WriteBlueprint, blueprint=blueprint, language=chosen_language()))


def _file() -> tuple[str, str]:
    sent = request.files.get("file")
    name = ((sent and sent.filename) or "blueprint.yaml")[-200:]
    text = sent.read(YAML_LIMIT + 1).decode("utf-8-sig", errors="replace") if sent else ""
    if not text.strip() or len(text) > YAML_LIMIT:
        raise Invalid(
            "a YAML file is needed",
            errors={"file": {"came": name, "allowed": f"a YAML file of at most {YAML_LIMIT} characters"}},
        )
    return name, text
