"""`python -m loadtests.desk`: what an organiser waits for with 20,000 entries, beside floors of the same run."""

import argparse
import csv
import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from infra.local.stack import Stack
from loadtests.patience import until
from services.chassis.storage import open_database

TIMES = 40
SLIPS = 100
JUDGES, JUDGES_PER_ENTRY = 200, 3
WORDS = 4_000
COLUMNS = ("company", "description", "website", "city", "country", "categories")
FIRST = [
    "Dark",
    "Light",
    "Blue",
    "Green",
    "Smart",
    "Deep",
    "Open",
    "Cloud",
    "Bright",
    "Urban",
    "Solar",
    "Ocean",
    "Quantum",
    "Lunar",
    "Silver",
]
SECOND = [
    "Pay",
    "Farm",
    "Health",
    "Robotics",
    "Labs",
    "Mobility",
    "Energy",
    "Foods",
    "Games",
    "Learning",
    "Security",
    "Bio",
    "Travel",
]
CITIES = [
    "Taipei",
    "Tainan",
    "Shanghai",
    "Shenzhen",
    "Tokyo",
    "Berlin",
    "Paris",
    "London",
    "Austin",
    "深圳",
    "臺北",
]


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 0 also when a target is missed, which its row says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=20_000)
    entries = parser.parse_args(arguments).entries
    with (
        tempfile.TemporaryDirectory(prefix="darkhorse-desk-") as folder,
        Stack(Path(folder) / "run") as stack,
    ):
        stack.wait_ready(90)
        for line in _rows(Desk(stack), entries):
            print(line, flush=True)
    return 0


class Desk:
    """An edition, its organiser's connection, and the floor."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.client = httpx.Client(base_url=stack.gateway_url, timeout=300)
        self.floor = open_database(stack.mongodb_uri, "floor")["entries"]
        signed_in = self.post("/sign-in", token=stack.setup_token, name="Organiser")
        self.client.headers["Authorization"] = f"Bearer {signed_in['session_token']}"
        host = self.post("/hosts", name="Load")["host_id"]
        programme = self.post(f"/hosts/{host}/programmes", name="Load")["programme_id"]
        path = f"/programmes/{programme}/editions"
        self.edition = f"/editions/{self.post(path, blueprint='black-horse', name='Load')['edition_id']}"

    def get(self, path: str) -> dict[str, Any]:
        """Return an answer of the API."""
        return dict(self.client.get(f"/api/v1{path}").raise_for_status().json())

    def post(self, path: str, **body: Any) -> dict[str, Any]:
        """Return an answer of the API; httpx.HTTPStatusError when it is a refusal."""
        return dict(self.client.post(f"/api/v1{path}", json=body).raise_for_status().json())

    def post_again(self, path: str, **body: Any) -> dict[str, Any]:
        """Return an answer of the API, asked for again, under the same key, while there is none."""
        key = {"Idempotency-Key": str(uuid4())}
        while True:
            answer = self.client.post(f"/api/v1{path}", json=body, headers=key)
            if answer.status_code != 503:
                return dict(answer.raise_for_status().json())

    def import_all(self, text: str) -> dict[str, Any]:
        """Import a file and return what came of it, once it is all in."""
        started = self.post(f"{self.edition}/imports", csv=text)["import_id"]
        path = f"{self.edition}/imports/{started}"
        return until(lambda: self.over(path), seconds=600)

    def over(self, path: str) -> dict[str, Any]:
        """Return an import that is over, {} while it is not, or while nobody answers."""
        answer = self.client.get(f"/api/v1{path}")
        job: dict[str, Any] = answer.json() if answer.status_code == 200 else {}
        return job if job.get("state") in ("done", "refused") else {}

    def quiet(self) -> bool:
        """Return whether every entry was compared."""
        found = [self.client.get(f"/api/v1{path}") for path in (f"{self.edition}/duplicates", "/status")]
        if any(answer.status_code != 200 for answer in found):
            return False
        pairs, status = (answer.json() for answer in found)
        ready = sum(queue["ready"] for queue in status["queues"])
        return not pairs["waiting"] and not ready and not status["pending"]

    def memory(self) -> float:
        """Return the memory of the gateway's processes now, in MB."""
        found = [p for p in Path("/proc").glob("[0-9]*") if self._is_gateway(p)]
        return sum(_resident(process) for process in found)

    def _is_gateway(self, process: Path) -> bool:
        try:
            words = (process / "cmdline").read_bytes()
        except OSError:
            return False
        port = self.stack.gateway_url.rpartition(":")[2].encode()
        return b"gunicorn" in words and port in words


