"""What tests share: one broker and one database for the whole run, a database for each test."""

import os
from uuid import uuid4

import pytest

from infra.local.stack import Stack
from schemas.routes import SERVICES
from services.chassis.storage import open_database
from tests.support.running import forget
from tests.support.waiting import until


@pytest.fixture(scope="session")
def stack(tmp_path_factory):
    """A broker and a database of the tests' own, with the topology declared and no program."""
    with Stack(tmp_path_factory.mktemp("run"), programs=()) as stack:
        yield stack


@pytest.fixture
def database_prefix(stack):
    """A prefix for the databases of one test; they are dropped after it."""
    prefix = f"t{uuid4().hex[:8]}_"
    yield prefix
    client = open_database(stack.mongodb_uri, "admin").client
    for name in client.list_database_names():
        if name.startswith(prefix):
            client.drop_database(name)
    client.close()


@pytest.fixture
def mongo(stack, database_prefix):
    """A database that is new for this test."""
    database = open_database(stack.mongodb_uri, f"{database_prefix}test")
    yield database
    database.client.close()


@pytest.fixture(scope="session")
def databases(stack):
    """A database for each service, with its indexes."""
    from tests.contract.ensemble import make_indexes  # most tests want no service

    prefix = f"t{uuid4().hex[:8]}_"
    found = {name: open_database(stack.mongodb_uri, f"{prefix}{name}") for name in SERVICES}
    make_indexes(found)
    yield found
    for database in found.values():
        database.client.drop_database(database.name)
        database.client.close()


@pytest.fixture
def ensemble(databases):
    """All services together, who remember nothing yet."""
    from tests.contract.ensemble import Ensemble

    for database in databases.values():
        forget(database)
    return Ensemble(databases)


@pytest.fixture
def environment(stack, database_prefix):
    """The environment that processes of one test run in."""
    return {
        **os.environ,
        "AMQP_URI": stack.amqp_uri,
        "MONGODB_URI": stack.mongodb_uri,
        "DARKHORSE_DATABASE_PREFIX": database_prefix,
        "PYTHONPATH": os.getcwd(),
    }


@pytest.fixture
def wait_until():
    """Wait for a condition with a limit; see tests.support.waiting."""
    return until
