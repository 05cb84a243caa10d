"""The call for entries of an edition: when founders may register, and what they are asked."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from schemas.refusal import Invalid
from services.registration.applications.domain.form import CHOICE, CITY, DEFAULT_FORM, FormField, check_form
from services.registration.applications.domain.refusals import (
    CallChanged,
    CallClosed,
    CallNotOpen,
    ExtensionUnknown,
    ExtensionUsed,
)
from services.registration.domain.fact import Fact

PLANNED, OPEN, GRACE, CLOSED = "planned", "open", "grace", "closed"


@dataclass(frozen=True, slots=True)
class Extension:
    """Lets one entrant submit until a later moment, whoever uses its code first."""

    code: str
    until: datetime
    note: str = ""
    used_by: str | None = None


@dataclass(slots=True)
class Call:
    """`id` is the edition's. Without `opens_at` founders cannot register by themselves.

    What arrives within `grace_minutes` of `closes_at` is taken. With `open_links` whoever registers gets
    a sign-in link on the page at once, otherwise by letter alone. `removed` are fields that are asked no
    more and have answers.
    """

    id: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    grace_minutes: int = 0
    open_links: bool = False
    fields: tuple[FormField, ...] = DEFAULT_FORM
    removed: tuple[FormField, ...] = ()
    extensions: tuple[Extension, ...] = ()
    version: int = 0
    facts: list[Fact] = field(default_factory=list)

    def unchanged_since(self, seen: int) -> None:
        """Return when nobody changed it since that version; CallChanged otherwise."""
        if seen != self.version:
            raise CallChanged("somebody else changed this meanwhile", errors={"version": self.version})

    def set_times(
        self, *, opens_at: datetime | None, closes_at: datetime | None, grace_minutes: int, open_links: bool
    ) -> None:
        """Say from when until when founders may submit; Invalid when it would end before it begins."""
        if closes_at is not None and (opens_at is None or closes_at <= opens_at):
            allowed = "a moment after the opening"
            errors = {"closes_at": {"came": closes_at.isoformat(), "allowed": allowed}}
            raise Invalid("registration would end before it begins", errors=errors)
        self.opens_at, self.closes_at = opens_at, closes_at
        self.grace_minutes, self.open_links = grace_minutes, open_links

    def ask(self, fields: Iterable[FormField], *, answered: Iterable[str]) -> None:
        """Ask these from now on; what was asked, is no more, and is in `answered`, stays readable.

        Raises FormWrong.
        """
        fields = tuple(fields)
        check_form(fields)
        here, kept = {f.field_id for f in fields}, set(answered)
        before = {f.field_id: f for f in (*self.removed, *self.fields)}
        self.removed = tuple(f for id, f in before.items() if id not in here and id in kept)
        self.fields = fields

    def asked_in(self, cities: Iterable[str]) -> "Call":
        """Return the call as founders of an edition meet it: where it lists cities, they choose one."""
        offered = tuple(cities)
        if not offered:
            return self
        fields = (
            replace(f, kind=CHOICE, choices=offered, lowest="", highest="") if f.field_id == CITY else f
            for f in self.fields
        )
        return replace(self, fields=tuple(fields))

    def extend(self, extension: Extension) -> None:
        """Make an extension; nothing happens when its code is there."""
        if all(known.code != extension.code for known in self.extensions):
            self.extensions = (*self.extensions, extension)

    def use_extension(self, code: str, *, by: str) -> Extension:
        """Let an entrant have the extension of that code; ExtensionUnknown or ExtensionUsed otherwise."""
        wanted = plain(code)
        found = next((known for known in self.extensions if plain(known.code) == wanted), None)
        if found is None:
            raise ExtensionUnknown("no extension has this code")
        if found.used_by not in (None, by):
            raise ExtensionUsed("another entrant used this code; each is for one")
        used = replace(found, used_by=by)
        self.extensions = tuple(used if known is found else known for known in self.extensions)
        return used

    def ends_at(self, extended_until: datetime | None) -> datetime | None:
        """Return the deadline of an entrant, as it is told; None where there is none."""
        if self.closes_at is None or extended_until is None:
            return self.closes_at
        return max(self.closes_at, extended_until)

    def state(self, *, now: datetime, extended_until: datetime | None = None) -> str:
        """Return planned, open, grace or closed, for an entrant with or without an extension."""
        if self.opens_at is None or now < self.opens_at:
            return PLANNED
        ends_at = self.ends_at(extended_until)
        if ends_at is None or now < ends_at:
            return OPEN
        return GRACE if now < ends_at + timedelta(minutes=self.grace_minutes) else CLOSED

    def takes(self, *, now: datetime, extended_until: datetime | None = None) -> None:
        """Return when founders may submit; CallNotOpen or CallClosed otherwise."""
        state = self.state(now=now, extended_until=extended_until)
        if state == PLANNED:
            opens = {"opens_at": self.opens_at.isoformat()} if self.opens_at else {}
            raise CallNotOpen("registration is not open", errors=opens)
        if state == CLOSED:
            ends_at = self.ends_at(extended_until)
            errors = {"closes_at": ends_at.isoformat()} if ends_at else {}
            raise CallClosed("the deadline for submissions has passed", errors=errors)

    def as_dict(self, *, now: datetime) -> dict[str, Any]:
        """Return the call as everybody may see it, without its codes."""
        return {
            "edition_id": self.id,
            "version": self.version,
            "state": self.state(now=now),
            "opens_at": self.opens_at and self.opens_at.isoformat(),
            "closes_at": self.closes_at and self.closes_at.isoformat(),
            "grace_minutes": self.grace_minutes,
            "open_links": self.open_links,
            "form": [f.as_dict() for f in self.fields],
            "removed": [f.as_dict() for f in self.removed],
            "now": now.isoformat(),
        }

    def extensions_told(self) -> list[dict[str, Any]]:
        """Return the extensions as organisers see them, newest first."""
        return [{**asdict(e), "until": e.until.isoformat()} for e in reversed(self.extensions)]


def plain(code: str) -> str:
    """Return a code as it is compared: without dashes, spaces and case."""
    return "".join(c for c in code.upper() if c.isalnum())