def _rows(desk: Desk, entries: int) -> Iterator[str]:
    text, kept = _file(entries)
    documents = [{"_id": n, "text": text[n % 5_000 : n % 5_000 + 2_000]} for n in range(entries)]
    floor = _seconds(lambda: desk.floor.insert_many(documents, ordered=False))
    took, job = _timed(lambda: desk.import_all(text))
    yield f"import of {job['imported']:,} entries, {len(text) / 1e6:.0f} MB: {took:.1f} s; under 60 s wanted"
    yield f"  floor, as many documents inserted as they are: {floor:.1f} s"
    took = _seconds(lambda: until(desk.quiet, seconds=600))
    pairs = desk.get(f"{desk.edition}/duplicates")["counts"]["open"]
    yield f"and until all were told to everybody and compared: {took:.1f} s more; {pairs} pairs, {kept} planted"
    page = desk.edition
    for what, path in {
        "list page, first": f"{page}/entries",
        "list page, search in everything": f"{page}/entries?search=blue+foods",
        "list page, nothing found": f"{page}/entries?search=zzzzzz",
        "list page, newest and submitted": f"{page}/entries?sort=newest&state=submitted",
        "list by API, search": f"/api/v1{page}/entries?search=taipei+dark&limit=50",
        "duplicates page": f"{page}/duplicates",
        "entry page": f"{page}/entries/{desk.get(f'{page}/entries?limit=1')['entries'][0]['entry_id']}",
    }.items():
        yield f"{what}: {_percentiles(lambda path=path: desk.client.get(path).raise_for_status())}; p95 under 300 ms wanted"
    yield f"  floor, a page that asks nobody: {_percentiles(lambda: desk.client.get('/sign-in').raise_for_status())}"
    yield f"  floor, 50 documents found: {_percentiles(lambda: list(desk.floor.find({}, limit=50)))}"
    for form in ("csv", "xlsx"):
        yield _export(desk, form)
    yield f"  floor, all documents read: {_seconds(lambda: list(desk.floor.find())):.1f} s"
    took, done = _timed(lambda: desk.post_again(f"{page}/entries/screen", decision="eligible"))
    yield f"all {done['screened']:,} screened: {took:.1f} s"
    took, done = _timed(lambda: desk.post_again(f"{page}/decisions/{done['decision_id']}/undo"))
    yield f"and undone: {done['restored']:,} in {took:.1f} s"
    yield from _while_judged(desk, entries)


