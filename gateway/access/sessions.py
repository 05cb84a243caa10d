"""Who holds a session token, remembered for a little while."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Request

from gateway.access.cookies import SESSION, cookie_of
from gateway.access.identity import Identity
from gateway.access.remembered import Remembered
from gateway.clients import AskDoor, Unavailable
from schemas.queries import WhoIs
from schemas.refusal import Refusal

FRESH_SECONDS = 30.0
PATIENCE_SECONDS = 2.0
REST_SECONDS = 5.0
CACHED_SESSIONS = 20_000


class SignedOut(Refusal):
    """The session is not, or no longer, valid."""

    code = "signed_out"
    status = 401


@dataclass(slots=True)
class Known:
    identity: Identity
    fresh_until: float


class Sessions:
    """Resolves tokens through registration; safe to use from many threads.

    An identity is taken from the cache for 30 s. `remembered` holds those that a process may go
    on with while registration cannot answer.
    """

    def __init__(
        self,
        door: AskDoor,
        remembered: Remembered,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._door = door
        self._remembered = remembered
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Known] = OrderedDict()

    def identify(self, token: str, *, may_be_stale: bool) -> Identity:
        """Return who holds the token; SignedOut when nobody does.

        When registration cannot answer: who held it last, until the session's own end, where
        that `may_be_stale`; else Unavailable.
        """
        digest = digest_of(token)
        known, now = self._known.get(digest), self._clock()
        if known is not None and now < min(known.fresh_until, known.identity.expires_at):
            return known.identity
        try:
            return self._resolve(digest)
        except Unavailable:
            if not may_be_stale:
                raise
            return self._go_on_with(digest, known)

    def forget(self, token: str) -> str:
        """Let nobody go on with the token's session, and return its digest."""
        digest = digest_of(token)
        self.end([digest])
        return digest

    def end(self, digests: Iterable[str]) -> None:
        """Let nobody go on with these sessions on this machine, also while registration is away.

        Another worker may have looked one up just before: it takes it for 30 s at most.
        """
        for digest in digests:
            with self._lock:
                self._known.pop(digest, None)
            self._remembered.end(digest)

    def _resolve(self, digest: str) -> Identity:
        try:
            answer = self._door.ask(WhoIs, {"session_digest": digest}, timeout=PATIENCE_SECONDS)
        except Refusal as refusal:
            with self._lock:
                self._known.pop(digest, None)
            self._remembered.forget(digest)
            raise SignedOut("you are not signed in, or no longer; open your link again") from refusal
        identity = Identity.from_answer(answer)
        self._keep(digest, identity, FRESH_SECONDS)
        self._remembered.keep(digest, identity)
        return identity

    def _go_on_with(self, digest: str, known: Known | None) -> Identity:
        if self._remembered.has_ended(digest):
            raise SignedOut("your session was ended; open a new link")
        identity = known.identity if known else self._remembered.find(digest)
        if identity is None:
            raise Unavailable("who you are cannot be looked up at the moment; send it again")
        if identity.expires_at <= self._clock():
            raise SignedOut("your session has ended; open a new link")
        self._keep(digest, identity, REST_SECONDS)
        return identity

    def _keep(self, digest: str, identity: Identity, seconds: float) -> None:
        with self._lock:
            self._known[digest] = Known(identity, self._clock() + seconds)
            self._known.move_to_end(digest)
            if len(self._known) > CACHED_SESSIONS:
                self._known.popitem(last=False)


def digest_of(token: str) -> str:
    """Return the SHA-256 of a token in hex: the only form in which it leaves this process."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def token_of(request: Request) -> str | None:
    """Return the session token of a request: a bearer's, else the cookie's."""
    return bearer_of(request) or cookie_of(request, SESSION)


def bearer_of(request: Request) -> str | None:
    """Return the token that a program sends by itself, as no browser does."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    return bearer.strip() or None if scheme.lower() == "bearer" else None
