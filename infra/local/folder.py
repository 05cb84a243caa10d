"""Where a stack keeps what it writes: one folder, nothing outside it."""

import hashlib
import os
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

# The kernel's limit on a unix socket's path is 108 bytes, with the closing zero.
_LONGEST_SOCKET = 100


class RunFolder:
    """The paths below a run folder, made when asked for by `make`."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = (root or CHECKOUT / ".run").resolve()
        self.logs = self.root / "log"
        self.broker = self.root / "broker"
        self.database = self.root / "database"
        self.temporary = self.root / "tmp"
        self.started = self.root / "started"
        self.lock = self.root / "lock"
        self.ports = self.root / "ports.json"
        self.credentials = self.root / "credentials.json"
        self.setup_token = self.root / "setup-token"
        self.supervisor_config = self.root / "supervisor.conf"
        self.supervisor_pid = self.root / "supervisor.pid"

    @property
    def socket(self) -> Path:
        """The supervisor's socket: below the run folder, or in a short private place when that is too deep."""
        path = self.root / "supervisor.sock"
        if len(os.fsencode(path)) <= _LONGEST_SOCKET:
            return path
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"darkhorse-{os.geteuid()}-{digest}" / "supervisor.sock"

    def make(self) -> None:
        """Make the folders, each for its owner's eyes only."""
        for folder in (self.root, self.logs, self.broker, self.database, self.temporary, self.started):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket.parent.mkdir(mode=0o700, exist_ok=True)
        if self.socket.parent.stat().st_uid != os.geteuid():
            raise PermissionError(f"{self.socket.parent} belongs to someone else")

    def log(self, program: str) -> Path:
        """Return the file that takes what `program` says."""
        return self.logs / f"{program}.log"

    def last_lines(self, program: str, *, count: int = 15) -> str:
        """Return the last `count` lines that `program` said; "" when it has said nothing."""
        try:
            with self.log(program).open("rb") as log:
                log.seek(max(0, os.fstat(log.fileno()).st_size - 64_000))
                text = log.read().decode(errors="replace")
        except FileNotFoundError:
            return ""
        return "\n".join(text.splitlines()[-count:])


def write_private(path: Path, text: str) -> None:
    """Write `text` for its owner's eyes only, whole or not at all."""
    draft = path.with_name(path.name + ".new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
