"""Registration by founders: the call for entries, drafts, versions and teams."""

from typing import Any

from flask import request

from gateway.access.guard import identity
from gateway.access.roles import NotAllowed
from gateway.resources.accounts import ending
from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.accounts import EndedAnswer
from schemas.api.applications import (
    AddExtensionBody,
    ApplicationAnswer,
    ApplicationsAnswer,
    BeginApplicationBody,
    BegunAnswer,
    CallAnswer,
    ExtensionsAnswer,
    InvitedAnswer,
    InviteMemberBody,
    PageParameters,
    RemoveMemberBody,
    SavedAnswer,
    SaveDraftBody,
    SetCallBody,
    SetFormBody,
    SubmissionsAnswer,
    SubmitApplicationBody,
    SubmittedAnswer,
    UseExtensionBody,
    WithdrawOwnBody,
)
from schemas.api.registration import EntryAnswer
from schemas.commands import (
    AddExtension,
    BeginApplication,
    InviteMember,
    RemoveMember,
    SaveDraft,
    SetCall,
    SetForm,
    SubmitApplication,
    UseExtension,
    WithdrawEntry,
)
from schemas.queries import GetApplication, GetCall, ListApplications, ListExtensions, ListSubmissions

blp = Room("applications", __name__, description="Registration by founders")

EDITION = "/editions/<id:edition_id>"
APPLICATION = f"{EDITION}/applications/<id:entry_id>"


def check_acts(edition_id: str, entry_id: str, *, organiser: bool = False) -> None:
    """Return when whoever makes the request is of the application's team; NotAllowed otherwise.

    An organiser of the edition will do where `organiser` says so.
    """
    person = identity()
    own = any(
        grant.subject_id == entry_id and grant.covers(edition_id) for grant in person.granted("founder")
    )
    if not own and not (organiser and person.organises(edition_id)):
        raise NotAllowed("founders see and change their own entry")


def begun(*, edition_id: str, **data: Any) -> dict[str, Any]:
    """Ask for a draft in the name of whoever makes the request."""
    return command(BeginApplication, edition_id=edition_id, client=request.remote_addr or "", **data)


@blp.route(f"{EDITION}/call")
@blp.response(200, CallAnswer)
def get_call(edition_id: str) -> Any:
    """Return when founders may register, and what they are asked."""
    return query(GetCall, edition_id=edition_id)


@blp.route(f"{EDITION}/call", methods=["POST"])
@blp.arguments(SetCallBody)
@blp.response(200, CallAnswer)
def set_call(body: dict[str, Any], edition_id: str) -> Any:
    """Say from when until when founders may register."""
    return command(SetCall, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/form", methods=["POST"])
@blp.arguments(SetFormBody)
@blp.response(200, CallAnswer)
def set_form(body: dict[str, Any], edition_id: str) -> Any:
    """Say what founders are asked, field by field; answers to what is asked no more stay readable."""
    return command(SetForm, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/extensions")
@blp.response(200, ExtensionsAnswer)
def list_extensions(edition_id: str) -> Any:
    """Return the codes that give one entrant longer."""
    return query(ListExtensions, edition_id=edition_id)


@blp.route(f"{EDITION}/extensions", methods=["POST"])
@blp.arguments(AddExtensionBody)
@blp.response(200, ExtensionsAnswer)
def add_extension(body: dict[str, Any], edition_id: str) -> Any:
    """Make a code that gives one entrant longer."""
    return command(AddExtension, edition_id=edition_id, **body)


@blp.route(f"{EDITION}/applications", methods=["POST"])
@blp.arguments(BeginApplicationBody)
@blp.response(200, BegunAnswer)
def begin_application(body: dict[str, Any], edition_id: str) -> Any:
    """Begin an application; its sign-in link comes by letter, and here where the host wants it."""
    return begun(edition_id=edition_id, **body)


@blp.route(f"{EDITION}/applications")
@blp.arguments(PageParameters, location="query")
@blp.response(200, ApplicationsAnswer)
def list_applications(wanted: dict[str, Any], edition_id: str) -> Any:
    """Return who began and who submitted, saved last first; drafts are the founders' alone."""
    return query(ListApplications, edition_id=edition_id, **wanted)


@blp.route(APPLICATION)
@blp.response(200, ApplicationAnswer)
def get_application(edition_id: str, entry_id: str) -> Any:
    """Return the own application: the draft, what is missing, receipts and team."""
    check_acts(edition_id, entry_id)
    return query(GetApplication, edition_id=edition_id, entry_id=entry_id)


@blp.route(f"{APPLICATION}/draft", methods=["POST"])
@blp.arguments(SaveDraftBody)
@blp.response(200, SavedAnswer)
def save_draft(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Keep answers that were changed since a version of the draft."""
    check_acts(edition_id, entry_id)
    return command(SaveDraft, edition_id=edition_id, entry_id=entry_id, **body)


@blp.route(f"{APPLICATION}/submit", methods=["POST"])
@blp.arguments(SubmitApplicationBody)
@blp.response(200, SubmittedAnswer)
def submit_application(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Submit the draft as the entry's newest version, and return its receipt."""
    check_acts(edition_id, entry_id)
    return command(SubmitApplication, edition_id=edition_id, entry_id=entry_id, **body)


@blp.route(f"{APPLICATION}/submissions")
@blp.response(200, SubmissionsAnswer)
def list_submissions(edition_id: str, entry_id: str) -> Any:
    """Return the versions that were submitted, newest first."""
    check_acts(edition_id, entry_id, organiser=True)
    return query(ListSubmissions, edition_id=edition_id, entry_id=entry_id)


@blp.route(f"{APPLICATION}/extension", methods=["POST"])
@blp.arguments(UseExtensionBody)
@blp.response(200, SavedAnswer)
def use_extension(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Use a code that gives longer."""
    check_acts(edition_id, entry_id)
    return command(UseExtension, edition_id=edition_id, entry_id=entry_id, **body)


@blp.route(f"{APPLICATION}/members", methods=["POST"])
@blp.arguments(InviteMemberBody)
@blp.response(200, InvitedAnswer)
def invite_member(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Bring somebody into the team, or make another link for who is in it."""
    check_acts(edition_id, entry_id, organiser=True)
    return command(InviteMember, edition_id=edition_id, entry_id=entry_id, **body)


@blp.route(f"{APPLICATION}/members/remove", methods=["POST"])
@blp.arguments(RemoveMemberBody)
@blp.response(200, EndedAnswer)
def remove_member(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Take somebody out of the team; their sessions end."""
    check_acts(edition_id, entry_id, organiser=True)
    return ending(RemoveMember, edition_id=edition_id, entry_id=entry_id, **body)


@blp.route(f"{APPLICATION}/withdraw", methods=["POST"])
@blp.arguments(WithdrawOwnBody)
@blp.response(200, EntryAnswer)
def withdraw_own(body: dict[str, Any], edition_id: str, entry_id: str) -> Any:
    """Take the own entry out of the edition."""
    check_acts(edition_id, entry_id)
    return command(WithdrawEntry, edition_id=edition_id, entry_id=entry_id, **body)
