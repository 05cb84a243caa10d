"""What a gateway process is told by its environment. Read once, where the process is wired."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


class SettingMissing(SystemExit):
    """A setting without which the process cannot run is not in the environment."""


@dataclass(frozen=True)
class Settings:
    """`state_dir` may hold what outlives a worker; `threads` is how many requests one serves at once.

    `proxies` is how many proxies of ours stand before the gateway: what they say of where a request
    came from is believed, and nobody else.
    """

    amqp_uri: str
    public_url: str
    live_url: str
    log_level: str
    state_dir: Path
    threads: int = 16
    log_requests: bool = False
    proxies: int = 0

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the settings; SettingMissing names the variable that is not there."""
        amqp_uri = os.environ.get("AMQP_URI")
        if not amqp_uri:
            raise SettingMissing(
                "AMQP_URI is not set; `make run` sets it, or export it before starting this process"
            )
        return cls(
            amqp_uri=amqp_uri,
            public_url=os.environ.get("DARKHORSE_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
            live_url=os.environ.get("DARKHORSE_LIVE_URL", "http://127.0.0.1:8001").rstrip("/"),
            log_level=os.environ.get("DARKHORSE_LOG_LEVEL", "INFO"),
            state_dir=Path(os.environ.get("DARKHORSE_RUN_DIR") or tempfile.gettempdir()),
            threads=int(os.environ.get("DARKHORSE_THREADS", "16")),
            proxies=int(os.environ.get("DARKHORSE_PROXIES", "0")),
            log_requests=os.environ.get("DARKHORSE_LOG_REQUESTS", "") == "1",
        )

    @property
    def secure(self) -> bool:
        """Whether people reach the gateway by https, so that cookies may be kept to it."""
        return self.public_url.startswith("https://")
