"""The people of the demo, made from the startups' data; the same seed makes the same people."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from gateway.rehearsals.people import made_up

STARTUPS = Path(__file__).with_name("startups.csv")

FIRM = re.compile(
    r"\b(ventures?|capital|partners?|fund|funders|startups?|angels?|group|investments?|labs?|network|"
    r"company|inc|llc|vc|media|garage|collective|associates|foundation|holdings|equity|accelerator|"
    r"club|global|technolog\w+|management|holding|seed|enterprises?|horowitz|google|intel|tencent|"
    r"salesforce|betaworks|crunchfund|x\.?com)\b|[0-9.&]",
    re.IGNORECASE,
)
SEED_LIMIT, EARLY_LIMIT = 2_000_000, 15_000_000


@dataclass(frozen=True)
class Company:
    """A startup of the file, as far as people are made from it."""

    name: str
    categories: tuple[str, ...]
    places: tuple[str, ...]
    investors: frozenset[str]
    rounds_usd: tuple[int, ...]


@dataclass(frozen=True)
class Person:
    """Somebody with a role; `extra` is what the role's command takes besides name and email."""

    name: str
    email: str
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        """The person as a command takes it."""
        return {"name": self.name, "email": self.email, **self.extra}


def read_csv(*, entries: int | None = None) -> str:
    """Return the file's text, or its header and the `entries` lines with the most investors."""
    text = STARTUPS.read_text(encoding="utf-8")
    if entries is None:
        return text
    reader = csv.DictReader(io.StringIO(text))
    rows = sorted(reader, key=lambda row: (-len(row["investors"]), row["company"]))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=reader.fieldnames or [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows[:entries])
    return out.getvalue()


def spoil(text: str) -> tuple[str, int, str]:
    """Return the CSV with one bad cell, and the line and column that must be named for it."""
    reader = csv.reader(io.StringIO(text))
    rows, ends = [], []
    for row in reader:
        rows.append(row)
        ends.append(reader.line_num)
    position, column = len(rows) // 2, "founded_year"
    rows[position][rows[0].index(column)] = "nineteen"
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue(), ends[position - 1] + 1, column


def companies_of(text: str) -> list[Company]:
    """Return the companies of a CSV."""
    return [_company(row) for row in csv.DictReader(io.StringIO(text))]


def judges(companies: Sequence[Company], *, count: int, commitment: int, seed: int) -> list[Person]:
    """Return judges with commitments around `commitment`, never below it.

    Two of five work for a firm that invested, one of five bears an investor's own name; each of
    these leaves at least two thirds of the companies for the judge to score.
    """
    rng = Random(f"{seed} judges")
    tags = [tag for tag, _ in _counted(c.categories for c in companies)[:25]]
    names = made_up(rng, count)
    usable = [name for name, held in holdings(companies, least=1).items() if len(held) * 3 <= len(companies)]
    firms = [name for name in usable if is_firm(name)]
    angels = [name for name in usable if not is_firm(name)]
    found = []
    for number in range(count):
        kind, turn = number % 5, number // 5
        name, firm = names[number], ""
        if kind in (1, 3) and 2 * turn + kind // 2 < len(firms):
            firm = firms[2 * turn + kind // 2]
        elif kind == 2 and turn < len(angels):
            name = angels[turn]
        extra = {
            "firm": firm,
            "tags": sorted(rng.sample(tags, min(3, len(tags)))),
            "commitment": commitment + rng.randrange(0, 1 + commitment // 4),
        }
        found.append(Person(name, f"judge-{number + 1}@judges.example", extra))
    return found


def investors(companies: Sequence[Company], *, least: int = 2, limit: int | None = None) -> list[Person]:
    """Return an investor for every name that holds `least` companies or more, the busiest first."""
    found = []
    rng = Random("investors")
    held = list(holdings(companies, least=least).items())[:limit]
    names = made_up(rng, len(held))
    for number, (name, portfolio) in enumerate(held):
        firm = name if is_firm(name) else ""
        extra = {
            "firm": firm,
            "thesis": thesis(portfolio),
            "portfolio": sorted(company.name for company in portfolio),
        }
        person = names[number] if firm else name
        found.append(Person(person, f"investor-{number + 1}@investors.example", extra))
    return found


def thesis(portfolio: Sequence[Company]) -> dict[str, Any]:
    """Return what somebody who holds these looks for: where most of it is, and how large rounds were."""
    rounds = sorted(amount for company in portfolio for amount in company.rounds_usd if amount > 0)
    largest = [max(company.rounds_usd) for company in portfolio if any(company.rounds_usd)]
    return {
        "sectors": [name for name, _ in _counted(c.categories for c in portfolio)[:4]],
        "places": [name for name, _ in _counted(c.places for c in portfolio)[:2]],
        "company_stages": sorted({company_stage(amount) for amount in largest}, key=STAGES.index)[:2],
        # One investor of several in a round puts in a part of it.
        "ticket_lowest_usd": str(rounds[len(rounds) // 4] // 10) if rounds else None,
        "ticket_highest_usd": str(max(rounds[3 * len(rounds) // 4] // 2, 25_000)) if rounds else None,
    }


STAGES = ("seed", "early", "later")


def company_stage(round_usd: int) -> str:
    """Return the stage of a company by the size of its largest round."""
    if round_usd < SEED_LIMIT:
        return "seed"
    return "early" if round_usd < EARLY_LIMIT else "later"


def holdings(companies: Iterable[Company], *, least: int) -> dict[str, list[Company]]:
    """Return, by investor, the companies held, of those who hold `least` or more; the busiest first."""
    held: dict[str, list[Company]] = {}
    for company in companies:
        for investor in company.investors:
            held.setdefault(investor, []).append(company)
    busiest = sorted(held.items(), key=lambda item: (-len(item[1]), item[0]))
    return {name: portfolio for name, portfolio in busiest if len(portfolio) >= least}


def is_firm(name: str) -> bool:
    """Return whether an investor's name reads like an institution's."""
    return bool(FIRM.search(name)) or len(name.split()) == 1


def founder_of(company: str, number: int) -> Person:
    """Return a made-up founder."""
    return Person(made_up(Random(f"founder {company}"), 1)[0], f"founder-{number}@founders.example")


def _company(row: Mapping[str, str]) -> Company:
    return Company(
        name=row["company"].strip(),
        categories=tuple(_parts(row["categories"])),
        places=tuple(place for place in (row["city"].strip(), row["country"].strip()) if place),
        investors=frozenset(_parts(row["investors"])),
        rounds_usd=tuple(int(float(part or 0)) for part in row["rounds_usd"].split("|")),
    )


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _counted(lists: Iterable[Iterable[str]]) -> list[tuple[str, int]]:
    counter = Counter(name for names in lists for name in dict.fromkeys(names))
    return sorted(counter.items(), key=lambda item: (-item[1], item[0]))
