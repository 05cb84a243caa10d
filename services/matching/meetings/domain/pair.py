"""An investor and a startup who may meet."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5


def meeting_id(edition_id: str, investor_id: str, entry_id: str) -> str:
    """Return the one id that a meeting of the two has in the edition."""
    return f"m-{uuid5(NAMESPACE_URL, f'{edition_id}/{investor_id}/{entry_id}').hex[:24]}"


@dataclass(frozen=True, slots=True)
class Pair:
    """`id` is their meeting's. It is a `wish` where only the investor asked for it so far."""

    id: str
    investor_id: str
    entry_id: str
    wish: bool = False

    @property
    def sides(self) -> tuple[str, str]:
        """The investor's id and the entry's."""
        return self.investor_id, self.entry_id


def by_lot(pairs: list[Pair], *, seed: int) -> list[Pair]:
    """Return the pairs in an order that the seed draws, the same on every machine."""
    return sorted(pairs, key=lambda pair: sha256(f"{seed}/{pair.id}".encode()).digest())
