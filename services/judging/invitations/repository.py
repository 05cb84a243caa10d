"""Terms as documents, and back."""

from typing import Any

from services.judging.invitations.domain.terms import Terms

Document = dict[str, Any]


def terms_to_state(terms: Terms) -> Document:
    return {"number": terms.number, "text": terms.text, "accept_first": terms.accept_first}


def terms_from_state(id: str, version: int, state: Document) -> Terms:
    return Terms(id=id, version=version, **state)
