"""What registration turns down, each with the word a client may branch on."""

from schemas.refusal import Invalid, Refusal


class BlueprintInvalid(Invalid):
    """A blueprint cannot be started from; `errors` names each field."""

    code = "blueprint_invalid"


class SetUpInvalid(Invalid):
    """A set-up cannot be run by; `errors` names each field."""

    code = "set_up_invalid"


class SetUpChanged(Refusal):
    """Somebody else changed the edition since the set-up was read; `errors` has the version now."""

    code = "set_up_changed"


class SetUpFixed(Refusal):
    """The change would break what has happened; `errors` says why, by field."""

    code = "set_up_fixed"


class EditionExists(Refusal):
    """The programme has an edition of that name, set up in another way."""

    code = "edition_exists"


class EditionBegun(Refusal):
    """The edition has begun; what is rehearsed lies before it."""

    code = "edition_begun"


class NoRehearsal(Refusal):
    """The edition is a real one."""

    code = "no_rehearsal"


class NotInRehearsals(Refusal):
    """It would be seen or heard outside of the rehearsal."""

    code = "not_in_rehearsals"


class ImportInvalid(Invalid):
    """Lines of a CSV cannot be entered; `errors` lists line, column and reason of each."""

    code = "import_invalid"


class AlreadyEntered(Refusal):
    """The startup is in the edition already, described in another way."""

    code = "already_entered"


class EntryLeft(Refusal):
    """The entry was withdrawn or disqualified, and cannot be decided on any more."""

    code = "entry_withdrawn"


class EntryPromotedBefore(Refusal):
    """The entry went on to a later stage; withdraw it instead."""

    code = "entry_promoted"


class EntryMovedOn(Refusal):
    """Something else was done with the entry since; what is to be undone lies behind it."""

    code = "entry_moved_on"


class UndoTooLate(Refusal):
    """The act is too long ago to be undone."""

    code = "undo_too_late"


class NothingToUndo(Refusal):
    """All that a decision was about has gone on since; `errors` lists the first with their reasons."""

    code = "nothing_to_undo"


class StageOver(Refusal):
    """The stage is closed."""

    code = "stage_closed"


class StageNotOpen(Refusal):
    """The stage was not opened yet."""

    code = "stage_not_open"


class NobodyPromoted(Refusal):
    """No entries were sent on to the stage."""

    code = "nobody_promoted"


class LastStage(Refusal):
    """There is no stage to go on to."""

    code = "last_stage"


class NotCertified(Refusal):
    """The stage has no certified results to go by."""

    code = "not_certified"


class TieAcrossCut(Refusal):
    """Entries share the last place that goes on, and not all of them fit in the quota."""

    code = "tie_across_cut"


class AlreadyPromoted(Refusal):
    """Entries were sent on from the stage before, under another quota."""

    code = "already_promoted"


class LinkUnknown(Refusal):
    """No sign-in link has this token."""

    code = "link_unknown"
    status = 401


class CodeUnknown(Refusal):
    """There is no such code."""

    code = "code_unknown"
    status = 401


class LinkUsed(Refusal):
    """The sign-in link was used; each works once."""

    code = "link_used"
    status = 410


class LinkExpired(Refusal):
    """The sign-in link was not used in time."""

    code = "link_expired"
    status = 410


class SignedOut(Refusal):
    """Nobody holds the session."""

    code = "signed_out"
    status = 401


class LastOrganiser(Refusal):
    """Nobody would be left who organises everything."""

    code = "last_organiser"
    status = 409


class SignInRefused(Refusal):
    """No organiser has this address and this password."""

    code = "sign_in_refused"
    status = 401


class TooManyTries(Refusal):
    """Passwords were tried too often for this address or from this place; `errors` has the wait."""

    code = "too_many_tries"
    status = 429


class PasswordNotForRole(Refusal):
    """Only organisers sign in by password."""

    code = "password_not_for_role"
    status = 403


class PasswordWrong(Refusal):
    """The current password is another."""

    code = "password_wrong"
    status = 403


class PasswordShort(Invalid):
    """The password has too few characters."""

    code = "password_short"


class PasswordPlain(Invalid):
    """The password has too few different characters."""

    code = "password_plain"


class PasswordPersonal(Invalid):
    """The password is little more than the person's name or address."""

    code = "password_personal"


class AddressMissing(Invalid):
    """The person has no address to sign in with."""

    code = "address_missing"
