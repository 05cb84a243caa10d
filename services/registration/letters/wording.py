"""An organiser's own words: which may stand in braces, how they are kept, and how they would read.

They are Jinja templates of which only names and conditions are allowed: nothing that repeats, calls or
reaches into anything, so that no words can hold up the sender or read what is not theirs.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from services.chassis.messaging import Asked
from services.registration.letters.domain.letter import SIGN_IN_LINK
from services.registration.letters.domain.refusals import WordingWrong
from services.registration.letters.domain.wording import Wording, wording_id
from services.registration.letters.writing import body_of, default_words, filled, names_in, parsed
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

ALWAYS = frozenset({"edition", "host", "name"})
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const),
    *(nodes.If, nodes.Compare, nodes.Operand, nodes.Not, nodes.And, nodes.Or),
)
SAMPLE = {
    **{"name": "Ada Lin", "company": "Kiko", "role": "founder", "place": 3},
    **{"decision": "eligible", "reason": "", "link": "[[sign-in link]]"},
    **{"open": 3, "assigned": 12, "note": "", "investor": "Lena Costa", "firm": "Costa Ventures"},
    **{"number": 2, "receipt": "0123-4567-89AB-CDEF/2", "when": "2026-11-23 12:00 UTC"},
    **{"where": "Hall 2", "zone": "UTC", "cancelled": ""},
    "meetings": "2026-11-23 14:20–14:35 · 2 · Kiko\n2026-11-23 14:40–14:55 · 2 · Dark Pay",
}


def set_wording(command: Asked, store: RegistrationStore) -> Answer:
    """Take the organiser's words for a kind of letter; empty ones bring back those of the product."""
    wording = wording_of(command.data, store)
    if command.data["subject"] or command.data["text"]:
        check_words(command.data)
    if wording.set(**{name: command.data[name] for name in ("seen", "subject", "text")}):
        store.wordings.save(wording)
    return _told(wording, store)


def get_wording(query: Asked, store: RegistrationStore) -> Answer:
    """Answer GetWording."""
    return _told(wording_of(query.data, store), store)


def preview_wording(query: Asked, store: RegistrationStore) -> Answer:
    """Answer PreviewWording; WordingWrong where the words cannot be filled in."""
    check_words(query.data)
    edition = store.editions.get(query.data["edition_id"])
    sample = {"edition": edition.name, "host": edition.host, "stage": edition.first.stage.name, **SAMPLE}
    subject, text = filled(query.data["subject"], query.data["text"], **sample)
    return {"subject": subject, "text": text, "html": str(body_of(text))}


def wording_of(data: Mapping[str, Any], store: RegistrationStore) -> Wording:
    """Return the words of a kind in a language; NotFound where there is no such edition."""
    store.editions.get(data["edition_id"])
    id = wording_id(data["edition_id"], data["kind"], data["language"])
    wording: Wording | None = store.wordings.find(id)
    return wording or Wording(id, data["edition_id"], data["kind"], data["language"])


def check_words(data: Mapping[str, Any]) -> None:
    """Return when the words can be filled in for every letter of the kind; WordingWrong otherwise."""
    may = may_stand(data["kind"], data["language"])
    for field in ("subject", "text"):
        if not data[field].strip():
            raise _wrong(field, "", "not empty")
        try:
            tree = parsed(data[field])
        except TemplateSyntaxError as error:
            raise _wrong(field, f"line {error.lineno}: {error.message}", "names in {{ braces }}") from error
        except RecursionError as error:
            raise _wrong(field, "too many braces within braces", "a few") from error
        strange = next((node for node in _all(tree) if not isinstance(node, ALLOWED)), None)
        if strange is not None:
            what = f"line {strange.lineno}: {type(strange).__name__}"
            raise _wrong(field, what, "names in {{ braces }}, and {% if name == 'word' %}")
        unknown = sorted(names_in(data[field]) - may)
        if unknown:
            raise _wrong(field, ", ".join(unknown), ", ".join(sorted(may)))
    if data["kind"] == SIGN_IN_LINK and "link" not in names_in(data["text"]):
        raise _wrong("text", "no {{ link }}", "{{ link }} on a line of its own")


def may_stand(kind: str, language: str) -> frozenset[str]:
    """Return the names that are known when a letter of the kind is written."""
    return ALWAYS | names_in("\n".join(default_words(kind, language)))


def _told(wording: Wording, store: RegistrationStore) -> Answer:
    default = default_words(wording.kind, wording.language)
    subject, text = (wording.subject, wording.text) if wording.own else default
    return {
        "edition_id": wording.edition_id,
        "kind": wording.kind,
        "language": wording.language,
        "own": wording.own,
        "subject": subject,
        "text": text,
        "names": sorted(may_stand(wording.kind, wording.language)),
        "version": wording.version,
    }


def _all(tree: nodes.Node) -> list[nodes.Node]:
    return [tree, *(found for child in tree.iter_child_nodes() for found in _all(child))]


def _wrong(field: str, came: str, allowed: str) -> WordingWrong:
    return WordingWrong("the words cannot be filled in", errors={field: {"came": came, "allowed": allowed}})
