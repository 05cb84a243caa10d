"""What a team fills in for an edition: a draft, and how often it was submitted."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from services.registration.applications.domain.form import FormField
from services.registration.applications.domain.refusals import DraftChanged
from services.registration.domain.fact import Fact

# Of all answers together; a document has room for far more.
MOST_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A text as it was typed, the version of the draft that brought it, and who did."""

    text: str
    version: int
    by: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a version was taken, and when."""

    number: int
    submitted_at: datetime
    by: str
    digest: str


@dataclass(slots=True)
class Application:
    """`id` is that of the entry it becomes. `applicant` is the address it was begun with.

    `begun_with` is the command that began it.
    """

    id: str
    edition_id: str
    applicant: str | None
    begun_at: datetime
    begun_with: str
    answers: dict[str, Answer] = field(default_factory=dict)
    saved_at: datetime | None = None
    saved_by: str | None = None
    extended_until: datetime | None = None
    receipts: tuple[Receipt, ...] = ()
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @property
    def newest(self) -> Receipt | None:
        """The receipt of the version that counts."""
        return self.receipts[-1] if self.receipts else None

    @property
    def texts(self) -> dict[str, str]:
        """The answers of the draft, by field."""
        return {id: answer.text for id, answer in self.answers.items()}

    def save(self, answers: Mapping[str, str], *, seen: int, by: str, now: datetime) -> bool:
        """Take answers that were changed since version `seen`; return whether anything is new.

        Those that somebody else changed to something else meanwhile are refused by DraftChanged,
        with all that came: nothing is taken then.
        """
        fresh = {id: text for id, text in answers.items() if text != self.text(id)}
        theirs = {id: self.answers[id] for id in fresh if id in self.answers}
        conflicts = {id: a for id, a in theirs.items() if a.version > seen}
        if conflicts:
            told = {
                id: {"came": fresh[id], "theirs": answer.text, "by": answer.by}
                for id, answer in conflicts.items()
            }
            raise DraftChanged("somebody else changed the same answers meanwhile", errors=told)
        for id, text in fresh.items():
            self.answers[id] = Answer(text, self.version + 1, by)
        if fresh:
            self.saved_at, self.saved_by = now, by
        return bool(fresh)

    def replace(self, field_id: str, text: str, *, was: str, by: str, now: datetime) -> bool:
        """Take an answer in place of the one that was seen; return whether it is new.

        Raises DraftChanged, with the one that is there, when it is neither of the two.
        """
        here = self.text(field_id)
        if here == text:
            return False
        if here != was:
            told = {"came": text, "theirs": here, "by": self.answers[field_id].by if here else ""}
            raise DraftChanged("somebody else changed this answer meanwhile", errors={field_id: told})
        self.answers[field_id] = Answer(text, self.version + 1, by)
        self.saved_at, self.saved_by = now, by
        return True

    def text(self, field_id: str) -> str:
        """Return an answer of the draft, empty when there is none."""
        return self.answers[field_id].text if field_id in self.answers else ""

    def changed_since(self, seen: int, *, by: str) -> bool:
        """Return whether an answer is newer than version `seen`, and not of that person."""
        return any(answer.version > seen and answer.by != by for answer in self.answers.values())

    def answered(self, fields: Iterable[FormField]) -> dict[str, str]:
        """Return what the draft answers to these fields, without what is empty."""
        found = {f.field_id: self.text(f.field_id).strip() for f in fields}
        return {id: text for id, text in found.items() if text}

    def differs(self, fields: Iterable[FormField]) -> bool:
        """Return whether the draft is not what was submitted last."""
        return self.newest is None or self.newest.digest != digest_of(self.answered(fields))

    def submitted(self, digest: str, *, by: str, now: datetime) -> Receipt:
        """Note that the draft was taken as the next version; return its receipt."""
        receipt = Receipt(len(self.receipts) + 1, now, by, digest)
        self.receipts = (*self.receipts, receipt)
        return receipt

    def receipt_number(self, number: int) -> str:
        """Return what a founder may quote: the entry's id in fours, and the version."""
        digits = self.id.rpartition("-")[2].upper()
        fours = "-".join(digits[n : n + 4] for n in range(0, len(digits), 4))
        return f"{fours}/{number}"

    def receipt_told(self, receipt: Receipt) -> dict[str, Any]:
        """Return a receipt as pages see it."""
        return {
            "number": receipt.number,
            "submitted_at": receipt.submitted_at.isoformat(),
            "by": receipt.by,
            "receipt": self.receipt_number(receipt.number),
        }


@dataclass(slots=True)
class Submission:
    """A version as it was submitted; `id` is the entry's and its number. `asked` are (field, label)."""

    id: str
    application_id: str
    number: int
    answers: dict[str, str]
    asked: tuple[tuple[str, str], ...]
    edition_id: str = ""
    version: int = 0
    facts: list[Fact] = field(default_factory=list)


def submission_id(application_id: str, number: int) -> str:
    """Return the id of a version."""
    return f"{application_id}.{number}"


def digest_of(answers: Mapping[str, str]) -> str:
    """Return a SHA-256 in hex that is the same for the same answers."""
    return sha256(json.dumps(dict(sorted(answers.items())), ensure_ascii=False).encode()).hexdigest()
