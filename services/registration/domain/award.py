"""What a place in a stage earns."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.registration.domain.fields import Fields, Problems

AWARD_FIELDS = ("award_id", "name", "stage_id", "place", "money", "currency")
CURRENCY_LETTERS = 3
MONEY_LIMIT = Decimal("1000000000000000")


@dataclass(frozen=True, slots=True)
class Award:
    """`money` is an amount in `currency`, None where the award is none of money."""

    award_id: str
    name: str
    stage_id: str
    place: int
    money: Decimal | None
    currency: str

    def as_dict(self) -> dict[str, Any]:
        """Return the award as it travels, the amount as text."""
        return {
            "award_id": self.award_id,
            "name": self.name,
            "stage_id": self.stage_id,
            "place": self.place,
            "money": None if self.money is None else str(self.money),
            "currency": self.currency,
        }


def read_award(fields: Fields) -> Award:
    """Return the award that the fields describe."""
    return Award(
        award_id=fields.identifier("award_id"),
        name=fields.text("name"),
        stage_id=fields.identifier("stage_id"),
        place=fields.whole("place", lowest=1, highest=100_000),
        money=fields.decimal("money") if fields.has("money") else None,
        currency=fields.text("currency", limit=CURRENCY_LETTERS, default=""),
    )


def check_award(award: Award, problems: Problems, *, path: str, stage_ids: Collection[str]) -> None:
    """Note a stage that is not there, and money that cannot be paid."""
    problems.unless(award.stage_id in stage_ids, f"{path}.stage_id", award.stage_id, ", ".join(stage_ids))
    if award.money is None:
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
