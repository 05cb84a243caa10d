"""How large a contest is played."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`entries` and `investors` None are all there are; `active` is how many investors answer.

    `tickets` are those of the audience.
    """

    entries: int | None
    judges: int
    commitment: int
    quota: int
    panel: int
    investors: int | None
    active: int
    tickets: int


SIZES = {
    "full": Size(
        entries=None, judges=40, commitment=40, quota=12, panel=9, investors=None, active=12, tickets=2_000
    ),
    "small": Size(entries=30, judges=8, commitment=13, quota=6, panel=5, investors=10, active=4, tickets=200),
}
