"""What set-ups allow is said in English by registration, and in the reader's language by the pages."""

import ast
from collections.abc import Iterator
from pathlib import Path

from gateway.pages.allowed import PATTERNS
from services import registration

NOTED_BY = ("unless", "add", "_wrong")


def told(source: str) -> Iterator[str]:
    """Yield what is said to be allowed; each value in it is a 1. Words that are joined are no sentence."""
    for call in ast.walk(ast.parse(source)):
        name = call.func.attr if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) else ""
        if name in NOTED_BY and len(call.args) > 2:
            yield from texts(call.args[-1])


def texts(said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.IfExp):
        yield from (*texts(said.body), *texts(said.orelse))
    elif isinstance(said, ast.Constant):
        yield str(said.value)
    elif isinstance(said, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "1" for part in said.values)


def unsaid(source: str) -> list[str]:
    return [text for text in told(source) if not any(pattern.fullmatch(text) for pattern, _ in PATTERNS)]


def test_the_pages_have_words_for_all_that_is_allowed():
    room = Path(registration.__file__).parent / "domain"
    sources = [path.read_text() for path in sorted(room.glob("*.py"))]
    assert sum(len(list(told(source))) for source in sources) > 20
    assert [text for source in sources for text in unsaid(source)] == []


def test_a_text_without_words_is_noticed():
    assert unsaid('problems.unless(n > 0, path, n, f"more than nothing, {n}")') == ["more than nothing, 1"]
