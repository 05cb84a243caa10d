"""Decks: versions, and what becomes of good, broken and hostile files."""

import os
import signal
import time
from datetime import UTC, datetime

import pytest

from schemas.refusal import NotFound
from services.chassis.confined import Limits, run_confined
from services.registration.decks.domain.deck import KEPT_VERSIONS, Deck
from services.registration.decks.domain.refusals import DeckHeavy, DeckRefused, ReadersBusy
from services.registration.decks.reading import LIMITS, DeckReader
from tests.support import pdf

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROOMY = Limits(memory=512, processor=5, clock=10, file=1)


@pytest.fixture
def read(tmp_path):
    """Read a file's bytes as registration does."""

    def read(content, limits=LIMITS):
        path = tmp_path / "deck.pdf"
        path.write_bytes(content)
        return DeckReader(limits)(path, tmp_path)

    return read


def submit(deck, digest):
    return deck.submit(digest, name="Deck.pdf", size=9, pages=3, pictures=3, now=NOON)


def test_the_newest_file_is_shown_and_the_older_ones_are_kept():
    deck = Deck(id="e-1", edition_id="ed-1")
    assert [submit(deck, digest).number for digest in ("a", "b")] == [1, 2]
    assert (deck.at(None).digest, deck.at(1).digest) == ("b", "a")


def test_the_same_file_again_is_no_new_version_until_another_came_between():
    deck = Deck(id="e-1", edition_id="ed-1")
    assert [submit(deck, digest).number for digest in ("a", "a", "b", "a")] == [1, 1, 2, 3]


def test_the_oldest_versions_are_dropped_and_numbers_go_on():
    deck = Deck(id="e-1", edition_id="ed-1")
    for n in range(KEPT_VERSIONS + 2):
        submit(deck, str(n))
    assert [v.number for v in deck.versions] == list(range(3, KEPT_VERSIONS + 3))
    with pytest.raises(NotFound):
        deck.at(1)


def test_each_page_of_a_good_file_becomes_a_picture(read):
    drawn = read(pdf.a_pdf(3))
    assert drawn.pages == 3
    assert [picture.read_bytes()[8:12] for picture in drawn.pictures] == [b"WEBP"] * 3


def test_a_long_deck_has_pictures_of_its_first_twenty_pages(read):
    drawn = read(pdf.a_pdf(60))
    assert (drawn.pages, len(drawn.pictures)) == (60, 20)


def test_links_to_addresses_are_let_be(read):
    assert read(pdf.with_link()).pages == 3


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: b"MZ not a PDF at all", "deck_not_pdf"),
        (lambda: b"<html>" + pdf.a_pdf(), "deck_not_pdf"),
        (lambda: pdf.a_pdf()[:300], "deck_broken"),
        (lambda: b"%PDF-1.7\n" + b"\xff" * 5_000, "deck_broken"),
        (pdf.with_password, "deck_encrypted"),
        (lambda: pdf.with_password(""), "deck_encrypted"),
        (pdf.with_script, "deck_active"),
        (pdf.with_program, "deck_active"),
        (pdf.with_file, "deck_active"),
        (lambda: pdf.a_pdf(61), "deck_pages"),
        (lambda: pdf.with_page_of(20_000, 500), "deck_page_size"),
        (lambda: pdf.with_page_of(960, 5), "deck_page_size"),
        (lambda: pdf.with_image_of(100_000, 100_000), "deck_heavy"),
        (lambda: pdf.bomb(1_100), "deck_heavy"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_broken_or_hostile_is_refused_with_its_reason(read, make, code):
    with pytest.raises(DeckRefused) as refused:
        read(make())
    assert refused.value.code == code
    assert refused.value.detail


def test_a_page_that_draws_for_ever_is_given_up(read):
    with pytest.raises(DeckHeavy):
        read(pdf.slow(3_000_000), Limits(memory=1024, processor=1, clock=10, file=8))


def test_who_comes_while_too_many_wait_is_told_to_come_back(tmp_path):
    reader = DeckReader(waiting=0)
    with reader._turn(), pytest.raises(ReadersBusy):
        reader(tmp_path / "deck.pdf", tmp_path)


def confined(source, folder, limits=ROOMY):
    """Run a program of a line in the confined process, which this module stands in for."""
    (folder / "tried.py").write_text(source)
    return run_confined("tests.support.tried", str(folder / "tried.py"), folder=folder, limits=limits)


def test_the_confined_process_knows_no_address_and_no_password(tmp_path, monkeypatch):
    monkeypatch.setenv("MONGODB_URI", "mongodb://user:password@somewhere")
    ended = confined("import os; print(sorted(os.environ))", tmp_path)
    assert ended.code == 0
    assert "MONGODB_URI" not in ended.said
    assert "DARKHORSE_LIMITS" in ended.said


@pytest.mark.parametrize(
    "source",
    [
        "x = b'x' * (600 * 1024 * 1024)",
        "open('large', 'wb').write(b'x' * (2 * 1024 * 1024))",
        "import time; time.sleep(60)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    ],
    ids=["memory", "file", "clock", "fault"],
)
def test_the_confined_process_ends_at_its_limits(tmp_path, source):
    began = time.monotonic()
    ended = confined(source, tmp_path, Limits(memory=256, processor=5, clock=2, file=1))
    assert ended.code != 0
    assert time.monotonic() - began < 10


def test_what_the_confined_process_started_ends_with_it(tmp_path, wait_until):
    source = (
        "import os, subprocess\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "print(child.pid, flush=True)\n"
        "os._exit(0)\n"
    )
    child = int(confined(source, tmp_path).said)

    def gone():
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return True
        with open(f"/proc/{child}/stat") as stat:
            return stat.read().split()[2] == "Z"

    try:
        wait_until(gone, seconds=5)
    except AssertionError:
        os.kill(child, signal.SIGKILL)
        raise
