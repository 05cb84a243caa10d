"""The organiser's page of webhooks: endpoints, and the log of what was sent."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for

from gateway.pages.acting import acted, form_number
from gateway.pages.paging import page_number
from gateway.resources.doors import command, query
from schemas.commands import AddEndpoint, ChangeEndpoint, RemoveEndpoint, SendAgain, SendTest
from schemas.commands.webhooks import KINDS
from schemas.queries import GetDelivery, GetEdition, ListDeliveries, ListEndpoints
from schemas.queries.webhooks import PAGE
from schemas.refusal import Refusal

pages = Blueprint("webhook_desk", __name__)

ROOT = "/editions/<id:edition_id>/webhooks"
ENDPOINT = f"{ROOT}/endpoints/<id:endpoint_id>"
DELIVERY = f"{ROOT}/deliveries/<id:delivery_id>"


@pages.get(ROOT)
def webhooks(edition_id: str) -> str:
    """Show the endpoints of an edition and the newest messages."""
    return show_webhooks(edition_id)


def show_webhooks(
    edition_id: str,
    *,
    made: Mapping[str, Any] | None = None,
    refusal: Refusal | None = None,
    typed: Mapping[str, Any] | None = None,
) -> str:
    """Return the page, with the secret of an endpoint that was just made, or what was typed and refused."""
    page = page_number()
    found = query(ListDeliveries, edition_id=edition_id, page=page)
    known = query(ListEndpoints, edition_id=edition_id)
    return render_template(
        "organiser/webhooks.html",
        edition=query(GetEdition, edition_id=edition_id),
        endpoints=known["endpoints"],
        urls={each["endpoint_id"]: each["url"] for each in known["endpoints"]},
        found=found,
        page=page,
        more=page * PAGE < found["total"],
        kinds=KINDS,
        made=made,
        refusal=refusal,
        typed=typed or {"endpoint_id": None, "url": "", "kinds": list(KINDS), "on": True},
    )


@pages.post(ROOT)
def add(edition_id: str) -> Any:
    """Keep a new endpoint, and show its secret this once."""
    typed = _typed()
    try:
        made = command(AddEndpoint, edition_id=edition_id, url=typed["url"], kinds=typed["kinds"])
    except Refusal as refusal:
        return make_response(show_webhooks(edition_id, refusal=refusal, typed=typed), refusal.status)
    response = make_response(show_webhooks(edition_id, made=made))
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post(ENDPOINT)
def change(edition_id: str, endpoint_id: str) -> Any:
    """Change an endpoint; what was typed stays when it is refused."""
    typed = {**_typed(), "endpoint_id": endpoint_id, "on": "on" in request.form}
    told = {name: typed[name] for name in ("url", "kinds", "on")}
    names = {"edition_id": edition_id, "endpoint_id": endpoint_id}
    seen = form_number("seen") or 1
    return _acted(edition_id, lambda: command(ChangeEndpoint, seen=seen, **names, **told), typed=typed)


@pages.post(f"{ENDPOINT}/remove")
def remove(edition_id: str, endpoint_id: str) -> Any:
    """Send nothing to the endpoint any more."""
    return _acted(edition_id, lambda: command(RemoveEndpoint, edition_id=edition_id, endpoint_id=endpoint_id))


@pages.post(f"{ENDPOINT}/test")
def test(edition_id: str, endpoint_id: str) -> Any:
    """Send the endpoint a message that tells of nothing."""
    return _acted(edition_id, lambda: command(SendTest, edition_id=edition_id, endpoint_id=endpoint_id))


@pages.get(DELIVERY)
def delivery(edition_id: str, delivery_id: str) -> str:
    """Show a message with its body and what came back."""
    return show_delivery(edition_id, delivery_id)


def show_delivery(edition_id: str, delivery_id: str, *, refusal: Refusal | None = None) -> str:
    """Return the page of a message."""
    found = query(GetDelivery, edition_id=edition_id, delivery_id=delivery_id)
    return render_template(
        "organiser/delivery.html",
        edition=query(GetEdition, edition_id=edition_id),
        delivery=found,
        body=json.dumps(json.loads(found["body"]), indent=2, ensure_ascii=False),
        refusal=refusal,
    )


@pages.post(f"{DELIVERY}/send")
def send(edition_id: str, delivery_id: str) -> Any:
    """Send a message once more."""
    names = {"edition_id": edition_id, "delivery_id": delivery_id}
    return acted(
        lambda: command(SendAgain, **names),
        then=url_for("webhook_desk.delivery", **names),
        show=lambda refusal: show_delivery(edition_id, delivery_id, refusal=refusal),
    )


def _typed() -> dict[str, Any]:
    ticked = request.form.getlist("kinds")
    return {
        "endpoint_id": None,
        "url": request.form.get("url", "").strip(),
        "kinds": [kind for kind in KINDS if kind in ticked],
        "on": True,
    }


def _acted(edition_id: str, act: Any, *, typed: Mapping[str, Any] | None = None) -> Any:
    return acted(
        act,
        then=url_for("webhook_desk.webhooks", edition_id=edition_id),
        show=lambda refusal: show_webhooks(edition_id, refusal=refusal, typed=typed),
    )
