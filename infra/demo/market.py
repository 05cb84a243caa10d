"""Investors made from real portfolios, their shortlists, and intros where both sides say yes."""

from dataclasses import dataclass, field
from typing import Any

from infra.demo import cast
from infra.demo.client import Client
from infra.demo.contest import Contest, invite, signed_in

LENGTH = 10
INTERESTED_IN = 2


@dataclass
class Market:
    """Who was invited and what came of it. `agreed` are pairs (investor id, entry id)."""

    investors: dict[str, cast.Person] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    shortlists: int = 0
    lines: int = 0
    founders: dict[str, cast.Person] = field(default_factory=dict)
    wanted: set[tuple[str, str]] = field(default_factory=set)
    agreed: set[tuple[str, str]] = field(default_factory=set)
    intros: set[tuple[str, str]] = field(default_factory=set)
    seen_by_people: set[tuple[str, str]] = field(default_factory=set)
    own_portfolio: list[str] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)


def add_investors(contest: Contest) -> Market:
    """Add an investor for every name that holds two startups or more, and invite them all."""
    people = cast.investors(cast.companies_of(contest.csv), limit=contest.size.investors)
    body = {"investors": [person.body for person in people]}
    added = contest.organiser.post(f"{contest.path}/investors", body)["investors"]
    by_email = {investor["email"]: investor["investor_id"] for investor in added}
    market = Market(investors={by_email[person.email]: person for person in people})
    market.links = invite(contest, "investor", market.investors)
    return market


def publish_shortlists(contest: Contest, market: Market) -> None:
    """Make everybody's shortlist."""
    answer = contest.organiser.post(f"{contest.path}/shortlists", {"length": LENGTH})
    market.shortlists, market.lines = answer["shortlists"], answer["lines"]


def answer_startups(contest: Contest, market: Market) -> None:
    """Let the busiest investors sign in, read their shortlist, want its first lines and pass on the last."""
    for investor_id in list(market.investors)[: contest.size.active]:
        client = Client(contest.organiser.gateway_url, token=signed_in(contest, market.links[investor_id]))
        edition = {"edition_id": contest.edition_id}
        shortlist = client.get("/me/shortlist", **edition)
        lines = shortlist["lines"]
        if lines and not market.shown:
            market.shown = shortlist
        held = set(market.investors[investor_id].extra["portfolio"])
        market.own_portfolio += [line["company"] for line in lines if line["company"] in held]
        for number, line in enumerate(lines):
            if number < INTERESTED_IN:
                body = {"answer": "interested", "note": f"{line['company']} fits what we look for."}
                market.wanted.add((investor_id, line["entry_id"]))
            elif number == len(lines) - 1:
                body = {"answer": "pass"}
            else:
                continue
            client.post("/me/answers", {**edition, "entry_id": line["entry_id"], **body})
        client.close()


def answer_investors(contest: Contest, market: Market) -> None:
    """Let the founders of wanted entries sign in and accept; each third investor is declined."""
    wanted = sorted({entry_id for _, entry_id in market.wanted})
    market.founders = {
        entry_id: cast.founder_of(contest.entries[entry_id]["startup"]["company"], number)
        for number, entry_id in enumerate(wanted, start=1)
    }
    links = invite(contest, "founder", market.founders) if wanted else {}
    edition = {"edition_id": contest.edition_id}
    answered = 0
    for entry_id, link in links.items():
        client = Client(contest.organiser.gateway_url, token=signed_in(contest, link))
        for interest in client.get("/me/interests", **edition)["interests"]:
            answered += 1
            answer = "decline" if answered % 3 == 0 else "accept"
            body = {**edition, "investor_id": interest["investor_id"], "answer": answer}
            client.post("/me/interests/answers", body)
            if answer == "accept":
                market.agreed.add((interest["investor_id"], entry_id))
        mine = client.get("/me/intros", **edition)["intros"]
        market.seen_by_people |= {(intro["investor_id"], intro["entry_id"]) for intro in mine}
        client.close()
    every = contest.organiser.get(f"{contest.path}/intros")["intros"]
    market.intros = {(intro["investor_id"], intro["entry_id"]) for intro in every}
