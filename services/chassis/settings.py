"""What a process is told by its environment. Read once, where the process is wired."""

import os
from dataclasses import dataclass


class SettingMissing(SystemExit):
    """A setting without which the process cannot run is not in the environment."""


@dataclass(frozen=True)
class Settings:
    """`health_port` 0 means that no health server is wanted; `longest_backoff` is the longest time,
    in seconds, that a message which failed waits before it comes again."""

    amqp_uri: str
    mongodb_uri: str
    health_port: int
    database_prefix: str
    log_level: str
    longest_backoff: float

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the settings; SettingMissing names the variable that is not there."""
        return cls(
            amqp_uri=required("AMQP_URI"),
            mongodb_uri=required("MONGODB_URI"),
            health_port=int(os.environ.get("DARKHORSE_HEALTH_PORT", "0")),
            database_prefix=os.environ.get("DARKHORSE_DATABASE_PREFIX", "darkhorse_"),
            log_level=os.environ.get("DARKHORSE_LOG_LEVEL", "INFO"),
            longest_backoff=float(os.environ.get("DARKHORSE_LONGEST_BACKOFF", "2")),
        )

    def database_name(self, service: str) -> str:
        """Return the name of the one database that `service` owns."""
        return f"{self.database_prefix}{service}"


def required(name: str) -> str:
    """Return a variable of the environment; SettingMissing names it when it is not set."""
    value = os.environ.get(name)
    if not value:
        raise SettingMissing(
            f"{name} is not set; `make run` sets it, or export it before starting this process"
        )
    return value
