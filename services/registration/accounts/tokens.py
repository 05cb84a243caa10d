"""Tokens that open sessions."""

import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)
