"""The ticket size of the thesis against the startup's last disclosed round.

A round within the ticket size is a full match. A larger one is a lesser match as long as the
largest ticket is at least a tenth of it: rounds are shared. A smaller one is none.
"""

from decimal import Decimal

from services.matching.domain.criteria.criterion import FULL, Criterion, Reason
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis
from services.matching.domain.wording import dollars

SHARED = 60
SHARES = 10


def _asked(thesis: Thesis) -> bool:
    return thesis.ticket_lowest is not None or thesis.ticket_highest is not None


def _strength(thesis: Thesis, startup: Startup) -> int:
    amount = startup.last_round
    if amount is None or (thesis.ticket_lowest is not None and amount < thesis.ticket_lowest):
        return 0
    if _within(thesis, amount):
        return FULL
    return SHARED if amount <= SHARES * (thesis.ticket_highest or 0) else 0


def _within(thesis: Thesis, amount: Decimal) -> bool:
    return thesis.ticket_highest is None or amount <= thesis.ticket_highest


def _reason(thesis: Thesis, startup: Startup) -> Reason:
    amount = startup.last_round
    assert amount is not None  # noqa: S101 -- a reason is asked only where there is a match
    values = {
        "last_round_usd": str(amount),
        "ticket_lowest_usd": _number(thesis.ticket_lowest),
        "ticket_highest_usd": _number(thesis.ticket_highest),
    }
    last = f"Its last disclosed round is {dollars(amount)}"
    if _within(thesis, amount):
        return Reason("ticket", f"{last}, within your ticket size of {_range(thesis)}.", values)
    highest = thesis.ticket_highest or Decimal(0)
    percent = int(100 * highest / amount)
    text = f"{last}; your largest ticket, {dollars(highest)}, is {percent}% of it."
    return Reason("ticket_share", text, {**values, "percent": percent})


def _range(thesis: Thesis) -> str:
    lowest, highest = thesis.ticket_lowest, thesis.ticket_highest
    if lowest is None:
        return f"up to {dollars(highest or Decimal(0))}"
    return f"{dollars(lowest)} or more" if highest is None else f"{dollars(lowest)} to {dollars(highest)}"


def _number(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


TICKET = Criterion(15, asked=_asked, strength=_strength, reason=_reason)
