"""Founders who began and did not submit are reminded before the deadline, by the clock."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from schemas.commands.letters import FURTHEST_REMINDER
from services.registration.applications.domain.application import Application
from services.registration.applications.domain.call import Call
from services.registration.letters.domain.letter import DEADLINE_NEAR
from services.registration.letters.finding import rules_of
from services.registration.letters.handlers import Writer, people_of
from services.registration.repository import RegistrationStore

AT_ONCE = 500
FURTHEST = timedelta(hours=FURTHEST_REMINDER)


def remind_of_deadlines(store: RegistrationStore, *, now: datetime) -> None:
    """Write to the teams of drafts in calls that close soon; once for each deadline.

    A letter's id is made of the deadline, so that what a crash left half done is written once.
    """
    near = {"state.closes_at": {"$gt": now, "$lte": now + FURTHEST}}
    for call in list(store.calls.select(near)):
        rules = rules_of(call.id, store)
        if rules.reminds_of(call.closes_at, now=now):
            _remind(call, store, now=now)
            rules.reminded_of = call.closes_at
            store.letter_rules.save(rules)


def _remind(call: Call, store: RegistrationStore, *, now: datetime) -> None:
    writer = Writer(store.editions.get(call.id), store, now=now)
    closes_at = call.ends_at(None)
    assert closes_at is not None  # noqa: S101 -- only calls that close come here
    when = f"{closes_at.astimezone(ZoneInfo(writer.edition.zone)):%Y-%m-%d %H:%M} ({writer.edition.zone})"
    for drafts in _drafts(call, store):
        store.outbox.add(
            writer.write(DEADLINE_NEAR, person, cause=f"{id}.{closes_at.isoformat()}", when=when)
            for id, people in people_of((draft.id for draft in drafts), store).items()
            for person in people
        )


def _drafts(call: Call, store: RegistrationStore) -> Iterator[list[Application]]:
    """Yield the drafts that have until the deadline and no longer, some at once."""
    after = ""
    while found := store.application_index.unsubmitted(call.id, after=after, limit=AT_ONCE):
        yield [draft for draft in found if call.ends_at(draft.extended_until) == call.closes_at]
        after = found[-1].id
