"""What a place in a stage earns."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.registration.domain.fields import Fields, Problems

KINDS = ("money", "grant", "in_kind", "title")
AWARD_FIELDS = ("award_id", "name", "stage_id", "place", "kind", "money", "currency", "value", "sponsor")
CURRENCY_LETTERS = 3
MONEY_LIMIT = Decimal("1000000000000000")


@dataclass(frozen=True, slots=True)
class Award:
    """`money` is an amount in `currency`, None where the award has none.

    `value` says in words what is given in kind, `sponsor` who gives it.
    """

    award_id: str
    name: str
    stage_id: str
    place: int
    money: Decimal | None
    currency: str
    kind: str = "money"
    value: str = ""
    sponsor: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the award as it travels, the amount as text."""
        return {
            "award_id": self.award_id,
            "name": self.name,
            "stage_id": self.stage_id,
            "place": self.place,
            "kind": self.kind,
            "money": None if self.money is None else str(self.money),
            "currency": self.currency,
            "value": self.value,
            "sponsor": self.sponsor,
        }


def read_award(fields: Fields) -> Award:
    """Return the award that the fields describe."""
    return Award(
        award_id=fields.identifier("award_id"),
        name=fields.text("name"),
        stage_id=fields.identifier("stage_id"),
        place=fields.whole("place", lowest=1, highest=100_000),
        money=fields.decimal("money", limit=MONEY_LIMIT) if fields.has("money") else None,
        currency=fields.text("currency", limit=CURRENCY_LETTERS, default=""),
        kind=fields.choice("kind", KINDS, default="money" if fields.has("money") else "title"),
        value=fields.text("value", default=""),
        sponsor=fields.text("sponsor", default=""),
    )


def check_award(award: Award, problems: Problems, *, path: str, stage_ids: Collection[str]) -> None:
    """Note a stage that is not there, and money that cannot be paid."""
    problems.unless(award.stage_id in stage_ids, f"{path}.stage_id", award.stage_id, ", ".join(stage_ids))
    if award.kind == "in_kind":
        problems.unless(
            award.value != "", f"{path}.value", award.value, "what is given, for an award in kind"
        )
    if award.money is None:
        needed = award.kind in ("money", "grant")
        problems.unless(not needed, f"{path}.money", None, f"an amount, for an award of kind {award.kind}")
        return
    problems.unless(
        0 < award.money <= MONEY_LIMIT, f"{path}.money", str(award.money), f"more than 0, to {MONEY_LIMIT}"
    )
    problems.unless(
        len(award.currency) == CURRENCY_LETTERS and award.currency.isupper(),
        f"{path}.currency",
        award.currency,
        "three capital letters, such as CNY, where there is money",
    )
