"""What a set-up's field allows, in the words of whoever reads it.

Services say it in English. What is not among these texts, such as the ids of stages, is a list of words
and said as it is.
"""

import re
from typing import Any

from flask_babel import lazy_gettext

# By what services say; what stands in braces goes into the words.
TEXTS: dict[str, Any] = {
    "a text of at most {n} characters": lazy_gettext("a text of at most %(n)s characters"),
    "1 to 120 letters, digits and . : - _": lazy_gettext("1 to 120 letters, digits and . : - _"),
    "a number from {low} to {high} with at most {n} decimals": lazy_gettext(
        "a number from %(low)s to %(high)s with at most %(n)s decimals"
    ),
    "a number": lazy_gettext("a number"),
    "a whole number from {low} to {high}": lazy_gettext("a whole number from %(low)s to %(high)s"),
    "a list of at least {n}": lazy_gettext("a list of at least %(n)s"),
    "a list of at most {n}": lazy_gettext("a list of at most %(n)s"),
    "a list": lazy_gettext("a list"),
    "a list of texts": lazy_gettext("a list of texts"),
    "only {names}": lazy_gettext("only %(names)s"),
    "fields {names}": lazy_gettext("fields %(names)s"),
    "each {names} once": lazy_gettext("each of them once (%(names)s)"),
    "more than {low}, to {high}": lazy_gettext("more than %(low)s, to %(high)s"),
    "more than 0": lazy_gettext("more than 0"),
    "more than lowest, {low}": lazy_gettext("more than the lowest, %(low)s"),
    "what divides the scale from {low} to {high} evenly": lazy_gettext(
        "what divides the scale from %(low)s to %(high)s evenly"
    ),
    "from {low} to {high} in steps of {n}": lazy_gettext("from %(low)s to %(high)s in steps of %(n)s"),
    "what is given, for an award in kind": lazy_gettext("what is given, for an award in kind"),
    "an amount, for an award of kind {names}": lazy_gettext("an amount, for an award of money or a grant"),
    "three capital letters, such as CNY, where there is money": lazy_gettext(
        "three capital letters, such as CNY, where there is money"
    ),
    "0, for no stage follows": lazy_gettext("0, for no stage follows"),
    "at least 1, for a stage follows": lazy_gettext("at least 1, for a stage follows"),
    "0, for a decision is the organiser's": lazy_gettext("0, for a decision is the organiser's"),
    "none, for a decision is not scored": lazy_gettext("none, for a decision is not scored"),
    "0, for those who are admitted go on": lazy_gettext("0, for those who are admitted go on"),
    "none, for no stage follows": lazy_gettext("none, for no stage follows"),
    "none, for those who are admitted go on": lazy_gettext("none, for those who are admitted go on"),
    "0, for the votes alone decide": lazy_gettext("0, for the votes alone decide"),
    "none, for the votes alone decide": lazy_gettext("none, for the votes alone decide"),
    "panel, for the votes alone decide": lazy_gettext("panel, for the votes alone decide"),
    "votes, for the votes alone decide": lazy_gettext("votes, for the votes alone decide"),
    "sealed, for votes are hidden until they are revealed": lazy_gettext(
        "sealed, for votes are hidden until they are revealed"
    ),
    "0, for votes are taken until the vote is closed": lazy_gettext(
        "0, for votes are taken until the vote is closed"
    ),
    "0, for votes are whole": lazy_gettext("0, for votes are whole"),
    "none, for equal votes share the place": lazy_gettext("none, for equal votes share the place"),
    "none, for only an audience vote has votes": lazy_gettext("none, for only an audience vote has votes"),
    "a percentage from 0 to 100": lazy_gettext("a percentage from 0 to 100"),
    "none, or at least {n}": lazy_gettext("none, or at least %(n)s"),
    "none, for the stage has no panels": lazy_gettext("none, for the stage has no panels"),
    "a panel that at least one criterion names": lazy_gettext("a panel that at least one criterion names"),
    "a panel whose full marks are more than 0": lazy_gettext("a panel whose full marks are more than 0"),
    "one of {names}": lazy_gettext("one of %(names)s"),
    "at least 1 with group_by": lazy_gettext("at least 1, where entries are grouped"),
    "0 in all with weighted_mean": lazy_gettext("0 in all with the weighted mean"),
    "fewer in all than judges_per_entry, {n}": lazy_gettext("fewer in all than judges read an entry, %(n)s"),
    "the name of a time zone, such as Asia/Taipei or UTC": lazy_gettext(
        "the name of a time zone, such as Asia/Taipei or UTC"
    ),
    "a name that no edition of the programme has": lazy_gettext(
        "a name that no other edition of the programme has"
    ),
    "a name that no other edition of the programme has": lazy_gettext(
        "a name that no other edition of the programme has"
    ),
}


def _pattern(text: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", text)
    named = (f"(?P<{part}>.+)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile("".join(named))


PATTERNS = [(_pattern(text), words) for text, words in TEXTS.items()]


def allowed_words(text: str) -> str:
    """Return what is allowed, said in the reader's language where there are words for it."""
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(text):
            # Only what has places to fill in is filled in: a text may have a per cent sign.
            return str(words) % found.groupdict() if found.groupdict() else str(words)
    return text
