"""Organisers say what is asked, from when until when, and who has longer."""

import secrets
from collections.abc import Callable
from typing import Any

from services.chassis.messaging import Asked
from services.registration.applications.domain.call import Extension
from services.registration.applications.finding import call_of
from services.registration.applications.repository import field_from
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]

# Without what is read as something else.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def set_call(command: Asked, store: RegistrationStore) -> Answer:
    """Say from when until when founders may submit; nothing happens when it is so already."""
    names = ("opens_at", "closes_at", "grace_minutes", "open_links")
    wanted = {name: command.data[name] for name in names}
    call = call_of(command.data["edition_id"], store)
    if wanted != {name: getattr(call, name) for name in names}:
        call.unchanged_since(command.data["seen"])
        call.set_times(**wanted)
        store.calls.save(call)
    return call.as_dict(now=command.now)


def set_form(command: Asked, store: RegistrationStore) -> Answer:
    """Ask these fields from now on; nothing happens when they are asked already."""
    fields = tuple(field_from(values) for values in command.data["form"])
    call = call_of(command.data["edition_id"], store)
    if fields != call.fields:
        call.unchanged_since(command.data["seen"])
        call.ask(fields, answered=store.application_index.answered(call.id))
        store.calls.save(call)
    return call.as_dict(now=command.now)


def add_extension(command: Asked, store: RegistrationStore, *, new_code: Callable[[], str]) -> Answer:
    """Make a code by which one entrant may submit until a later moment."""
    call = call_of(command.data["edition_id"], store)
    call.extend(Extension(new_code(), command.data["until"], note=command.data["note"]))
    store.calls.save(call)
    return {"extensions": call.extensions_told()}


def new_code() -> str:
    """Return a code of eight letters and digits that can be told by telephone."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
