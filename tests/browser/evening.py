"""An edition made through HTTP, as an organiser would, with judges whose links a browser can open."""

from collections.abc import Callable, Mapping, Sequence
from csv import DictWriter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from uuid import uuid4

from infra.demo.client import Client, Refused
from infra.local.stack import Stack
from tests.support.waiting import until

STAGE = "preliminary"
JUDGES = 3
CRITERIA = ("team", "problem", "product", "business", "pitch")
ORGANISER = {"name": "Mei-Hua Lin", "email": "organiser@darkhorse.example"}
COMPANIES = (
    *("Amber Looms", "Birch Robotics", "Cobalt Kitchens", "Dune Optics", "Ember Freight", "Fjord Health"),
    *("Gale Batteries", "Heron Maps", "Iris Foundry", "Juniper Voice", "Kelp Proteins", "Lumen Schools"),
)


@dataclass(frozen=True)
class Judge:
    """A judge of an evening."""

    judge_id: str
    name: str
    email: str


@dataclass
class Evening:
    """An edition of which one stage is played; every judge has every entry to score."""

    organiser: Client
    live_url: str
    edition_id: str
    stage_id: str = STAGE
    entries: dict[str, str] = field(default_factory=dict)
    judges: list[Judge] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where its pages are, without a closing slash."""
        return self.organiser.gateway_url

    @property
    def path(self) -> str:
        """The edition's address, on pages and under the API's prefix alike."""
        return f"/editions/{self.edition_id}"

    @property
    def stage(self) -> str:
        """The stage's address."""
        return f"{self.path}/stages/{self.stage_id}"

    def invite(self, role: str, name: str, email: str, *, subject_id: str | None = None) -> str:
        """Return a new sign-in link for somebody, good for one use."""
        invitation = {"role": role, "name": name, "email": email, "subject_id": subject_id}
        answer = self.organiser.post(f"{self.path}/invitations", {"invitations": [invitation]})
        return str(answer["links"][0]["url"])

    def link(self, judge: Judge) -> str:
        """Return a new sign-in link of the judge."""
        return self.invite("judge", judge.name, judge.email, subject_id=judge.judge_id)

    def open(self) -> "Evening":
        """Open the stage; back when judging takes scorecards."""
        self.organiser.post(f"{self.stage}/open")
        until(lambda: self.get("coverage")["state"] == "open")
        return self

    def close(self) -> None:
        """Close the stage; back when judging knows."""
        self.organiser.post(f"{self.stage}/close")
        until(lambda: self.get("coverage")["state"] == "closed")

    def get(self, what: str, **parameters: Any) -> dict[str, Any]:
        """Return something of the stage that an organiser sees: coverage, standings, ..."""
        return dict(self.organiser.get(f"{self.stage}/{what}", **parameters))

    def submitted(self, judge: Judge) -> dict[str, dict[str, Any]]:
        """Return a judge's submitted scorecards by entry."""
        cards = self.get("scorecards", limit=1000)["scorecards"]
        mine = [c for c in cards if c["judge_id"] == judge.judge_id and c["state"] in ("submitted", "locked")]
        assert len({card["entry_id"] for card in mine}) == len(mine)
        return {card["entry_id"]: card for card in mine}

    def wait_counted(self, number: int) -> None:
        """Return when so many scorecards are counted in the standings."""
        until(lambda: self.get("standings")["counted"] == number)

    def score_all(self, mark: Callable[[int, int], float]) -> None:
        """Let every judge score every entry; `mark` says how, by the judge's and the entry's number."""
        for number, judge in enumerate(self.judges):
            phone = self.client_of(judge)
            for turn, entry_id in enumerate(self.entries):
                phone.post("/scorecards", self.scorecard(entry_id, mark(number, turn)))
            phone.close()
        self.wait_counted(len(self.judges) * len(self.entries))

    def scorecard(self, entry_id: str, mark: float) -> dict[str, Any]:
        """Return a scorecard as a phone sends it, the same mark for each criterion."""
        return {
            "command_id": str(uuid4()),
            "edition_id": self.edition_id,
            "stage_id": self.stage_id,
            "entry_id": entry_id,
            "revision": 1,
            "marks": dict.fromkeys(CRITERIA, str(mark)),
            "made_at": _now(),
        }

    def client_of(self, judge: Judge) -> Client:
        """Return a connection of the judge beside the browser."""
        phone = Client(self.url)
        phone.sign_in(self.link(judge))
        return phone

    def session_of(self, judge: Judge) -> str:
        """Return a new session of the judge, which nothing was asked with yet."""
        phone = self.client_of(judge)
        phone.close()
        return str(phone.token)

    def add_investors(self, investors: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Add investors; none while matching has not heard of the edition."""
        try:
            answer = self.organiser.post(f"{self.path}/investors", {"investors": investors})
        except Refused as refused:
            if refused.code != "not_found":
                raise
            return []
        return list(answer["investors"])

    def open_vote(self, vote_id: str, name: str) -> None:
        """Let the audience choose among all entries."""
        body = {"name": name, "stage_id": self.stage_id}
        self.organiser.post(f"{self.path}/votes/{vote_id}/open", body)

    def cast(self, vote_id: str, entry_ids: list[str]) -> None:
        """Let a ticket holder vote for each, one ticket after another; back when all are counted."""
        tickets = self.organiser.post(f"{self.path}/tickets", {"count": len(entry_ids)})["tickets"]
        public = Client(self.url)
        for ticket, entry_id in zip(tickets, entry_ids, strict=True):
            vote = {"edition_id": self.edition_id, "vote_id": vote_id, "entry_id": entry_id}
            body = {
                "ticket": ticket["url"].rpartition("/")[2],
                "command_id": str(uuid4()),
                "made_at": _now(),
                **vote,
            }
            public.post("/votes", body)
        public.close()
        until(lambda: sum(self.turnout(vote_id).values()) == len(entry_ids))

    def turnout(self, vote_id: str) -> dict[str, int]:
        """Return how many votes each entry has, as an organiser sees it."""
        votes = self.organiser.get(f"{self.path}/turnout")["votes"]
        [found] = [vote for vote in votes if vote["vote_id"] == vote_id]
        return {row["entry_id"]: row["votes"] for row in found["rows"]}

    def reveal_vote(self, vote_id: str) -> None:
        """Show the votes to everyone, once those that were on their way are counted."""
        until(lambda: self._done(f"{self.path}/votes/{vote_id}/reveal", unless="votes_arriving"))

    def certify(self) -> dict[str, Any]:
        """Close, freeze and certify the stage; return its standings."""
        self.close()
        self.freeze()
        self.organiser.post(f"{self.stage}/certify")
        return self.get("standings")

    def freeze(self) -> None:
        """Freeze the stage, once scoring knows that it is closed."""
        until(lambda: self._done(f"{self.stage}/freeze", unless="stage_not_closed", accept_missing=True))

    def go_on(self, stage_id: str) -> None:
        """Let all who competed in the stage compete in another, which is the evening's from now on."""
        wanted = {"quota": len(self.entries), "include_ties": True}
        until(lambda: self._done(f"{self.stage}/promote", unless="not_certified", **wanted))
        self.stage_id = stage_id

    def _done(self, path: str, *, unless: str, **body: Any) -> bool:
        try:
            self.organiser.post(path, body)
        except Refused as refused:
            if refused.code != unless:
                raise
            return False
        return True


def _now() -> str:
    return datetime.now(UTC).isoformat()


def sign_in_organiser(stack: Stack) -> Client:
    """Become the first organiser of a system that is new."""
    organiser = Client(stack.gateway_url)
    organiser.sign_in(stack.setup_token, **ORGANISER)
    return organiser


def make_evening(
    organiser: Client,
    live_url: str,
    *,
    entries: int,
    judges: int = JUDGES,
    startups: Sequence[Mapping[str, Any]] = (),
) -> Evening:
    """Return an edition with entries and judges, its stage assigned and not yet open.

    What more is known of some of them is in `startups`, by the columns of an import.
    """
    host = organiser.post("/hosts", {"name": "Dark Horse Society"})
    programme = organiser.post(f"/hosts/{host['host_id']}/programmes", {"name": "Black Horse Cup"})
    body = {"blueprint": "black-horse", "name": f"Cup {uuid4().hex[:6]}", "zone": "Asia/Taipei"}
    edition = organiser.post(f"/programmes/{programme['programme_id']}/editions", body)
    evening = Evening(organiser, live_url, edition["edition_id"])
    _enter(evening, COMPANIES[:entries], {startup["company"]: startup for startup in startups})
    seat(evening, judges)
    return evening


def _enter(evening: Evening, companies: Sequence[str], known: Mapping[str, Mapping[str, Any]]) -> None:
    path = f"{evening.path}/entries"
    plain = {name: {"company": name, "description": f"What {name} does"} for name in companies}
    rows = [known.get(name, plain[name]) for name in companies]
    text = StringIO()
    table = DictWriter(text, fieldnames=list(dict.fromkeys(column for row in rows for column in row)))
    table.writeheader()
    table.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    evening.organiser.post(f"{path}/import", {"csv": text.getvalue()})
    evening.organiser.post(f"{path}/screen", {"decision": "eligible", "reason": "complete"})
    found = evening.organiser.get(path, limit=1000)["entries"]
    evening.entries = {entry["entry_id"]: entry["startup"]["company"] for entry in found}
    assert sorted(evening.entries.values()) == sorted(companies)


def _cell(value: Any) -> Any:
    return "|".join(value) if isinstance(value, list) else value


def seat(evening: Evening, number: int) -> None:
    """Give the edition so many judges, each of whom has every entry to score in the stage."""
    people = [{"name": f"Judge {n}", "email": f"judge-{n}@judges.example"} for n in range(1, number + 1)]
    body = {"judges": [{**person, "commitment": 100} for person in people]}
    added: list[dict[str, Any]] = until(lambda: _added(evening, body))
    ids = {judge["email"]: judge["judge_id"] for judge in added}
    evening.judges = [Judge(ids[p["email"]], p["name"], p["email"]) for p in people]
    until(lambda: _assigned(evening, number))


def _added(evening: Evening, body: dict[str, Any]) -> list[dict[str, Any]]:
    """Add judges; none while judging has not heard of the edition."""
    try:
        return list(evening.organiser.post(f"{evening.path}/judges", body)["judges"])
    except Refused as refused:
        if refused.code != "not_found":
            raise
        return []


def _assigned(evening: Evening, judges: int) -> bool:
    """Whether every judge has every entry; judging may not have heard of all of them yet."""
    try:
        answer = evening.organiser.post(f"{evening.stage}/assignments", {"judge_ids": None, "seed": 1})
    except Refused as refused:
        if refused.code not in {"no_entries", "not_found"}:
            raise
        return False
    return bool(answer["assignments"] == len(evening.entries) * judges)
