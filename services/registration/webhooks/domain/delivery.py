"""One message to one endpoint, from when it is written until it was taken or given up."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.registration.domain.fact import Fact

WAITING, DELIVERED, FAILED = "waiting", "delivered", "failed"
STATES = (WAITING, DELIVERED, FAILED)

# After the last of them, a day after the first try, it has failed.
PAUSES = (
    *(timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=hours) for hours in (2, 5, 8, 8)),
)
# A sender that was killed is taken for dead after this: its message is then sent again.
LEASE = timedelta(minutes=2)
KEPT_ATTEMPTS = 12
KEPT_ANSWER = 1_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came back: a status, or None and `why`."""

    at: str
    status: int | None
    answer: str
    why: str
    milliseconds: int


@dataclass(slots=True)
class Delivery:
    """`id` is the `webhook-id`, the same in each attempt, by which a receiver knows what it has.

    `about` is the entry that it tells of, where it tells of one.
    """

    id: str
    endpoint_id: str
    edition_id: str
    kind: str
    body: str
    created_at: datetime
    state: str = WAITING
    tries: int = 0
    next_at: datetime | None = None
    attempts: tuple[Attempt, ...] = ()
    about: str = ""
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def begin(self, *, now: datetime) -> None:
        """Note that it is being sent, so that nobody else does until the lease is over."""
        self.tries += 1
        self.next_at = now + LEASE

    def note(self, attempt: Attempt, *, now: datetime) -> None:
        """Note what came back, and when it is tried again where it was not taken."""
        self.attempts = (*self.attempts, attempt)[-KEPT_ATTEMPTS:]
        if attempt.status is not None and 200 <= attempt.status < 300:
            self.state, self.next_at = DELIVERED, None
        elif self.tries > len(PAUSES):
            self.give_up()
        else:
            self.next_at = now + PAUSES[self.tries - 1]

    def give_up(self) -> None:
        """Try no more."""
        self.state, self.next_at = FAILED, None

    def again(self, *, now: datetime) -> None:
        """Send it once more, under its old id, with all its tries before it."""
        self.state, self.tries, self.next_at = WAITING, 0, now

    def as_dict(self) -> dict[str, Any]:
        """Return the delivery as organisers see it, without its body."""
        last = self.attempts[-1] if self.attempts else None
        return {
            "delivery_id": self.id,
            "endpoint_id": self.endpoint_id,
            "kind": self.kind,
            "state": self.state,
            "created_at": self.created_at.isoformat(),
            "next_at": self.next_at and self.next_at.isoformat(),
            "tries": len(self.attempts),
            "status": last.status if last else None,
            "why": last.why if last else "",
        }

    def in_full(self) -> dict[str, Any]:
        """Return the delivery with its body and every attempt that is kept."""
        return {**self.as_dict(), "body": self.body, "attempts": [asdict(each) for each in self.attempts]}
