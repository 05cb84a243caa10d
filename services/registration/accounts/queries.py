"""Read models of accounts."""

from typing import Any

from services.chassis.messaging import Asked
from services.registration.accounts.handlers import signed_in
from services.registration.repository import RegistrationStore


def get_account(query: Asked, store: RegistrationStore) -> dict[str, Any]:
    """Answer GetAccount."""
    person, session = signed_in(query, store)
    return person.account(session, now=query.now)
