"""Words as they are compared, and lists as they are read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

_WORD = re.compile(r"[^\W_]+")


def key_of(name: str) -> str:
    """Return a name without case, spaces and punctuation: "E-Commerce" and "eCommerce" are one."""
    return "".join(_WORD.findall(name.casefold()))


def terms_of(text: str) -> list[str]:
    """Return the words of a text in order, without case, in the singular where English makes it."""
    return [_singular(word) for word in _WORD.findall(text.casefold())]


def listed(names: Iterable[str]) -> str:
    """Return "A", "A and B" or "A, B and C"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def dollars(amount: Decimal) -> str:
    """Return an amount as it is read: $1,400,000, with cents only where there are any."""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th and so on."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


@dataclass(frozen=True)
class Prose:
    """A text in which words and phrases can be found. `spoken` holds its terms between spaces."""

    text: str
    spoken: str

    @classmethod
    def of(cls, text: str) -> "Prose":
        return cls(text, f" {' '.join(terms_of(text))} ")

    def mentions(self, phrase: str, folded: str) -> bool:
        """Return whether it holds the `phrase`, whose terms are `folded`, as whole words.

        A phrase outside ASCII is found anywhere: Chinese puts no spaces between words.
        """
        if phrase.isascii():
            return f" {folded} " in self.spoken
        return phrase.casefold() in self.text.casefold()

    def quote(self, phrase: str) -> str:
        """Return a phrase that it mentions, as the text has it."""
        if not phrase.isascii():
            return phrase
        found, wanted = list(_WORD.finditer(self.text)), terms_of(phrase)
        terms = [_singular(match.group().casefold()) for match in found]
        start = _position(terms, wanted)
        return self.text[found[start].start() : found[start + len(wanted) - 1].end()]


def _position(terms: Sequence[str], wanted: Sequence[str]) -> int:
    last = len(terms) - len(wanted)
    return next(n for n in range(last + 1) if terms[n : n + len(wanted)] == wanted)


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
