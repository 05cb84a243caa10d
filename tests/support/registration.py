"""Registration as a program of its own, with a database that is dropped after it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from infra.local.stack import Stack
from services.chassis.storage import open_database
from tests.support.process import Program

SERVICE = "services.registration.service:SERVICE"


@contextmanager
def registration(stack: Stack, *, log: Path) -> Iterator[Program]:
    """Run registration on the stack's broker and database; `database` of the program is its name there."""
    prefix = f"t{uuid4().hex[:8]}_"
    addresses = {"AMQP_URI": stack.amqp_uri, "MONGODB_URI": stack.mongodb_uri}
    environment = {**os.environ, **addresses, "DARKHORSE_DATABASE_PREFIX": prefix, "PYTHONPATH": os.getcwd()}
    program = Program.service(SERVICE, environment=environment, log=log)
    program.database = f"{prefix}registration"
    yield program.wait_ready()
    program.stop()
    database = open_database(stack.mongodb_uri, program.database)
    database.client.drop_database(program.database)
    database.client.close()
