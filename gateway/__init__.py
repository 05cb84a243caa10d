"""Pages and API: the only processes that phones and laptops talk to."""

import os
import tempfile
import warnings
from pathlib import Path

# nameko's client comes with eventlet, which is not used here.
warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")


def share_metrics() -> None:
    """Let the workers of one gunicorn count together; to be called before a metric is made."""
    if os.environ.get("SERVER_SOFTWARE", "").startswith("gunicorn/"):
        folder = Path(tempfile.gettempdir()) / f"darkhorse-metrics-{os.getppid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(folder))


share_metrics()
