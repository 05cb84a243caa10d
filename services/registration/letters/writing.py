"""The words of letters: templates by kind and language, and the text as HTML."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, nodes
from markupsafe import Markup, escape

LINK = "[[sign-in link]]"

ROOM = Path(__file__).parent / "templates"

# What is written is a text: nothing is escaped before it becomes HTML.
_TEXTS = Environment(
    loader=FileSystemLoader(ROOM),
    undefined=StrictUndefined,
    trim_blocks=True,
    autoescape=False,  # noqa: S701 -- texts are escaped where they become HTML
)
_PAGES = Environment(loader=FileSystemLoader(ROOM), autoescape=True)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")


def written(kind: str, language: str, **known: Any) -> tuple[str, str]:
    """Return subject and text of a letter; the template's first line is the subject."""
    text = _template(kind, language).render(link=LINK, **known)
    subject, _, body = text.partition("\n")
    return " ".join(subject.split())[:200], re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def filled(subject: str, text: str, **known: Any) -> tuple[str, str]:
    """Return subject and text of a letter in an organiser's own words."""
    line, body = (_TEXTS.from_string(words).render(**{"link": LINK, **known}) for words in (subject, text))
    return " ".join(line.split())[:200], re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"


def default_words(kind: str, language: str) -> tuple[str, str]:
    """Return subject and text as templates, as they come with the product."""
    source = (ROOM / f"{kind}.{language}.txt").read_text(encoding="utf-8")
    subject, _, text = source.partition("\n")
    return subject, text.strip()


def parsed(words: str) -> nodes.Template:
    """Return what the words are made of; TemplateSyntaxError where they are no template."""
    return _TEXTS.parse(words)


def names_in(words: str) -> frozenset[str]:
    """Return the names that the words are filled in with."""
    return frozenset(meta.find_undeclared_variables(_TEXTS.parse(words)))


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
