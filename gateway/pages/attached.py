"""The page of the files that an entry was submitted with."""

from flask import Blueprint, render_template

from gateway.asked import label_of
from gateway.resources.attachments import check_sees
from gateway.resources.doors import query
from schemas.queries import GetEdition, GetEntry, ListAttachments

pages = Blueprint("attached", __name__)


@pages.get("/editions/<id:edition_id>/entries/<id:entry_id>/files")
def files(edition_id: str, entry_id: str) -> str:
    """Show the files of the version that counts."""
    check_sees(edition_id, entry_id)
    names = {"edition_id": edition_id, "entry_id": entry_id}
    return render_template(
        "deck/files.html",
        edition=query(GetEdition, edition_id=edition_id),
        entry=query(GetEntry, **names),
        files=query(ListAttachments, **names)["files"],
        label_of=label_of,
    )
