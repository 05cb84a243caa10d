"""What registration is told by its environment."""

import hmac
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class SignInSettings:
    """`setup_token` is empty where nobody may become the first organiser.

    `public_url` is where people reach the pages, without a slash at its end.
    """

    setup_token: str = ""
    public_url: str = ""

    @classmethod
    def from_environment(cls) -> "SignInSettings":
        """Read DARKHORSE_SETUP_TOKEN and DARKHORSE_PUBLIC_URL; both may be missing."""
        return cls(
            setup_token=os.environ.get("DARKHORSE_SETUP_TOKEN", ""),
            public_url=os.environ.get("DARKHORSE_PUBLIC_URL", "").rstrip("/"),
        )

    def sets_up(self, token: str) -> bool:
        """Return whether this is the token that makes the first organiser."""
        given, wanted = token.encode(errors="replace"), self.setup_token.encode()
        return bool(wanted) and hmac.compare_digest(given, wanted)

    def link(self, token: str) -> str:
        """Return the address that a person opens to sign in; relative without a public URL."""
        return f"{self.public_url}/sign-in?token={token}"
