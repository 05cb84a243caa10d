"""Where the parts of a stack are."""

import os
from collections.abc import Mapping
from pathlib import Path

from infra.local.broker import broker_uri
from infra.local.credentials import settle_credentials, settle_setup_token
from infra.local.database import database_uri
from infra.local.folder import RunFolder
from infra.local.ports import read_ports


class Addresses:
    """Where things are: known once a stack has been started from the folder for the first time."""

    def __init__(self, folder: RunFolder, *, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = dict(environment)
        self._ports = read_ports(folder.ports)

    @property
    def own_broker(self) -> bool:
        """Whether the broker is the stack's own; not so where AMQP_URI is set."""
        return not os.environ.get("AMQP_URI")

    @property
    def own_database(self) -> bool:
        """Whether the database is the stack's own; not so where MONGODB_URI is set."""
        return not os.environ.get("MONGODB_URI")

    @property
    def run_dir(self) -> Path:
        """The folder that holds all the stack writes."""
        return self._folder.root

    @property
    def log_dir(self) -> Path:
        """The folder with one log per program, and the supervisor's own."""
        return self._folder.logs

    @property
    def amqp_uri(self) -> str:
        """Where the broker is, with user and password."""
        return os.environ.get("AMQP_URI") or broker_uri(
            settle_credentials(self._folder.credentials), self._ports
        )

    @property
    def mongodb_uri(self) -> str:
        """Where the database is."""
        return os.environ.get("MONGODB_URI") or database_uri(self._ports)

    @property
    def gateway_url(self) -> str:
        """Where the pages and the API are, without a closing slash."""
        return self.health_url("gateway")

    @property
    def live_url(self) -> str:
        """Where the live streams are, without a closing slash."""
        return self.health_url("live")

    @property
    def public_url(self) -> str:
        """What people type: the gateway's, unless the environment says otherwise."""
        return self._environment.get("DARKHORSE_PUBLIC_URL") or self.gateway_url

    @property
    def setup_token(self) -> str:
        """The token that makes the first organiser."""
        return settle_setup_token(self._folder)

    @property
    def setup_url(self) -> str:
        """The link that makes the first organiser, on a page that asks for a name."""
        return f"{self.public_url}/sign-in?token={self.setup_token}&first=1"

    def health_url(self, program: str) -> str:
        """Return where `program` answers /healthz, /readyz and /metrics, without a closing slash."""
        return f"http://127.0.0.1:{self._ports[program]}"
