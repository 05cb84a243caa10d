"""Facts as registration would tell them."""

from datetime import UTC, datetime

from schemas.envelope import Envelope, wrap
from schemas.events import EditionStarted, EntrySubmitted


def submitted(entry_id, *, version=1, **attributes):
    startup = {"startup_id": f"st-{entry_id}", "company": "Pacific Robots"}
    data = {"edition_id": "ed-1", "entry_id": entry_id, "startup": startup}
    return fact(EntrySubmitted, data, subject=entry_id, version=version, **attributes)


def started(name, subject=None):
    names = {"edition_id": "ed-1", "host": "Host", "programme": "Cup", "name": name, "zone": "Asia/Taipei"}
    return fact(EditionStarted, {**names, "stages": []}, subject=subject or f"ed-{name}")


def fact(message, data, *, subject, version=1, **attributes) -> Envelope:
    now = datetime.now(UTC)
    return wrap(message, data, subject=subject, time=now, aggregate_version=version, **attributes)
