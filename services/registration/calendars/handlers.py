"""Making a calendar's address, revoking it, and finding whose it is."""

from collections.abc import Callable
from typing import Any

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.registration.calendars.domain.feed import CalendarFeed
from services.registration.domain.people import digest_of
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]


def renew_calendar(command: Asked, store: RegistrationStore, *, new_token: Callable[[], str]) -> Answer:
    """Give the person a new address; the one before is worth nothing any more."""
    feed, token = _feed(str(command.by), store), new_token()
    feed.renew(token, now=command.now)
    store.feeds.save(feed)
    return {**feed.as_dict(), "token": token}


def revoke_calendar(command: Asked, store: RegistrationStore) -> Answer:
    """Make the person's address worthless; again changes nothing."""
    feed = _feed(str(command.by), store)
    if feed.revoke():
        store.feeds.save(feed)
    return feed.as_dict()


def get_calendar(query: Asked, store: RegistrationStore) -> Answer:
    """Answer GetCalendar."""
    return _feed(str(query.by), store).as_dict()


def whose_calendar(query: Asked, store: RegistrationStore) -> Answer:
    """Answer WhoseCalendar."""
    wanted = {"state.digest": digest_of(query.data["token"])}
    feed = next(store.feeds.select(wanted, limit=1), None)
    person = store.people.find(feed.id) if feed else None
    if person is None:
        raise NotFound("there is no such calendar; its address was revoked or replaced")
    names = ("role", "edition_id", "subject_id")
    grants = [{name: getattr(grant, name) for name in names} for grant in person.grants]
    return {"person_id": person.id, "name": person.name, "grants": grants}


def _feed(person_id: str, store: RegistrationStore) -> CalendarFeed:
    store.people.get(person_id)
    feed: CalendarFeed | None = store.feeds.find(person_id)
    return feed or CalendarFeed(person_id)
