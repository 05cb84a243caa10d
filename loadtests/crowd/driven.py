"""A process of ours that is told what to do by lines of JSON, and answers each with one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[2]


class Driven:
    """Runs a module of this package until closed; `hello` is the first thing that it says, if it does."""

    def __init__(self, module: str, *arguments: str, greets: bool = False) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", f"loadtests.crowd.{module}", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=CHECKOUT,
        )
        self.hello = self._answer() if greets else {}

    def ask(self, **command: Any) -> dict[str, Any]:
        """Return the answer to a command."""
        assert self._process.stdin is not None  # noqa: S101 -- for the type checker
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def __enter__(self) -> "Driven":
        return self

    def __exit__(self, *error: object) -> None:
        assert self._process.stdin is not None  # noqa: S101 -- for the type checker
        self._process.stdin.close()
        self._process.wait(10)

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None  # noqa: S101 -- for the type checker
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait(10)}")
        return dict(json.loads(line))
