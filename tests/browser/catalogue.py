"""What pages say in each language, by what they say in English."""

import re
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

import gateway
from services.registration.shelf import texts_in

ROOM = Path(gateway.__file__).parent / "translations"


class Catalogue:
    """The texts of one language. A text that no page has, or that is not translated, is a KeyError.

    What a text says elsewhere, in another context, is not in it.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = _texts(language if language != "en" else "zh_Hant")

    def __call__(self, text: str, **values: object) -> str:
        """Return a text in the language, filled in."""
        said = self._texts[text]
        return (text if self.language == "en" else said) % values if values else self._plain(text, said)

    def pattern(self, text: str) -> re.Pattern[str]:
        """Return what matches a text of the language whatever it is filled in with."""
        said = self._plain(text, self._texts[text])
        parts = re.split(r"%\(\w+\)[ds]|\{\w+\}", said)
        return re.compile(".+".join(re.escape(part) for part in parts))

    def blueprint(self, text: str) -> str:
        """Return what a blueprint that came along says in the language, a stage's name for instance."""
        return texts_in(self.language).get(text, text)

    def _plain(self, text: str, said: str) -> str:
        return text if self.language == "en" else said


@cache
def _texts(language: str) -> dict[str, str]:
    with (ROOM / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        found = read_po(file, locale=language)
    return {
        str(message.id): str(message.string)
        for message in found
        if message.string and isinstance(message.id, str) and not message.fuzzy and not message.context
    }
