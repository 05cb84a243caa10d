"""What registration can be asked to do."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from schemas.fields import (
    ENGLISH,
    PROMOTION_GROUPS,
    SHORT,
    Startup,
    id_field,
    language_field,
    mark_field,
    name_field,
    reason_field,
    text_field,
    track_field,
)
from schemas.message import Command

ENTRY_STATES = ("submitted", "eligible", "ineligible", "withdrawn", "disqualified")
MOST_CODES = 20
ROLES = ("organiser", "founder", "judge", "investor")


class RegistrationCommand(Command):
    source = "registration"


class SignIn(RegistrationCommand):
    """Use up a sign-in link. The set-up link makes the first organiser, who may give a name.

    `device` says in a few words what the request came from.
    """

    token = fields.String(required=True, validate=validate.Length(min=16, max=SHORT))
    name = text_field(SHORT)
    email = text_field(SHORT)
    device = text_field(SHORT)


class SignOut(RegistrationCommand):
    """End a session. `session_digest` is the SHA-256 of its token, in hex."""

    audited = False  # going home changes nothing for anybody else

    session_digest = id_field()


class Invitation(Schema):
    """`subject_id` is the judge, investor or entry that the person is or acts for."""

    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    name = name_field()
    email = fields.Email(required=True)
    subject_id = id_field(required=False, load_default=None, allow_none=True)


class InvitePeople(RegistrationCommand):
    """Make people with a role in an edition, and a single-use sign-in link for each.

    With `send_letters` a letter with a link of its own goes to the outbox for each. With `codes` each gets a
    code to type too, good for a day; for 20 at most. In a host only organisers are invited.
    """

    edition_id = id_field(required=False, load_default=None, allow_none=True)
    invitations = fields.List(
        fields.Nested(Invitation), required=True, validate=validate.Length(min=1, max=2000)
    )
    send_letters = fields.Boolean(load_default=False)
    codes = fields.Boolean(load_default=False)
    host_id = id_field(required=False, load_default=None, allow_none=True)

    @validates_schema
    def check_codes(self, data: Mapping[str, Any], **_: Any) -> None:
        """Each code takes a moment to make."""
        if data["codes"] and len(data["invitations"]) > MOST_CODES:
            raise ValidationError(f"at most {MOST_CODES} invitations with codes", "codes")


class CreateHost(RegistrationCommand):
    name = name_field()


class CreateProgramme(RegistrationCommand):
    host_id = id_field()
    name = name_field()


class StartEdition(RegistrationCommand):
    """Start an edition of a programme from a blueprint.

    A blueprint that came along gives its names and descriptions in `language`; letters are in it.
    """

    programme_id = id_field()
    blueprint = id_field()
    name = name_field()
    zone = fields.String(load_default="UTC", validate=validate.Length(max=SHORT))
    language = language_field(load_default=ENGLISH)


class ImportEntries(RegistrationCommand):
    """Enter every startup of a CSV as a whole; with `skip_bad_lines`, every good one."""

    edition_id = id_field()
    csv = fields.String(required=True, validate=validate.Length(min=1, max=20_000_000))
    skip_bad_lines = fields.Boolean(load_default=False)


class SubmitEntry(RegistrationCommand):
    """Enter one startup by hand. `startup_id` may be left out and is then made."""

    edition_id = id_field()
    startup = fields.Nested(Startup(partial=("startup_id",)), required=True)
    track = track_field()


class Matching(Schema):
    """Which entries of an edition are meant, as in ListEntries."""

    state = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(ENTRY_STATES))
    stage_id = id_field(required=False, load_default=None, allow_none=True)
    track = id_field(required=False, load_default=None, allow_none=True)
    search = text_field(SHORT)


class OnEntries(RegistrationCommand):
    """Means the entries of `entry_ids`; where that is None, those that match."""

    edition_id = id_field()
    entry_ids = fields.List(id_field(), load_default=None, allow_none=True)
    matching = fields.Nested(Matching, load_default=None, allow_none=True)
    reason = text_field()


class ScreenEntries(OnEntries):
    """Find entries eligible or not; all that are undecided where it is not said which.

    Of those that match, any that left or went on are passed over.
    """

    decision = fields.String(required=True, validate=validate.OneOf(["eligible", "ineligible"]))


class PutInTrack(RegistrationCommand):
    """Let entries compete in a track of the edition; in none where `track` is empty."""

    edition_id = id_field()
    entry_ids = fields.List(id_field(), required=True, validate=validate.Length(min=1, max=2000))
    track = track_field()


class WithdrawEntry(RegistrationCommand):
    edition_id = id_field()
    entry_id = id_field()
    reason = text_field()


class WithdrawEntries(OnEntries):
    """Take entries out of the edition. It has to be said which."""


class UndoDecision(RegistrationCommand):
    """Bring the entries of a decision back to what they were, unless they went on since."""

    edition_id = id_field()
    decision_id = id_field()


class DisqualifyEntry(RegistrationCommand):
    """Take an entry out of the edition for a reason, whatever it has reached. It cannot be taken back.

    Where its place was certified the results are certified anew without it, and those below move up.
    """

    edition_id = id_field()
    entry_id = id_field()
    reason = reason_field()


class OpenStage(RegistrationCommand):
    edition_id = id_field()
    stage_id = id_field()


class CloseStage(RegistrationCommand):
    edition_id = id_field()
    stage_id = id_field()


class PromoteEntries(RegistrationCommand):
    """Send entries of a certified stage on to the next, by the stage's rule where nothing else is said.

    What is None is as the stage has it. A tie across a cut is refused unless `ties` says what is done:
    "all" who share that place go on, "none", those `by_hand`, or as many as seats are left by "lots",
    which are drawn by `seed`, or where none is named by one that follows from the command. `chosen` go on besides, as many as the rule leaves to the organiser. Choices
    need a `reason`. `include_ties` is "all". Once decided it stands; `again` lets those join who would go on
    by results that were certified anew.
    """

    edition_id = id_field()
    stage_id = id_field()
    quota = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0))
    per_group = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0))
    group_by = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(PROMOTION_GROUPS))
    threshold = mark_field(load_default=None)
    share = mark_field(load_default=None)
    include_ties = fields.Boolean(load_default=False)
    ties = fields.String(
        load_default="refuse", validate=validate.OneOf(["refuse", "all", "none", "hand", "lots"])
    )
    by_hand = fields.List(id_field(), load_default=list, validate=validate.Length(max=1000))
    chosen = fields.List(id_field(), load_default=list, validate=validate.Length(max=1000))
    seed = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0, max=2**53 - 1))
    reason = text_field(2000)
    again = fields.Boolean(load_default=False)
