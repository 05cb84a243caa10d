"""How alike two entries are: by name, site and description.

Comparing all with all would take hundreds of millions of comparisons at 20,000 entries. So each
entry has keys, and only entries that share one are compared: the site; the name, and the name
without any one of its letters, by which every name with one slip is found (after SymSpell); its
first two words; and the smallest hashes of the description's runs of words, which two texts share
as often as they are alike (MinHash, Broder 1997).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from rapidfuzz import fuzz

from services.registration.domain.startup import startup_key

NAME, SITE, DESCRIPTION = "name", "site", "description"

# What a company is in law says nothing about which it is.
LEGAL = frozenset(
    [
        "inc",
        "incorporated",
        "llc",
        "ltd",
        "limited",
        "co",
        "corp",
        "corporation",
        "company",
        "gmbh",
        "ag",
        "kg",
        "sa",
        "sas",
        "sarl",
        "srl",
        "spa",
        "bv",
        "nv",
        "oy",
        "ab",
        "as",
        "plc",
        "pte",
        "pty",
        "kk",
    ]
)
LEGAL_CJK = re.compile(r"(股份)?有限公司|集團|集团|公司$")
# On these an address says where a page is kept, not whose it is.
SHARED_HOSTS = re.compile(
    r"(^|\.)(facebook|linkedin|instagram|twitter|x|github|gitlab|google|youtube|medium|notion|wixsite|"
    r"wordpress|weebly|crunchbase|angel|bit|linktr|producthunt|apple|weixin|weibo)\.[a-z.]+$"
)
TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
DIGITS = re.compile(r"\d+")

LONGEST_TEXT = 600
SLIPS_FROM, SLIPS_TO = 5, 24  # letters of names that are looked for with a slip
TEXT_FROM = 8  # words of a description that is worth comparing
RUN = 3
HASHES = 5

LIKE = 70
LIKE_BY_ONE = 85  # where no more than one thing can be compared
WEIGHTS = {NAME: 5, SITE: 3, DESCRIPTION: 2}
# What one thing alone is worth: from this likeness on, and then at least so much.
ALONE = {NAME: (92, 75), SITE: (100, 85), DESCRIPTION: (90, 80)}


@dataclass(frozen=True, slots=True)
class Likeness:
    """What of an entry is compared, in the form in which it is."""

    entry_id: str
    name: str
    site: str
    text: str

    @classmethod
    def of(cls, entry_id: str, startup: Mapping[str, Any]) -> "Likeness":
        """Return what of a startup is compared."""
        site = startup_key("", startup["website"])[1]
        tokens = TOKEN.findall(_plain(startup["description"][: 2 * LONGEST_TEXT]))
        return cls(entry_id, _name(startup["company"]), site, " ".join(tokens)[:LONGEST_TEXT])

    @property
    def keys(self) -> frozenset[str]:
        """What an entry has in common with those that it is compared with."""
        compact = self.name.replace(" ", "")
        words = self.name.split()
        keys = {f"n:{compact}"} if compact else set()
        if len(words) > 1:
            keys |= {f"f:{words[0]} {words[1]}", f"o:{' '.join(sorted(words))}"}
        if SLIPS_FROM <= len(compact) <= SLIPS_TO:
            keys |= {
                f"n:{compact[:n]}{compact[n + 1 :]}" for n in range(len(compact)) if not compact[n].isdigit()
            }
        if self.site:
            keys.add(f"s:{_own_site(self.site)}")
        return frozenset(keys | set(_text_keys(self.text)))


@dataclass(frozen=True, slots=True)
class Alike:
    """Two entries by their ids in order, with how alike they are of 100, as a whole and in what."""

    first: str
    second: str
    score: int
    reasons: tuple[tuple[str, int], ...]


def compare(pairs: Iterable[tuple[str, str]], known: Mapping[str, Likeness]) -> list[Alike]:
    """Return those of the pairs that are alike, the most alike first."""
    found = (alike(known[a], known[b]) for a, b in pairs if a in known and b in known)
    return sorted((each for each in found if each), key=lambda each: (-each.score, each.first, each.second))


def alike(one: Likeness, other: Likeness) -> Alike | None:
    """Return how alike two entries are, None when they are not.

    What one of them does not say is left out of the weighing.
    """
    said = {
        NAME: _names(one.name, other.name),
        SITE: _sites(one.site, other.site),
        DESCRIPTION: _texts(one.text, other.text),
    }
    known = {field: likeness for field, likeness in said.items() if likeness is not None}
    weight = sum(WEIGHTS[field] for field in known)
    score = sum(WEIGHTS[field] * likeness for field, likeness in known.items()) / weight if weight else 0
    for field, likeness in known.items():
        enough, worth = ALONE[field]
        score = max(score, worth) if likeness >= enough else score
    if score < (LIKE if len(known) > 1 else LIKE_BY_ONE):
        return None
    first, second = sorted((one.entry_id, other.entry_id))
    reasons = tuple((field, round(likeness)) for field, likeness in known.items() if likeness >= LIKE)
    return Alike(first, second, round(score), reasons)


def _names(one: str, other: str) -> float | None:
    if not one or not other:
        return None
    if DIGITS.findall(one) != DIGITS.findall(other):
        return 0.0  # Studio 54 is not Studio 55, however alike they are written
    whole = fuzz.ratio(one.replace(" ", ""), other.replace(" ", ""))
    # All words of the one in the other: likely a longer form of the same name, not surely.
    return float(max(whole, fuzz.token_sort_ratio(one, other), 0.93 * _within(one, other)))


def _within(one: str, other: str) -> float:
    fewer, more = sorted((set(one.split()), set(other.split())), key=len)
    return 100.0 if len(fewer) > 1 and fewer <= more else 0.0


def _sites(one: str, other: str) -> float | None:
    if not one or not other:
        return None
    return 100.0 if _own_site(one) == _own_site(other) else 0.0


def _texts(one: str, other: str) -> float | None:
    if min(len(one), len(other)) < 2 * TEXT_FROM:
        return None
    return float(fuzz.ratio(one, other))


def _name(company: str) -> str:
    text = LEGAL_CJK.sub(" ", _plain(company))
    words = "".join(c if c.isalnum() else " " for c in text.replace("&", " and ").replace("'", "")).split()
    kept = [word for word in words if word not in LEGAL]
    return " ".join(kept or words)


def _plain(text: str) -> str:
    """Return a text without case, accents and widths."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in apart if not unicodedata.combining(c))


def _own_site(site: str) -> str:
    """Return the host, where it is the startup's own; the whole address where many share it."""
    host = site.partition("/")[0].partition("?")[0].partition(":")[0]
    return site if SHARED_HOSTS.search(host) else host


def _text_keys(text: str) -> Iterable[str]:
    tokens = text.split()
    if len(tokens) < TEXT_FROM:
        return ()
    runs = [" ".join(tokens[n : n + RUN]).encode() for n in range(len(tokens) - RUN + 1)]
    return (
        f"d{seed}:{min(crc32(run, seed * 0x9E3779B1 & 0xFFFFFFFF) for run in runs)}" for seed in range(HASHES)
    )
