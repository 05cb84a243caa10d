"""What founders are asked, in words, and what they typed."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

LABELS = {
    "company": lazy_gettext("Company"),
    "website": lazy_gettext("Website"),
    "description": lazy_gettext("What it does"),
    "categories": lazy_gettext("Fields of business, separated by commas"),
    "language": lazy_gettext("Language of the pitch"),
    "founded_year": lazy_gettext("Year of founding"),
    "city": lazy_gettext("City"),
    "country": lazy_gettext("Country"),
    "video": lazy_gettext("Video"),
    "repository": lazy_gettext("Repository"),
}
KINDS = {
    "text": lazy_gettext("A line of text"),
    "long_text": lazy_gettext("A longer text"),
    "number": lazy_gettext("A number"),
    "choice": lazy_gettext("A choice"),
    "yes_no": lazy_gettext("Yes or no"),
    "money": lazy_gettext("An amount of money"),
    "date": lazy_gettext("A date"),
    "link": lazy_gettext("A link"),
    "file": lazy_gettext("A file"),
}
PROBLEMS = {
    "missing": lazy_gettext("An answer is needed."),
    "too_long": lazy_gettext("At most %(limit)s characters."),
    "too_short": lazy_gettext("At least %(limit)s characters."),
    "not_a_number": lazy_gettext("A number is needed, such as 1200 or 2.5."),
    "too_small": lazy_gettext("At least %(limit)s."),
    "too_large": lazy_gettext("At most %(limit)s."),
    "not_offered": lazy_gettext("Choose one of the answers."),
    "not_an_amount": lazy_gettext("An amount is needed, such as 250000, in one of the currencies."),
    "not_a_date": lazy_gettext("A date is needed, such as 2026-12-31."),
    "too_early": lazy_gettext("A date from %(limit)s on."),
    "too_late": lazy_gettext("A date up to %(limit)s."),
    "not_a_link": lazy_gettext("An address is needed that begins with https:// or http://"),
    "ineligible": lazy_gettext("With this answer the entry cannot take part: %(limit)s"),
}
YES_NO = {"yes": lazy_gettext("Yes"), "no": lazy_gettext("No")}


def label_of(field: Mapping[str, Any]) -> str:
    """Return how a question is called: as the organiser calls it, else by the known words for its id."""
    id = field["field_id"]
    return str(field["label"] or LABELS.get(id, id))


def kind_of(kind: str) -> str:
    """Return a kind of question in words."""
    return str(KINDS[kind])


def answer_of(field: Mapping[str, Any] | None, text: str) -> str:
    """Return an answer as it is read."""
    return str(YES_NO.get(text, text)) if field and field["kind"] == "yes_no" else text


def problem_of(told: Mapping[str, Any]) -> str:
    """Return what is wrong with an answer."""
    text = PROBLEMS.get(told.get("problem", ""))
    return str(text) % {"limit": told["limit"]} if text else gettext("Something in the form does not fit.")


def typed(form: Mapping[str, str], fields: list[dict[str, Any]]) -> dict[str, str]:
    """Return the answers of a form by field, as they were typed."""
    found = {}
    for field in fields:
        id = field["field_id"]
        if field["kind"] == "file":
            continue  # it is attached, not typed
        if f"answer.{id}" not in form and field["kind"] not in ("choice", "yes_no"):
            continue
        text = form.get(f"answer.{id}", "").replace("\r\n", "\n")
        if field["kind"] == "money" and text.strip():
            currency = form.get(f"currency.{id}") or (field["choices"][0] if field["choices"] else "")
            text = f"{text.strip()} {currency}"
        found[id] = text
    return found


def changed(form: Mapping[str, str], fields: list[dict[str, Any]]) -> dict[str, str]:
    """Return those answers that are not as the page had shown them."""
    return {
        id: text
        for id, text in typed(form, fields).items()
        if text != form.get(f"was.{id}", "").replace("\r\n", "\n")
    }
