"""A service as a program of its own, with a database that is dropped after it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from pymongo.database import Database

from infra.local.stack import Stack
from services.chassis.storage import open_database
from tests.support.process import Program


@contextmanager
def running(service: str, stack: Stack, *, log: Path, **settings: str) -> Iterator[Program]:
    """Run a service on the stack's broker and database; `database` of the program is its name there.

    `settings` are added to its environment. It is ready when the block begins.
    """
    prefix = f"t{uuid4().hex[:8]}_"
    addresses = {"AMQP_URI": stack.amqp_uri, "MONGODB_URI": stack.mongodb_uri}
    told = {"DARKHORSE_DATABASE_PREFIX": prefix, "PYTHONPATH": os.getcwd(), **settings}
    environment = {**os.environ, **addresses, **told}
    program = Program.service(f"services.{service}.service:SERVICE", environment=environment, log=log)
    program.database = f"{prefix}{service}"
    try:
        yield program.wait_ready()
    finally:
        program.stop()
        with database_of(program, stack) as database:
            database.client.drop_database(program.database)


@contextmanager
def database_of(program: Program, stack: Stack) -> Iterator[Database[dict[str, Any]]]:
    """Lend the database of a service that runs, or ran."""
    database = open_database(stack.mongodb_uri, program.database)
    try:
        yield database
    finally:
        database.client.close()


def forget(database: Database[dict[str, Any]]) -> None:
    """Leave a database as it is when its service has started for the first time."""
    for name in database.list_collection_names():
        database[name].delete_many({})
