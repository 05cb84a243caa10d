"""The demo as anyone starts it, in a process and a folder of its own."""

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from infra.demo.client import Client, Refused, authorities, token_of
from infra.demo.phone import Phone
from tests.support.waiting import until

CHECKOUT = Path(__file__).parents[2]
PROMISES = ("1 ", "2 ", "3 ", "3 ", "3 ", "4 ", "4 ", "5 ", "6 ", "7 ", "8 ", "intros ", "votes ")

pytestmark = pytest.mark.slow


def start(run_dir, report, *words):
    command = [sys.executable, "-m", "infra.demo", "--size", "small", "--run-dir", str(run_dir)]
    return subprocess.Popen(
        [*command, "--report-json", str(report), *words],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def played(folder):
    """What a demo that ends by itself leaves: its report, and what it said."""
    report = folder / "report.json"
    process = start(folder / "run", report, "--no-stay")
    said, _ = process.communicate(timeout=240)
    assert process.returncode == 0, said
    return json.loads(report.read_text()), said


@pytest.mark.timeout(300)
def test_every_promise_held(played):
    report, _ = played
    broken = {finding["promise"]: finding["broken"] for finding in report["findings"] if finding["broken"]}
    assert broken == {}
    assert report["held"] is True


def test_every_promise_was_looked_at(played):
    found = sorted(finding["promise"] for finding in played[0]["findings"])
    assert len(found) == len(PROMISES)
    assert all(promise.startswith(start) for promise, start in zip(found, PROMISES, strict=True))


def test_the_podium_has_its_places_and_awards(played):
    podium = played[0]["podium"]
    assert podium[0]["place"] == 1
    assert podium[0]["award"].startswith("Black Horse")
    assert [row["place"] for row in podium] == sorted(row["place"] for row in podium)


def test_the_contest_was_as_large_as_it_was_asked_to_be(played):
    figures = played[0]["figures"]
    assert (figures["assignments"], figures["promoted"]) == (90, 6)
    assert 1 < figures["reveal"]["reveals"] <= 6
    assert figures["used link"] == "link_used"
    assert len(figures["heats"]) == 3
    assert sum(figures["heats"].values()) >= 12
    assert figures["audience"]["tickets"] == 200
    assert figures["audience"]["votes"] >= 200


def test_an_investor_is_told_why(played):
    lines = played[0]["shortlist"]["lines"]
    assert [line["rank"] for line in lines] == list(range(1, len(lines) + 1))
    assert all(reason["text"] for line in lines for reason in line["reasons"])
    assert all(line["reasons"] for line in lines)


def test_it_says_what_it_did_line_by_line_and_offers_a_link_for_each_role(played):
    report, said = played
    assert "score on 8 phones at once" in said
    assert "score 3 heats at once" in said
    assert "Everything held." in said
    assert "\x1b[" not in said
    assert sorted(report["links"]) == ["founder", "investor", "judge", "organiser", "public board"]
    assert all(url in said for url in report["links"].values())


def who_is_on(client, edition_id):
    try:
        return client.get(f"/editions/{edition_id}/stages/final/session")["current"]
    except Refused:
        return None  # the running order is not drawn yet


def score_along(link):
    """Score whoever is on stage from the guest's link, and return what became of it."""
    gateway = link.partition("/sign-in")[0]
    client = Client(gateway)
    (grant,) = client.sign_in(link)["person"]["grants"]
    edition_id = grant["edition_id"]
    phone = Phone(gateway, token=client.token, judge_id=grant["subject_id"], edition_id=edition_id)
    on_stage = until(lambda: who_is_on(client, edition_id), seconds=60)
    criteria, _ = phone.assignments("final")
    sent = phone.submit("final", on_stage, {c["criterion_id"]: c["highest"] for c in criteria})
    phone.settle()
    return sent.outcome


@pytest.mark.timeout(300)
def test_a_guest_scores_along_in_a_second_contest_that_stays_open_and_its_links_sign_in_once(played, folder):
    again = folder / "again.json"
    process = start(folder / "run", again, "--stay", "--pitch-seconds", "2")
    try:
        said, outcome = [], None
        for line in process.stdout:
            said.append(line)
            if "Score along" in line:
                link = line.split()[-1]
                outcome = score_along(link)
            if "stays open" in line:
                break
        assert process.poll() is None, "".join(said)
        assert outcome == "counted"
        report = json.loads(again.read_text())
        assert report["held"] is True
        assert report["edition_id"] != played[0]["edition_id"]
        links = report["links"]
        board = links.pop("public board")
        assert httpx.get(board).status_code == 200
        assert [status_of(board, url) for url in links.values()] == [200] * len(links)
        assert [status_of(board, url) for url in links.values()] == [410] * len(links)
    finally:
        process.send_signal(2)
        process.communicate(timeout=60)
    assert process.returncode == 0


def status_of(board, url):
    gateway = board.partition("/editions")[0]
    body = {"token": token_of(url)}
    return httpx.post(f"{gateway}/api/v1/sign-in", json=body, verify=authorities()).status_code
