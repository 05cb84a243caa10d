"""An organiser's own words for a kind of letter, in one language."""

from dataclasses import dataclass, field
from typing import Any

from services.registration.domain.fact import Fact
from services.registration.letters.domain.refusals import WordingChanged


@dataclass(slots=True)
class Wording:
    """Subject and text as templates. Both empty: the words that come with the product are used."""

    id: str
    edition_id: str
    kind: str
    language: str
    subject: str = ""
    text: str = ""
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    @property
    def own(self) -> bool:
        """Whether the organiser has words of their own."""
        return bool(self.subject and self.text)

    def set(self, *, seen: int, subject: str, text: str) -> bool:
        """Take the words, empty ones for those of the product; return whether they differ.

        WordingChanged after another's change.
        """
        wanted = (" ".join(subject.split()), text.replace("\r\n", "\n").strip())
        if wanted == (self.subject, self.text):
            return False
        if self.version != seen:
            raise WordingChanged("somebody else changed these words meanwhile")
        self.subject, self.text = wanted
        return True


def wording_id(edition_id: str, kind: str, language: str) -> str:
    """Return the id of the wording of a kind in a language."""
    return f"{edition_id}.{kind}.{language}"


def wording_to_state(wording: Wording) -> dict[str, Any]:
    names = ("edition_id", "kind", "language", "subject", "text")
    return {name: getattr(wording, name) for name in names}


def wording_from_state(id: str, version: int, state: dict[str, Any]) -> Wording:
    return Wording(id=id, version=version, **state)
