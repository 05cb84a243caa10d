"""Addresses of calendars over a real database."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from schemas.refusal import NotFound
from services.chassis.messaging import Asked
from services.chassis.storage import ensure_indexes, open_database
from services.registration.calendars import handlers
from services.registration.domain.people import Grant, Person
from services.registration.repository import RegistrationStore

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOKENS = ("first-token-of-this-test", "second-token-of-this-test")


@pytest.fixture
def database(stack, database_prefix):
    database = open_database(stack.mongodb_uri, f"{database_prefix}registration")
    yield database
    database.client.close()


@pytest.fixture
def store(database):
    store = RegistrationStore(database)
    ensure_indexes(store)
    for name in ("Ada", "Ben"):
        person = Person.invited(Grant("founder", "ed-1", f"e-{name}"), name=name, email=f"{name}@x.example")
        person.id = f"p-{name}"
        store.people.save(person)
    return store


def asked(by, **data):
    return Asked(str(uuid4()), by, NOON, data)


def whose(store, token):
    return handlers.whose_calendar(asked(None, token=token), store)["name"]


def test_an_address_is_its_persons_until_it_is_replaced_or_revoked(store, database):
    for by in ("p-Ada", "p-Ben"):
        assert handlers.get_calendar(asked(by), store) == {"made_at": None}
    handlers.renew_calendar(asked("p-Ada"), store, new_token=lambda: TOKENS[0])
    assert whose(store, TOKENS[0]) == "Ada"
    handlers.renew_calendar(asked("p-Ada"), store, new_token=lambda: TOKENS[1])
    with pytest.raises(NotFound):
        whose(store, TOKENS[0])
    assert whose(store, TOKENS[1]) == "Ada"
    assert not [token for token in TOKENS if token in str(list(database["feeds"].find()))]
    assert handlers.revoke_calendar(asked("p-Ada"), store) == {"made_at": None}
    handlers.revoke_calendar(asked("p-Ada"), store)
    with pytest.raises(NotFound):
        whose(store, TOKENS[1])
