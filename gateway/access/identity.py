"""A person as registration knows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.rehearsals import rehearsed

ORGANISER = "organiser"


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in one edition, in all when `edition_id` is None.

    `subject_id` is the judge, investor or entry that the person is or acts for.
    """

    role: str
    edition_id: str | None
    subject_id: str | None

    def covers(self, edition_id: str | None) -> bool:
        """Return whether the role is held in the edition; whoever organises one organises its rehearsals."""
        if self.edition_id is None or self.edition_id == edition_id:
            return True
        return self.role == ORGANISER and edition_id is not None and rehearsed(edition_id) == self.edition_id


@dataclass(frozen=True, slots=True)
class Identity:
    """Who holds a session. `expires_at` is in seconds since the epoch."""

    person_id: str
    name: str
    email: str
    expires_at: float
    grants: tuple[Grant, ...]

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any]) -> "Identity":
        """Read what WhoIs answers."""
        return cls(
            person_id=answer["person_id"],
            name=answer.get("name") or "",
            email=answer.get("email") or "",
            expires_at=datetime.fromisoformat(answer["expires_at"]).timestamp(),
            grants=tuple(
                Grant(g["role"], g.get("edition_id"), g.get("subject_id")) for g in answer["grants"]
            ),
        )

    def granted(self, *roles: str) -> tuple[Grant, ...]:
        """Return the grants of any of the roles."""
        return tuple(grant for grant in self.grants if grant.role in roles)

    def organises(self, edition_id: str | None) -> bool:
        """Return whether the person is an organiser of the edition."""
        return any(grant.covers(edition_id) for grant in self.granted(ORGANISER))
