"""Who may sign in, as what, and for how long. Tokens are never kept, only their digests."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest as hmac_digest
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id, natural
from services.registration.domain.password import JUST_NOW, Password, check_password
from services.registration.domain.refusals import (
    AddressMissing,
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    PasswordNotForRole,
    SignedOut,
)
from services.registration.domain.session import BY_LINK, BY_PASSWORD, BY_SHOWN_LINK, Session

ORGANISER = "organiser"
JUDGES_AND_INVESTORS = ("judge", "investor")

LINK_LASTS = timedelta(days=14)
# How long a used or expired link can be told from one that never was.
LINK_REMEMBERED = timedelta(days=90)
# How long a sign-in whose answer was lost can be answered again.
REPEATABLE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in one edition, in all when `edition_id` is None; in those of a host where one is named.

    `subject_id` is the judge, investor or entry that the person is or acts for.
    """

    role: str
    edition_id: str | None
    subject_id: str | None
    host_id: str | None = None

    @property
    def everywhere(self) -> bool:
        """Whether this is an organiser of all editions."""
        return self.role == ORGANISER and self.edition_id is None and self.host_id is None

    def told(self, editions: Sequence[str]) -> list[dict[str, Any]]:
        """Return the role as others know it: that of a host as one in each of its `editions`."""
        ids = [self.edition_id] if self.host_id is None else editions
        return [{"role": self.role, "edition_id": id, "subject_id": self.subject_id} for id in ids]


@dataclass(frozen=True, slots=True)
class SignInLink:
    """Works once, until `expires_at`. One that was `shown` on a page proves nothing about the address."""

    digest: str
    expires_at: datetime
    used_at: datetime | None = None
    shown: bool = False


