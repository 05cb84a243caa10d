"""What somebody in the audience can measure of an evening without reading a word: how long answers are,
and how long, of what kind and in what order frames come, from one act to the next."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tests.browser.visitor import Visitor

Told = dict[str, Any]

# What differs from evening to evening, whoever wins: when it was, pictures of links, and how many
# boards were made before the first act. By how much a board's number grows is measured by itself.
CHANCE = (
    (r"<svg.*?</svg>", "", re.DOTALL),
    (r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+\d\d:\d\d|Z)?", "MOMENT", 0),
    (r"(number\"?(?:: ?|=\"))\d+", r"\1N", 0),
    (r"\b\d{1,2}:\d\d(?::\d\d)?(?:[\s\u202f][AP]M)?", "TIME", 0),
    (r"\b[A-Z][a-z]{2} \d{1,2}, \d{4}\b|\d{4}年\d{1,2}月\d{1,2}日", "DAY", 0),
)
LATER_HEADERS = ("date", "content-length", "x-server-time", "last-modified")

LISTEN = """(urls) => {
  window.frames_ = [];
  for (const url of urls) {
    const stream = new EventSource(url);
    for (const kind of ["message", "board", "session", "vote", "look-again"]) {
      stream.addEventListener(kind, (event) => window.frames_.push([kind, event.data, event.lastEventId]));
    }
  }
}"""
FETCH = """(path) => fetch(path).then(async (answer) => [
  answer.status, [...answer.headers].filter(([name]) => !LATER.includes(name)), await answer.text()])"""


def length(text: str) -> int:
    """Return how long a text is, but for what is left to chance."""
    for pattern, instead, flags in CHANCE:
        text = re.sub(pattern, instead, text, flags=flags)
    return len(text)


class Diary:
    """Lines that say what was measured, act by act; two evenings are told apart by their lines, or not.

    Frames are measured on a page that does nothing but listen, so that no answer depends on which of
    two requests of a page came first.
    """

    def __init__(
        self, visitor: Visitor, streams: Sequence[str], *, until: Sequence[Callable[[Told], bool]]
    ) -> None:
        """Begin when each stream has told where the evening stands, in each of these respects."""
        self.lines: list[str] = []
        self._page = visitor.page
        self._visitor = visitor
        self._read = 0
        self._page.goto("/sign-in?token=x")
        self._page.evaluate(LISTEN, list(streams))
        self._numbers: dict[str, int] = {}
        visitor.until(lambda: all(self._telling(told) >= len(streams) for told in until))
        self._take()

    @property
    def frames(self) -> list[list[str]]:
        """What was streamed so far: kind, data and id of each frame."""
        return list(self._page.evaluate("window.frames_"))

    def act(self, name: str, do: Callable[[], Any], *, until: Callable[[Told], bool], streams: int) -> None:
        """Let something happen, and note all that is streamed until so many streams have told it."""
        do()
        self._visitor.until(lambda: self._telling(until) == streams)
        self.lines += sorted(f"{name}: {measured}" for measured in self._take())

    def sweep(self, name: str, paths: Iterable[str]) -> None:
        """Fetch each address, and note how long its answer is, and its headers."""
        fetch = FETCH.replace("LATER", str(list(LATER_HEADERS)))
        for number, path in enumerate(paths):
            status, headers, text = self._page.evaluate(fetch, path)
            told = sorted(f"{header} {length(value)}" for header, value in headers)
            self.lines.append(f"{name}: answer {number} is {status}, {length(text)} long, {', '.join(told)}")

    def _take(self) -> list[str]:
        """Return what is measured of the frames that came since the last time."""
        frames = self.frames[self._read :]
        self._read += len(frames)
        return [self._measured(*frame) for frame in frames]

    def _measured(self, kind: str, data: str, id: str) -> str:
        told = json.loads(data) if data else {}
        about = f"{kind} {told.get('vote_id') or told.get('stage_id')}"
        grown = told.get("number", 0) - self._numbers.get(about, 0)
        self._numbers[about] = told.get("number", 0)
        return f"{kind} of {length(data)}, number grown by {grown}, id of {len(re.sub(r'[0-9]+', '', id))}"

    def _telling(self, until: Callable[[Told], bool]) -> int:
        return sum(until(json.loads(data)) for _, data, _ in self.frames[self._read :] if data)


def apart(one: Diary, other: Diary) -> list[str]:
    """Return the lines in which two diaries differ."""
    pairs = [
        f"{first} / {second}"
        for first, second in zip(one.lines, other.lines, strict=False)
        if first != second
    ]
    more = one.lines[len(other.lines) :] + other.lines[len(one.lines) :]
    return pairs + more
