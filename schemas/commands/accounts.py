"""What registration can be asked to do with passwords and sessions.

`session_digest` is the SHA-256 of the asking person's own session token, in hex.
"""

from marshmallow import fields, validate

from schemas.commands.registration import ROLES, RegistrationCommand
from schemas.fields import SHORT, id_field, text_field


def password_field(*, required: bool = True) -> fields.String:
    """Return a password as it is typed; whether it is good enough is for registration to say."""
    limits = validate.Length(min=1 if required else 0, max=SHORT)
    if required:
        return fields.String(required=True, validate=limits)
    return fields.String(load_default="", validate=limits)


class SignInByPassword(RegistrationCommand):
    """Open a session for an organiser who has set a password.

    `client` is where the request came from, by which tries are counted; `device` says in a few
    words what it came from.
    """

    email = fields.String(required=True, validate=validate.Length(min=1, max=SHORT))
    password = password_field()
    client = text_field(SHORT)
    device = text_field(SHORT)


class SignInByCode(RegistrationCommand):
    """Use up a code that an organiser handed out; `client` and `device` are as for passwords."""

    code = fields.String(required=True, validate=validate.Length(min=1, max=SHORT))
    client = text_field(SHORT)
    device = text_field(SHORT)


class RemoveOrganiser(RegistrationCommand):
    """Take an organiser's role in an edition away, that in a host or in everything when none is named."""

    edition_id = id_field(required=False, load_default=None, allow_none=True)
    person_id = id_field()


class SetPassword(RegistrationCommand):
    """Set or change the own password; all other sessions of the person end.

    The current password is needed unless the session was opened by a link a moment ago. `email`
    is taken where the person has no address yet.
    """

    session_digest = id_field()
    email = fields.Email(load_default=None, allow_none=True, validate=validate.Length(max=SHORT))
    password = password_field()
    current_password = password_field(required=False)


class RemovePassword(RegistrationCommand):
    """Give the own password up; links sign in as before."""

    session_digest = id_field()
    current_password = password_field(required=False)


class EndSession(RegistrationCommand):
    """End one of the person's own sessions."""

    session_digest = id_field()
    session_id = id_field()


class EndSessions(RegistrationCommand):
    """End all of the person's own sessions, with `others_only` all but the one that asks."""

    session_digest = id_field()
    others_only = fields.Boolean(load_default=False)


class EndSessionsOf(RegistrationCommand):
    """End all sessions of whoever has the role in the edition, with `links` the unused links as well."""

    edition_id = id_field()
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    subject_id = id_field()
    links = fields.Boolean(load_default=False)
