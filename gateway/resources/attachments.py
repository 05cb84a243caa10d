"""Files that founders answer a question with: sent by them, seen by organisers and assigned judges as well."""

from typing import Any
from urllib.parse import quote

from flask import Response, request

from gateway.access.guard import identity
from gateway.access.roles import NotAllowed
from gateway.clients import Unavailable
from gateway.resources.applications import APPLICATION, check_acts
from gateway.resources.doors import command, doors, query
from gateway.resources.downloads import kept, stream
from gateway.resources.room import Room
from gateway.resources.uploads import check_length, received, receiving, send_attachment
from schemas.api.applications import SavedAnswer
from schemas.api.attachments import AttachedAnswer, AttachmentsAnswer, AttachParameters, RemoveAttachmentBody
from schemas.commands import RemoveAttachment
from schemas.commands.attachments import FILE_BYTES
from schemas.queries import CountAttachments, GetAttachmentPart, GetJudgeList, ListAttachments
from schemas.refusal import Refusal

blp = Room("attachments", __name__, description="Files that answer a question")

ENDINGS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
BYTES = "application/octet-stream"
BINARY = {"type": "string", "format": "binary"}
BODY = {"required": True, "content": {media: {"schema": BINARY} for media in ENDINGS}}


class NotAttachableBody(Refusal):
    """The body says that it is something else."""

    code = "attachment_kind"
    status = 415


def check_sees(edition_id: str, entry_id: str) -> bool:
    """Return whether whoever makes the request may see what was not submitted, too.

    Raises NotAllowed when they may see no file of the entry: it is for its team, for organisers of the
    edition, and for the judges who are assigned to it.
    """
    person = identity()
    if any(g.subject_id == entry_id and g.covers(edition_id) for g in person.granted("founder")):
        return True
    if not person.organises(edition_id) and not _assigned(edition_id, entry_id):
        raise NotAllowed("files are for the entry's team, its judges and the organisers")
    return False


def _assigned(edition_id: str, entry_id: str) -> bool:
    judges = [grant for grant in identity().granted("judge") if grant.covers(edition_id)]
    return any(
        each["entry_id"] == entry_id and each["state"] != "void"
        for grant in judges
        for stage in query(GetJudgeList, edition_id=edition_id, judge_id=grant.subject_id)["stages"]
        for each in stage["assignments"]
    )


@blp.route(f"{APPLICATION}/files/<id:field_id>", methods=["POST"])
@blp.doc(requestBody=BODY)
@blp.arguments(AttachParameters, location="query")
@blp.response(200, AttachedAnswer)
def attach_file(parameters: dict[str, Any], edition_id: str, entry_id: str, field_id: str) -> Any:
    """Answer a question of kind `file` with a PDF, PNG or JPEG of up to 10 MB; it is checked first."""
    check_acts(edition_id, entry_id)
    if request.mimetype not in ENDINGS:
        raise NotAttachableBody(f"the header Content-Type must be one of {', '.join(ENDINGS)}")
    check_length(FILE_BYTES)
    names = {"edition_id": edition_id, "entry_id": entry_id, "field_id": field_id}
    with receiving(), received(request.stream, limit=FILE_BYTES) as file:  # type: ignore[arg-type]
        return send_attachment(file, **names, **parameters)


@blp.route(f"{APPLICATION}/files/<id:field_id>/remove", methods=["POST"])
@blp.arguments(RemoveAttachmentBody)
@blp.response(200, SavedAnswer)
def remove_attachment(body: dict[str, Any], edition_id: str, entry_id: str, field_id: str) -> Any:
    """Take a file out of the draft; versions that were submitted with it keep it."""
    check_acts(edition_id, entry_id)
    return command(RemoveAttachment, edition_id=edition_id, entry_id=entry_id, field_id=field_id, **body)


@blp.route("/editions/<id:edition_id>/entries/<id:entry_id>/files")
@blp.response(200, AttachmentsAnswer)
def list_attachments(edition_id: str, entry_id: str) -> Any:
    """Return the files of the version that counts, in the order they were asked for."""
    check_sees(edition_id, entry_id)
    return query(ListAttachments, edition_id=edition_id, entry_id=entry_id)


@blp.route("/editions/<id:edition_id>/entries/<id:entry_id>/files/<id:file>")
@blp.response(200, BINARY, content_type=BYTES)
def get_attachment(edition_id: str, entry_id: str, file: str) -> Any:
    """Return a file as it was sent, by its SHA-256; one of the draft is for the team alone."""
    drafts = check_sees(edition_id, entry_id)
    wanted = {"edition_id": edition_id, "entry_id": entry_id, "file": file, "drafts": drafts}
    first = query(GetAttachmentPart, **wanted, number=0)
    # As bytes and nothing else, so that no browser opens it as a page of ours.
    response = kept(Response(mimetype=BYTES), file, forever=False)
    response.headers["Content-Disposition"] = _named(first)
    response.make_conditional(request)
    if response.status_code == 200:
        # What follows runs after the request.
        door, by = doors().ask, identity().person_id
        stream(
            response,
            first["data"],
            first["size"],
            lambda number: door.ask(GetAttachmentPart, {**wanted, "number": number}, by=by),
        )
    return response


def counted(edition_id: str, entry_ids: list[str]) -> dict[str, int]:
    """Return how many files each of the entries has, where it has any and registration answers."""
    if not entry_ids:
        return {}
    try:
        found: dict[str, int] = query(CountAttachments, edition_id=edition_id, entry_ids=entry_ids)["counts"]
    except Unavailable:
        return {}  # a judge scores without the files as well
    return found


def _named(file: dict[str, Any]) -> str:
    """Return the header that makes a browser save the file under its name, whatever that is."""
    ending = ENDINGS.get(file["media"], "bin")
    name = file["name"] or f"file.{ending}"
    return f"attachment; filename=\"file.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
