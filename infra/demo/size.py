"""How large a contest is played."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`entries` and `investors` None are all there are; `active` is how many investors answer.

    `tickets` are those of the audience. `heat_quota` go on to the city heats, each of which has
    `heat_panel` judges, and `quota` to the final.
    """

    entries: int | None
    judges: int
    commitment: int
    quota: int
    panel: int
    investors: int | None
    active: int
    tickets: int
    heat_quota: int
    heat_panel: int


SIZES = {
    "full": Size(
        entries=None,
        judges=40,
        commitment=40,
        quota=12,
        panel=9,
        investors=None,
        active=12,
        tickets=2_000,
        heat_quota=36,
        heat_panel=5,
    ),
    "small": Size(
        entries=30,
        judges=8,
        commitment=13,
        quota=6,
        panel=5,
        investors=10,
        active=4,
        tickets=200,
        heat_quota=12,
        heat_panel=2,
    ),
}
