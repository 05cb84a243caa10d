"""That what is held on a person was erased. It names nobody: only ids, and what they are kept under."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.registration.domain.fact import Fact
from services.registration.domain.ids import make_id, natural


@dataclass(slots=True)
class Erasure:
    """One person in one edition, in all when `edition_id` is None."""

    id: str
    edition_id: str | None
    person_ids: tuple[str, ...] = ()
    subject_ids: tuple[str, ...] = ()
    at: datetime | None = None
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @classmethod
    def of(cls, edition_id: str | None, *, email: str, subject_ids: Iterable[str]) -> "Erasure":
        """Return the erasure of whom an address or a role's ids mean."""
        parts = (edition_id or "", natural(email), *sorted(subject_ids))
        return cls(make_id("x", *parts, digits=16), edition_id)

    def carry_out(
        self, *, email: str, person_ids: Iterable[str], subject_ids: Iterable[str], now: datetime
    ) -> None:
        """Tell every service; done again, it is told again."""
        self.person_ids = tuple(sorted({*self.person_ids, *person_ids}))
        self.subject_ids = tuple(sorted({*self.subject_ids, *subject_ids}))
        self.at = now
        told = {
            "edition_id": self.edition_id,
            "email": email,
            "person_ids": list(self.person_ids),
            "subject_ids": list(self.subject_ids),
        }
        self.facts.append(("PersonalDataErased", told))
