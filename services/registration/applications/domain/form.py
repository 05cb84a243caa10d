"""What an edition asks of founders, field by field."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from services.registration.applications.domain.refusals import FormWrong

TEXT, LONG_TEXT, NUMBER, CHOICE, YES_NO = "text", "long_text", "number", "choice", "yes_no"
MONEY, DATE, LINK, FILE = "money", "date", "link", "file"
KINDS = (TEXT, LONG_TEXT, NUMBER, CHOICE, YES_NO, MONEY, DATE, LINK, FILE)
YES, NO = "yes", "no"

MOST_FIELDS = 60
# A page sends them all at once.
MOST_FILES = 8
# The longest answer that a kind can have, whatever the form says.
LONGEST = {TEXT: 200, LONG_TEXT: 5_000, LINK: 500}
CURRENCY = re.compile(r"[A-Z]{3}")

COMPANY, CITY = "company", "city"


@dataclass(frozen=True, slots=True)
class FormField:
    """One question. A `label` that is empty is the known one of the field's id.

    `lowest` and `highest` are limits as text: of the length of a text, of a number or an amount, of a
    date; empty for none. `choices` are what is offered, for money the currencies. An answer that is one
    of `barred` makes the entry ineligible, for the reason `barred_reason`. The answer to a question of
    kind `file` is the SHA-256 of a file that was attached.
    """

    field_id: str
    kind: str
    label: str = ""
    help: str = ""
    required: bool = False
    lowest: str = ""
    highest: str = ""
    choices: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    barred_reason: str = ""

    @property
    def offered(self) -> tuple[str, ...]:
        """What can be chosen; empty where one writes."""
        return (YES, NO) if self.kind == YES_NO else self.choices if self.kind == CHOICE else ()

    def as_dict(self) -> dict[str, Any]:
        """Return the field as it travels."""
        lists = {"choices": list(self.choices), "barred": list(self.barred)}
        return {**asdict(self), **lists}


# Fields that become a part of the startup keep their kind; they are known by these ids.
DEFAULT_FORM = (
    FormField(COMPANY, TEXT, required=True),
    FormField("website", LINK),
    FormField("description", LONG_TEXT, required=True, highest="2000"),
    FormField("categories", TEXT),
    FormField("founded_year", NUMBER, lowest="1900", highest="2100"),
    FormField(CITY, TEXT),
    FormField("country", TEXT),
    FormField("language", TEXT),
    FormField("video", LINK),
    FormField("repository", LINK),
)
KNOWN = {field.field_id: field.kind for field in DEFAULT_FORM}


def check_form(fields: Iterable[FormField]) -> None:
    """Return when founders can be asked this; FormWrong with all that is wrong otherwise."""
    fields, errors = list(fields), dict[str, Any]()
    ids = [field.field_id for field in fields]
    if COMPANY not in ids:
        errors["form"] = {"came": ids, "allowed": f"a form with the field {COMPANY}"}
    if len(ids) != len(set(ids)) or len(ids) > MOST_FIELDS:
        errors["form"] = {"came": len(ids), "allowed": f"up to {MOST_FIELDS} fields, each id once"}
    files = [field for field in fields if field.kind == FILE]
    if len(files) > MOST_FILES:
        errors["form"] = {"came": len(files), "allowed": f"up to {MOST_FILES} questions answered with a file"}
    for n, field in enumerate(fields):
        for name, came, allowed in _flaws(field):
            errors.setdefault(f"form.{n}.{name}", {"came": came, "allowed": allowed})
    if errors:
        raise FormWrong("the form cannot be like this", errors=errors)


def _flaws(field: FormField) -> Iterable[tuple[str, Any, str]]:
    if KNOWN.get(field.field_id, field.kind) != field.kind:
        yield "kind", field.kind, f"{KNOWN[field.field_id]}, for the startup is described by it"
    if field.field_id == COMPANY and not field.required:
        yield "required", field.required, "true: an entry has a company"
    if not field.label and field.field_id not in KNOWN:
        yield "label", field.label, "1 to 200 characters"
    if field.kind == CHOICE and len(set(field.choices)) < 2:
        yield "choices", list(field.choices), "at least two, each different"
    if field.kind == MONEY and not (field.choices and all(CURRENCY.fullmatch(c) for c in field.choices)):
        yield "choices", list(field.choices), "currencies of three capital letters, such as USD"
    wrong = [answer for answer in field.barred if answer not in field.offered]
    if wrong:
        yield "barred", wrong, "answers that are offered"
    elif field.barred and len(set(field.barred)) == len(field.offered):
        yield "barred", list(field.barred), "not all answers"
    if field.barred and not field.barred_reason:
        yield "barred_reason", "", "the reason that founders are shown"
    yield from _wrong_limits(field)


def _wrong_limits(field: FormField) -> Iterable[tuple[str, Any, str]]:
    allowed = {DATE: "a date such as 2026-12-31", NUMBER: "a number", MONEY: "a number from 0"}.get(
        field.kind, f"a whole number up to {LONGEST.get(field.kind, 0)}"
    )
    read = {}
    for name in ("lowest", "highest"):
        text = getattr(field, name)
        if text:
            read[name] = limit_of(field.kind, text)
            if read[name] is None:
                yield name, text, allowed
    lowest, highest = read.get("lowest"), read.get("highest")
    if lowest is not None and highest is not None and lowest > highest:
        yield "highest", field.highest, f"at least {field.lowest}"


def limit_of(kind: str, text: str) -> Any:
    """Return a limit as it is compared with: a date, a decimal or a length; None when it is none."""
    if kind == DATE:
        return date_of(text)
    number = number_of(text)
    if number is None or kind in (NUMBER,):
        return number
    if kind == MONEY:
        return number if number >= 0 else None
    whole = number == number.to_integral_value() and 0 <= number <= LONGEST.get(kind, 0)
    return int(number) if whole else None


def number_of(text: str) -> Decimal | None:
    """Return a number as people write it, with or without separators of thousands; None when it is none."""
    plain = text.replace(",", "").replace(" ", "")
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", plain, re.ASCII):
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def date_of(text: str) -> date | None:
    """Return a date of the form 2026-12-31; None when it is none."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
