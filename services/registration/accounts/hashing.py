"""Hashes passwords on threads of the system, so that the service goes on answering."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from eventlet import tpool

from services.registration.domain.refusals import TooManyTries

# About 80 ms on the machine that this was measured on (docs/decisions/024), above what OWASP asks
# for: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
TIME_COST = 2
MEMORY_KIB = 46 * 1024
PARALLELISM = 1

# Each takes a core and the memory above; the others wait for a moment or are sent away.
AT_ONCE = 2
WAITING = 6
WAITING_SECONDS = 5.0
NOBODY = "what is checked where an address has no password"


class Hashing:
    """Makes and checks argon2id hashes; TooManyTries when too many wait already."""

    def __init__(
        self,
        hasher: PasswordHasher | None = None,
        *,
        execute: Callable[..., object] = tpool.execute,
        waiting: int = WAITING,
    ) -> None:
        self._hasher = hasher or PasswordHasher(
            time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=PARALLELISM, type=Type.ID
        )
        self._execute = execute
        self._running = threading.Semaphore(AT_ONCE)
        self._places = threading.Semaphore(AT_ONCE + waiting)
        self._nobody: str | None = None

    def hash(self, password: str) -> str:
        """Return the hash of a password with a salt of its own."""
        with self._turn():
            return str(self._execute(self._hasher.hash, password))

    def fits(self, hash: str | None, password: str) -> bool:
        """Return whether the password made the hash; as long as a check takes where there is none."""
        self._nobody = self._nobody or self.hash(NOBODY)
        with self._turn():
            fits = bool(self._execute(self._verify, hash or self._nobody, password))
        return fits and hash is not None

    def outdated(self, hash: str) -> bool:
        """Return whether the hash was made at another cost than today's."""
        return self._hasher.check_needs_rehash(hash)

    def _verify(self, hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(hash, password)
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise _busy()
        try:
            if not self._running.acquire(timeout=WAITING_SECONDS):
                raise _busy()
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._places.release()


def _busy() -> TooManyTries:
    return TooManyTries(
        "many passwords are being checked; try again in a moment", errors={"retry_after": {"seconds": 2}}
    )