def _while_judged(desk: Desk, entries: int) -> Iterator[str]:
    page = desk.edition
    stage = f"{page}/stages/preliminary"
    desk.post_again(f"{page}/entries/screen", decision="eligible")
    until(desk.quiet, seconds=600)
    share = JUDGES_PER_ENTRY * entries // JUDGES + 20
    people = [
        {"name": f"Judge {n}", "email": f"judge-{n}@judges.example", "commitment": share}
        for n in range(JUDGES)
    ]
    desk.post(f"{page}/judges", judges=people)
    took, done = _timed(lambda: desk.post_again(f"{stage}/assignments"))
    yield f"{done['assignments']:,} scorecards assigned to {JUDGES} judges: {took:.1f} s"
    desk.post_again(f"{stage}/open")
    until(desk.quiet, seconds=600)
    judge = desk.get(f"{page}/judges")["judges"][0]["judge_id"]
    yield from _looked_at(
        desk,
        {
            "edition page": page,
            "standings page": f"{stage}/standings",
            "progress page": f"{stage}/progress",
            "progress page, furthest apart": f"{stage}/progress?order=apart",
            "progress page, search": f"{stage}/progress?search=blue",
            "stage page": f"{stage}/stage",
            "remote": f"{stage}/remote",
            "head judge's view": f"{stage}/desk",
            "sessions page": f"{stage}/sessions",
            "sessions page, search": f"{stage}/sessions?search=blue",
            "filling the gaps": f"{stage}/handover",
            "handover of a judge": f"{stage}/handover?judge_id={judge}",
            "reminders": f"{stage}/nudges",
            "conflicts of interest": f"{page}/conflicts?search=blue",
            "audit trail": f"{page}/audit",
            "judges and investors": f"{page}/people",
            "a judge": f"{page}/judges/{judge}",
            "outbox": f"{page}/outbox",
            "exports page": f"{page}/exports",
            "set-up page": f"{page}/set-up",
            "public site": f"{page}/site",
            "public gallery": f"{page}/gallery",
            "board": f"{page}/board",
        },
    )


def _looked_at(desk: Desk, paths: Mapping[str, str]) -> Iterator[str]:
    """Yield for each page how long it took and how long it is: 300 ms and 300 kB are wanted at most."""
    for what, path in paths.items():
        size = len(desk.client.get(path).raise_for_status().content)
        took = _percentiles(lambda path=path: desk.client.get(path).raise_for_status())
        yield f"{what}: {took}, {size / 1e3:.0f} kB"


def _export(desk: Desk, form: str) -> str:
    before, most, size = desk.memory(), 0.0, 0
    began = time.monotonic()
    first = 0.0
    with desk.client.stream("GET", f"{desk.edition}/exports/entries.{form}") as response:
        response.raise_for_status()
        for piece in response.iter_bytes():
            first = first or time.monotonic() - began
            size += len(piece)
            most = max(most, desk.memory())
    took = time.monotonic() - began
    return (
        f"entries as {form}: {took:.1f} s, the first byte after {first:.1f} s, {size / 1e6:.1f} MB; "
        f"the gateway grew by {max(0.0, most - before):.0f} MB"
    )


def _file(entries: int) -> tuple[str, int]:
    """Return a CSV of startups, some of which come again with a slip, and how many do."""
    rng = random.Random(3)
    words = [_word(rng) for _ in range(WORDS)]
    rows = []
    for number in range(entries):
        name = f"{rng.choice(words).title()} {rng.choice(FIRST)} {rng.choice(SECOND)}"
        said = " ".join(rng.choice(words) for _ in range(60))
        site = f"https://{name.casefold().replace(' ', '')}{number}.example"
        rows.append((name, said, site, rng.choice(CITIES), "Taiwan", rng.choice(SECOND)))
    slips = min(SLIPS, entries // 4)
    for number in range(slips):
        name, said, site, *rest = rows[number]
        rows[-1 - number] = (name[:3] + name[4:], said, site + ".tw", *rest)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue(), slips


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("bcdfghklmnprstvz") + rng.choice("aeiou") for _ in range(rng.randint(2, 4)))


def _timed(act: Callable[[], Any]) -> tuple[float, Any]:
    began = time.monotonic()
    answer = act()
    return time.monotonic() - began, answer


def _seconds(act: Callable[[], Any]) -> float:
    return _timed(act)[0]


def _percentiles(act: Callable[[], Any]) -> str:
    act()
    took = sorted(1e3 * _seconds(act) for _ in range(TIMES))
    return f"p50 {statistics.median(took):.0f} ms, p95 {took[int(0.95 * TIMES)]:.0f} ms"


def _resident(process: Path) -> float:
    try:
        pages = int((process / "statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1e6


if __name__ == "__main__":
    raise SystemExit(main())
