"""Checks the proof of published results: `python -m infra.proof FILE_OR_URL [--receipt R ...]`.

A URL may be that of the page. Prints a line for each check, and exits with 0 when all held, with 1
when one did not, with 2 when there is nothing to check.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from infra.proof.verify import Check, verify

API = "/api/v1"
NOTES = 20
SECONDS = 60


def main(words: list[str] | None = None) -> int:
    """Check what the words ask for; the process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.proof", description=__doc__)
    parser.add_argument("proof", metavar="FILE_OR_URL")
    parser.add_argument("--receipt", action="append", default=[], metavar="R", help="that must be in the log")
    parser.add_argument(
        "--head", action="append", default=[], metavar="ROOT", help="as you noted it before the reveal"
    )
    asked = parser.parse_args(words)
    try:
        told = read(asked.proof)
    except (OSError, ValueError) as error:
        print(f"There is nothing to check: {error}", file=sys.stderr)
        return 2
    checks = verify(told, receipts=asked.receipt, heads=asked.head)
    for check in checks:
        say(check)
    broken = sum(not check.held for check in checks)
    print(f"{broken} of {len(checks)} checks FAILED" if broken else f"All {len(checks)} checks held.")
    return 1 if broken else 0


def read(where: str) -> Any:
    """Return what a file, or an address, has."""
    if where.startswith(("http://", "https://")):
        with urlopen(_of_api(where), timeout=SECONDS) as answer:  # noqa: S310 -- http or https, as was looked at
            return json.load(answer)
    return json.loads(Path(where).read_text(encoding="utf-8"))


def say(check: Check) -> None:
    """Print a check, and the first of its notes."""
    print(f"{'ok  ' if check.held else 'FAIL'}  {check.said}")
    for note in check.notes[:NOTES]:
        print(f"        {note}")
    if len(check.notes) > NOTES:
        print(f"        and {len(check.notes) - NOTES} more")


def _of_api(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path if parts.path.startswith(API) else API + parts.path
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


if __name__ == "__main__":
    sys.exit(main())
