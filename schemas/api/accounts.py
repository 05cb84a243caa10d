"""Passwords and sessions, as the HTTP interface speaks of them."""

from marshmallow import fields

from schemas.api.base import Answer, Part, body_of, count, moment, text
from schemas.commands import (
    EndSessions,
    EndSessionsOf,
    RemovePassword,
    SetPassword,
    SignInByCode,
    SignInByPassword,
)

SignInByPasswordBody = body_of(SignInByPassword, "client", "device")
SetPasswordBody = body_of(SetPassword, "session_digest")
RemovePasswordBody = body_of(RemovePassword, "session_digest")
EndSessionsBody = body_of(EndSessions, "session_digest")
EndSessionsOfBody = body_of(EndSessionsOf, "edition_id")


SignInByCodeBody = body_of(SignInByCode, "client", "device")


class OrganiserAnswer(Answer):
    person_id = text()
    name = text()
    email = text()
    of = text()
    host = text()
    signed_in = fields.Boolean()
    invited = fields.Boolean()


class HostNameAnswer(Answer):
    host_id = text()
    name = text()


class OrganisersAnswer(Answer):
    organisers = fields.List(fields.Nested(OrganiserAnswer))
    hosts = fields.List(fields.Nested(HostNameAnswer))


class PasswordAnswer(Answer):
    set_at = moment()


class SignedInAnswer(Part):
    session_id = text(required=True)
    started_at = moment()
    expires_at = moment()
    way = text()
    device = text()
    current = fields.Boolean()


class AccountAnswer(Part):
    person_id = text(required=True)
    name = text()
    email = text()
    password = fields.Nested(PasswordAnswer, allow_none=True)
    may_have_password = fields.Boolean()
    asks_current = fields.Boolean()
    sessions = fields.List(fields.Nested(SignedInAnswer), required=True)


class EndedAnswer(Answer):
    ended = count()
    links = count()