@dataclass(slots=True)
class Person:
    """Somebody in a role, with the links to sign in by and the sessions that came of them.

    The same human in another role or edition is another person here: a link that an organiser
    hands out opens the role it was made for and nothing else that its owner may do.
    """

    id: str
    name: str
    email: str
    grants: tuple[Grant, ...]
    links: list[SignInLink] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    password: Password | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def invited(cls, grant: Grant, *, name: str, email: str) -> "Person":
        """Return the person of that email in that role."""
        parts = [natural(email), grant.role, grant.edition_id or "", grant.subject_id or ""]
        parts += [grant.host_id] if grant.host_id else []
        return cls(id=make_id("p", *parts, digits=16), name=name.strip(), email=email, grants=(grant,))

    @classmethod
    def first_organiser(cls, *, name: str, email: str) -> "Person":
        """Return who sets the system up: an organiser of all editions."""
        grant = Grant(ORGANISER, edition_id=None, subject_id=None)
        return cls(id=FIRST_ORGANISER, name=name.strip() or "Organiser", email=email.strip(), grants=(grant,))

    def welcome_back(self, invited: "Person") -> None:
        """Take on the name, address and role of an invitation, where all of them were taken away."""
        if not self.grants:
            self.name, self.email, self.grants = invited.name, invited.email, invited.grants

    @property
    def organises_all(self) -> bool:
        """Whether the person is an organiser of all editions."""
        return any(grant.everywhere for grant in self.grants)

    def add_link(
        self, token: str, *, now: datetime, shown: bool = False, lasts: timedelta = LINK_LASTS
    ) -> SignInLink:
        """Make the token a way to sign in, beside those there are."""
        link = SignInLink(digest_of(token), expires_at=now + lasts, shown=shown)
        self.links = [old for old in self.links if old.expires_at + LINK_REMEMBERED > now] + [link]
        return link

    def sign_in(self, token: str, *, command_id: str, now: datetime, device: str = "") -> tuple[str, Session]:
        """Use up a link, and return the token of a new session with the session.

        The same command within ten minutes gets the same session: its answer may have been lost.
        A link that came by letter ends what links that were shown on a page have opened, and those links.
        Raises LinkUnknown, LinkUsed or LinkExpired.
        """
        link = next((known for known in self.links if known.digest == digest_of(token)), None)
        if link is None:
            raise LinkUnknown("this sign-in link is not known; ask the organiser for a new one")
        session_token = session_token_of(token, command_id=command_id)
        if link.used_at is not None:
            return session_token, self._again(session_token, link.used_at, now=now)
        if now >= link.expires_at:
            raise LinkExpired(
                f"this sign-in link ended {link.expires_at:%Y-%m-%d %H:%M} UTC; ask the organiser for a new one"
            )
        if not link.shown:
            self._prove_address()
        way = BY_SHOWN_LINK if link.shown else BY_LINK
        session = Session.opened(digest_of(session_token), way=way, device=device, now=now)
        used = replace(link, used_at=now)
        self.links = [used if known is link else known for known in self.links]
        self._add(session, now=now)
        return session_token, session

    def sign_in_by_password(self, session_token: str, *, device: str, now: datetime) -> Session:
        """Open a session for whoever gave the password."""
        session = Session.opened(digest_of(session_token), way=BY_PASSWORD, device=device, now=now)
        self._add(session, now=now)
        return session

    def session(self, digest: str, *, now: datetime) -> Session:
        """Return the session with that digest; SignedOut when it is not there or has ended."""
        found = next((session for session in self.sessions if session.digest == digest), None)
        if found is None or now >= found.expires_at:
            raise SignedOut("you are not signed in, or no longer; open a new link")
        return found

    def sign_out(self, digest: str) -> None:
        """End a session; nothing happens when it is not there."""
        self.sessions = [session for session in self.sessions if session.digest != digest]

    def end_session(self, session_id: str) -> list[str]:
        """End one session; return the digests of those that ended, none when it is not there."""
        return self._end([session for session in self.sessions if session.id == session_id])

    def end_sessions(self, *, but: str | None = None) -> list[str]:
        """End all sessions but the one with that digest; return the digests of those that ended."""
        return self._end([session for session in self.sessions if session.digest != but])

    def void_links(self, *, now: datetime) -> int:
        """Let unused links work no more; return how many they were."""
        still = [link for link in self.links if link.used_at is None and link.expires_at > now]
        self.links = [link for link in self.links if link not in still]
        return len(still)

    @property
    def may_have_password(self) -> bool:
        """Whether the person may sign in by password."""
        return any(grant.role == ORGANISER for grant in self.grants)

    def asks_current(self, session: Session, *, now: datetime) -> bool:
        """Return whether the current password is needed to change it in this session."""
        just_came = session.way == BY_LINK and now < session.started_at + JUST_NOW
        return self.password is not None and not just_came

    def prepare_password(self, password: str, *, email: str | None) -> None:
        """Return when it may become the password; `email` is for who has no address yet.

        Raises PasswordNotForRole, AddressMissing, or why the password is too weak.
        """
        if not self.may_have_password:
            raise PasswordNotForRole("only organisers sign in by password; others by link")
        self.email = self.email or (email or "").strip()
        if not self.email:
            raise AddressMissing("give the address that you will sign in with")
        check_password(password, name=self.name, email=self.email)

    def set_password(self, hash: str, *, session: Session, now: datetime) -> list[str]:
        """Take a password's hash, and end all other sessions; return their digests."""
        self.password = Password(hash, set_at=now)
        return self.end_sessions(but=session.digest)

    def renew_hash(self, hash: str) -> None:
        """Take another hash of the same password, made at today's cost."""
        if self.password is not None:
            self.password = replace(self.password, hash=hash)

    def account(self, session: Session, *, now: datetime) -> dict[str, Any]:
        """Return the account as its person sees it in a session."""
        password = self.password and {"set_at": self.password.set_at.isoformat()}
        here = sorted((s for s in self.sessions if s.expires_at > now), key=lambda s: s.expires_at)
        return {
            **{"person_id": self.id, "name": self.name, "email": self.email, "password": password},
            "may_have_password": self.may_have_password,
            "asks_current": self.asks_current(session, now=now),
            "sessions": [s.as_dict(current=s.digest == session.digest) for s in reversed(here)],
        }

    def lose(self, grants: Sequence[Grant]) -> list[str]:
        """Take roles away; who has none left has no way in. Return the digests of the sessions that ended."""
        self.grants = tuple(grant for grant in self.grants if grant not in grants)
        if not self.grants:
            self.links, self.password = [], None
        return self.end_sessions()

    def as_dict(
        self, session: Session, *, hosted: Mapping[str, Sequence[str]] | None = None
    ) -> dict[str, Any]:
        """Return the person as pages see them in a session; `hosted` are the editions of each host."""
        known = hosted or {}
        return {
            "person_id": self.id,
            "name": self.name,
            "email": self.email,
            "expires_at": session.expires_at.isoformat(),
            "grants": [
                told for grant in self.grants for told in grant.told(known.get(grant.host_id or "", ()))
            ],
        }

    def _prove_address(self) -> None:
        self.links = [link for link in self.links if not link.shown]
        self.sessions = [session for session in self.sessions if session.way != BY_SHOWN_LINK]

    def _add(self, session: Session, *, now: datetime) -> None:
        self.sessions = [s for s in self.sessions if s.expires_at > now] + [session]

    def _end(self, sessions: list[Session]) -> list[str]:
        self.sessions = [session for session in self.sessions if session not in sessions]
        return [session.digest for session in sessions]

    def _again(self, session_token: str, used_at: datetime, *, now: datetime) -> Session:
        digest = digest_of(session_token)
        session = next((session for session in self.sessions if session.digest == digest), None)
        if session is None or now > used_at + REPEATABLE:
            raise LinkUsed("this sign-in link was used; each works once, so ask the organiser for a new one")
        return session


FIRST_ORGANISER = make_id("p", "first organiser", digits=16)


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token in hex, the only form in which it is kept."""
    return sha256(token.encode(errors="replace")).hexdigest()


def session_token_of(token: str, *, command_id: str) -> str:
    """Return the token of the session that a command opens by a link's token.

    Computed, not drawn, so that a sign-in can be answered again without keeping a token. Nobody
    can compute it without the link's token.
    """
    secret = hmac_digest(token.encode(errors="replace"), f"session:{command_id}".encode(), "sha256")
    return urlsafe_b64encode(secret).decode().rstrip("=")
