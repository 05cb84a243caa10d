"""What a password must be like, and when the current one is asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.registration.domain.ids import natural
from services.registration.domain.refusals import PasswordPersonal, PasswordPlain, PasswordShort

SHORTEST = 12
FEWEST_DIFFERENT = 5
# A shorter part of a name or address is in many a good password by chance.
SHORTEST_PART = 4
# Who opened a link so recently is taken for the owner of the address, and may have forgotten it.
JUST_NOW = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Password:
    """The only form in which a password is kept: argon2's text of hash, salt and cost."""

    hash: str
    set_at: datetime


def check_password(password: str, *, name: str, email: str) -> None:
    """Return when the password is good enough; PasswordShort, PasswordPlain or PasswordPersonal otherwise."""
    if len(password) < SHORTEST:
        raise PasswordShort(
            f"a password has at least {SHORTEST} characters",
            errors={"password": {"length": len(password), "shortest": SHORTEST}},
        )
    if len(set(password.casefold())) < FEWEST_DIFFERENT:
        raise PasswordPlain(f"a password has at least {FEWEST_DIFFERENT} different characters")
    left = _plain(password)
    for part in _personal(name, email):
        left = left.replace(part, "")
    if len(left) < SHORTEST // 2:
        raise PasswordPersonal("a password is not your name or address with a little around it")


def _personal(name: str, email: str) -> list[str]:
    """Return what others know of the person, longest first."""
    local, _, domain = natural(email).partition("@")
    words = (natural(email), name, local, domain, *natural(name).split(), *domain.split("."))
    parts = {_plain(word) for word in words}
    return sorted((part for part in parts if len(part) >= SHORTEST_PART), key=len, reverse=True)


def _plain(text: str) -> str:
    return "".join(character for character in natural(text) if character.isalnum())
