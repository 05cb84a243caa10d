"""The organiser's page of one entry: what it said, what was done with it, and who judges it."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, render_template

from gateway.asked import label_of
from gateway.clients import Unavailable
from gateway.pages.reasons import usual_reasons
from gateway.resources.doors import query
from schemas.message import Query
from schemas.queries import (
    GetEdition,
    GetEntryHistory,
    ListAttachments,
    ListDecks,
    ListEntryCards,
    NamePeople,
)
from schemas.refusal import Refusal

pages = Blueprint("entry_desk", __name__)

Found = dict[str, Any]


@pages.get("/editions/<id:edition_id>/entries/<id:entry_id>")
def entry(edition_id: str, entry_id: str) -> str:
    """Show an entry."""
    return show_entry(edition_id, entry_id)


def show_entry(
    edition_id: str,
    entry_id: str,
    *,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    """Return the page of an entry, without its judges where judging does not answer."""
    edition = query(GetEdition, edition_id=edition_id)
    history = query(GetEntryHistory, edition_id=edition_id, entry_id=entry_id)
    decks = query(ListDecks, edition_id=edition_id, entry_id=entry_id)["decks"]
    files = query(ListAttachments, edition_id=edition_id, entry_id=entry_id)["files"]
    cards = _or_none(ListEntryCards, edition_id=edition_id, entry_id=entry_id)
    people = {turn["by"] for turn in history["turns"] if turn["by"]}
    return render_template(
        "organiser/entry.html",
        edition=edition,
        stages={stage["stage_id"]: stage["name"] for stage in edition["stages"]},
        history=history,
        entry=history["entry"],
        names=query(NamePeople, person_ids=sorted(people))["people"] if people else {},
        deck=next(iter(decks), None),
        decks=decks,
        files=files,
        label_of=label_of,
        judging=cards and list(_by_stage(edition, cards)),
        conflicts=cards and cards["conflicts"],
        reasons=usual_reasons(),
        refusal=refusal,
        typed=typed or {},
    )


def _by_stage(edition: Mapping[str, Any], cards: Mapping[str, Any]) -> Iterator[tuple[str, list[Found]]]:
    for stage in edition["stages"]:
        here = [card for card in cards["scorecards"] if card["stage_id"] == stage["stage_id"]]
        if here:
            yield stage["name"], here


def _or_none(message: type[Query], **wanted: Any) -> Found | None:
    try:
        return query(message, **wanted)
    except (Refusal, Unavailable):
        return None  # the rest of the page is of use all the same
