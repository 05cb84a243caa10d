"""What lets one in: made once by chance, kept in the run folder for its owner's eyes only."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.local.folder import RunFolder, write_private


@dataclass(frozen=True)
class Credentials:
    """The broker's user, and the name and cookie of its node."""

    user: str
    password: str
    node: str
    cookie: str

    @classmethod
    def drawn(cls) -> "Credentials":
        """Return new ones, drawn by chance."""
        return cls(
            user="darkhorse",
            password=secrets.token_urlsafe(24),
            # A folder of the broker's is named after its node, so the name is kept, not derived.
            node=f"darkhorse-{secrets.token_hex(4)}@localhost",
            cookie=secrets.token_hex(20),
        )


def settle_credentials(path: Path) -> Credentials:
    """Return the run folder's credentials, made when there are none."""
    try:
        return Credentials(**json.loads(path.read_text()))
    except FileNotFoundError:
        credentials = Credentials.drawn()
        write_private(path, json.dumps(asdict(credentials), indent=1) + "\n")
        return credentials


def settle_setup_token(folder: RunFolder) -> str:
    """Return the token that makes the first organiser, made when there is none."""
    try:
        return folder.setup_token.read_text().strip()
    except FileNotFoundError:
        token = secrets.token_urlsafe(24)
        write_private(folder.setup_token, token + "\n")
        return token
