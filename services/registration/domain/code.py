"""Sign-in codes: what somebody types whose phone reads no QR code.

A code is short, so what is kept of it is made slowly: whoever stole the database could not try them all
before they end, and who types is held back by a count of tries.
"""

import hashlib
import secrets
from datetime import timedelta

# Without what is taken for another: 0 and O, 1, I and L.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
LASTS = timedelta(hours=24)
SALT = b"darkhorse sign-in code"


def new_code() -> str:
    """Return a code of 40 bits that nobody can guess, such as `K7PM-2XQD`."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{drawn[:4]}-{drawn[4:]}"


def token_of(code: str) -> str:
    """Return the token that a code stands for, however it was typed: it opens what a link's token does."""
    typed = "".join(each for each in code.upper() if each.isalnum())
    return hashlib.scrypt(typed.encode(), salt=SALT, n=2**13, r=8, p=1, dklen=32).hex()
