"""How gunicorn serves the gateway: `gunicorn --config python:gateway.serving`."""

import gc
import os
import shutil
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

wsgi_app = "gateway.app:create_app()"
worker_class = "gthread"
workers = 2
threads = 16
keepalive = 75


def on_starting(server: Any) -> None:
    """Import the gateway once, for all workers: what they only read they share.

    Nothing is made of it here: connections and threads do not outlive a fork, each worker has its own.
    """
    share_metrics()
    import_module("gateway.app")
    # Marked as lasting, so that no worker's collector writes to the shared pages.
    gc.collect()
    gc.freeze()


def on_exit(server: Any) -> None:
    """Throw away what the workers counted."""
    shutil.rmtree(_counts(), ignore_errors=True)


def share_metrics() -> None:
    """Let the workers count together; to be called before a metric is made."""
    _counts().mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(_counts()))


def _counts() -> Path:
    return Path(tempfile.gettempdir()) / f"darkhorse-metrics-{os.getpid()}"
