"""Identities that the workers of one machine share, for when registration cannot answer.

A judge whose requests met one worker so far may meet the other first while registration is down;
that scorecard is to be taken too. Only what deciding needs is kept: no token, no name, no email.
"""

import json
import os
import sqlite3
import threading
import time
from dataclasses import asdict
from pathlib import Path

import structlog

from gateway.access.identity import Grant, Identity

LOG = structlog.get_logger(__name__)

TABLE = "CREATE TABLE IF NOT EXISTS session (digest TEXT PRIMARY KEY, expires_at REAL, identity TEXT)"
# What has ended stays so: an answer that was on its way meanwhile does not bring it back.
KEEP = (
    "INSERT INTO session VALUES (?, ?, ?) ON CONFLICT (digest) DO UPDATE "
    "SET expires_at = excluded.expires_at, identity = excluded.identity WHERE identity IS NOT NULL"
)
END = "INSERT OR REPLACE INTO session VALUES (?, ?, NULL)"
# As long as any session can last.
ENDED_SECONDS = 14 * 24 * 3600


class Remembered:
    """A small file of identities by session digest. What it cannot do it logs and leaves be."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def keep(self, digest: str, identity: Identity) -> None:
        """Remember the identity until its session ends."""
        text = json.dumps(
            {"person_id": identity.person_id, "grants": [asdict(grant) for grant in identity.grants]}
        )
        self._run("DELETE FROM session WHERE expires_at < ?", time.time())
        self._run(KEEP, digest, identity.expires_at, text)

    def find(self, digest: str) -> Identity | None:
        """Return the identity with an empty name and email, None when it is not known."""
        rows = self._run("SELECT expires_at, identity FROM session WHERE digest = ?", digest)
        if not rows or rows[0][1] is None:
            return None
        told = json.loads(rows[0][1])
        grants = tuple(Grant(**grant) for grant in told["grants"])
        return Identity(told["person_id"], "", "", rows[0][0], grants)

    def end(self, digest: str) -> None:
        """Remember that the session was ended, for every worker of the machine."""
        self._run(END, digest, time.time() + ENDED_SECONDS)

    def has_ended(self, digest: str) -> bool:
        """Return whether the session is known to have been ended."""
        return bool(self._run("SELECT 1 FROM session WHERE digest = ? AND identity IS NULL", digest))

    def forget(self, digest: str) -> None:
        """Drop the identity."""
        self._run("DELETE FROM session WHERE digest = ? AND identity IS NOT NULL", digest)

    def _run(self, statement: str, *values: object) -> list[tuple[float, str]]:
        try:
            with self._lock, self._opened() as connection:
                return connection.execute(statement, values).fetchall()
        except (sqlite3.Error, OSError) as error:
            LOG.warning("identities are not shared", path=str(self._path), error=str(error))
            return []

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(self._path, timeout=1, check_same_thread=False)
            # Losing it costs nothing but a look-up; waiting for the disk would.
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(TABLE)
            self._connection = connection
        return self._connection
