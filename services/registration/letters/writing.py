"""The words of letters: templates by kind and language, and the text as HTML."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

LINK = "[[sign-in link]]"

# What is written is a text: nothing is escaped before it becomes HTML.
_TEXTS = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    autoescape=False,  # noqa: S701 -- texts are escaped where they become HTML
)
_PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def written(kind: str, language: str, **known: Any) -> tuple[str, str]:
    """Return subject and text of a letter; the template's first line is the subject."""
    text = _template(kind, language).render(link=LINK, **known)
    subject, _, body = text.partition("\n")
    return " ".join(subject.split())[:200], re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def html_of(text: str, *, subject: str, language: str) -> str:
    """Return a text as an HTML letter: its paragraphs, with addresses as links."""
    page = _PAGES.get_template("letter.html")
    return page.render(subject=subject, language=language.replace("_", "-"), body=body_of(text))


def body_of(text: str) -> Markup:
    """Return the paragraphs of a text in HTML."""
    paragraphs = (part for part in re.split(r"\n\s*\n", text.strip()) if part)
    return Markup("\n").join(Markup("<p>{}</p>").format(_lines(part)) for part in paragraphs)


def _lines(paragraph: str) -> Markup:
    return Markup("<br>\n").join(_linked(line) for line in paragraph.split("\n"))


def _linked(line: str) -> Markup:
    parts, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = found.group()
        parts += [escape(line[end : found.start()]), Markup('<a href="{0}">{0}</a>').format(address)]
        end = found.end()
    return Markup("").join([*parts, escape(line[end:])])


@cache
def _template(kind: str, language: str) -> Any:
    return _TEXTS.get_template(f"{kind}.{language}.txt")
