"""Where anybody sees whether a signed sheet is as this installation signed it."""

from hashlib import sha256
from typing import Any

from flask import Blueprint, make_response, render_template, request
from werkzeug.datastructures import FileStorage

from gateway.resources.doors import doors
from gateway.sheets.signing import LARGEST, NoPackage, SigningKey, unpacked
from schemas.refusal import Invalid, Refusal

pages = Blueprint("sheet_check", __name__)

PAGE = "/check-sheet"


@pages.get(PAGE)
def form() -> str:
    """Ask for a sheet and its signature."""
    return render_template("check_sheet.html", found=None, refusal=None)


@pages.post(PAGE)
def check() -> Any:
    """Say whether the sheet is as it was signed. Nothing that came is kept."""
    request.max_content_length = LARGEST
    try:
        name, sheet, signature = _given(request.files.get("file"), request.files.get("signature"))
    except Refusal as refusal:
        page = render_template("check_sheet.html", found=None, refusal=refusal)
        return make_response(page, refusal.status)
    signed = SigningKey(doors().settings.state_dir).signed(sheet, signature)
    found = {"name": name, "signed": signed, "digest": sha256(sheet).hexdigest()}
    return render_template("check_sheet.html", found=found, refusal=None)


def _given(file: FileStorage | None, signature: FileStorage | None) -> tuple[str, bytes, bytes]:
    """Return the sheet's name, the sheet and its signature: out of the folder, or each by itself."""
    if file is None or not file.filename:
        raise _lacking("file", "", "the signed folder (ZIP), or the sheet (PDF) with its signature")
    if signature is not None and signature.filename:
        return file.filename, file.read(), signature.read()
    try:
        return unpacked(file.stream)
    except NoPackage as wrong:
        allowed = "a ZIP with one PDF and its .sig, or a PDF with its .sig beside it"
        raise _lacking("file", file.filename[:80], allowed) from wrong


def _lacking(field: str, came: str, allowed: str) -> Invalid:
    return Invalid(f"{field}: {allowed} is needed", errors={field: {"came": came, "allowed": allowed}})
