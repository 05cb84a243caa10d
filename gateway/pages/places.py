"""The organiser's pages of an edition, in the order in which a contest needs them."""

from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext

from gateway.access.guard import visitor
from gateway.access.roles import ORGANISER, ROLES

Place = tuple[str, Any]

# By part of the work: the endpoints of its pages, each with what its link says.
PLACES: tuple[tuple[Any, tuple[Place, ...]], ...] = (
    (
        lazy_gettext("Edition"),
        (
            ("organiser.edition", lazy_gettext("Overview")),
            ("set_up.set_up", lazy_gettext("Set-up")),
            ("rehearsal_desk.rehearse", lazy_gettext("Rehearse")),
        ),
    ),
    (
        lazy_gettext("People and entries"),
        (
            ("call_desk.call", lazy_gettext("Registration by founders")),
            ("form_desk.form", lazy_gettext("What is asked")),
            ("application_list.applications", lazy_gettext("Who registered")),
            ("entry_list.entries", lazy_gettext("Entries")),
            ("import_desk.imports", lazy_gettext("Import")),
            ("duplicates_desk.duplicates", lazy_gettext("Duplicates")),
            ("appeal_desk.desk", lazy_gettext("Appeals")),
            ("people_list.people", lazy_gettext("Judges and investors")),
            ("organiser_list.organisers", lazy_gettext("Organisers")),
            ("personal_data.personal", lazy_gettext("Personal data")),
        ),
    ),
    (
        lazy_gettext("In the hall"),
        (
            ("vote_desk.votes", lazy_gettext("Audience votes")),
            ("meeting_desk.meetings", lazy_gettext("Meetings")),
            ("screen.screen", lazy_gettext("Stage screen")),
            ("board.board", lazy_gettext("Public board")),
        ),
    ),
    (
        lazy_gettext("Telling people"),
        (
            ("site_desk.desk", lazy_gettext("Public site")),
            ("outbox.outbox", lazy_gettext("Outbox")),
            ("webhook_desk.webhooks", lazy_gettext("Webhooks")),
        ),
    ),
    (
        lazy_gettext("Taking away"),
        (
            ("exports.exports", lazy_gettext("Exports")),
            ("audit_trail.audit", lazy_gettext("What organisers did")),
        ),
    ),
)


def edition_places() -> list[dict[str, Any]]:
    """Return the links beside a page of an edition, for its organiser; none elsewhere."""
    edition_id = (request.view_args or {}).get("edition_id")
    person = visitor()
    if edition_id is None or person is None or not person.organises(edition_id) or not _organises():
        return []
    return [
        {"name": name, "links": [_link(edition_id, endpoint, text) for endpoint, text in places]}
        for name, places in PLACES
    ]


def _organises() -> bool:
    endpoint = request.endpoint or ""
    return endpoint == "organiser.edition" or ROLES.get(endpoint) is ORGANISER


def _link(edition_id: str, endpoint: str, text: Any) -> dict[str, Any]:
    here = endpoint == request.endpoint or endpoint.partition(".")[0] == request.blueprint != "organiser"
    return {"url": url_for(endpoint, edition_id=edition_id), "text": text, "here": here}
