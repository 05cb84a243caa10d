"""The Chromium that tests and pictures are made with; run as a script, it prints where it is.

Needs the standard library only: the set-up asks before anything is installed.
"""

import os
import shutil
import sys
from pathlib import Path

VARIABLE = "DARKHORSE_CHROMIUM"
# The shell is the same engine without what surrounds a window: pages cost it half the CPU or less.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = (
    f"there is no Chromium to drive: `make browser` installs Debian's; elsewhere set {VARIABLE} to a"
    " Chromium or Chrome that is no snap"
)


class ChromiumMissing(RuntimeError):
    """No browser was found; the message says what to do."""


def find_chromium() -> str:
    """Return the path of the browser: the one that DARKHORSE_CHROMIUM names, or the first on the path."""
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise ChromiumMissing(f"{VARIABLE} names {named}, which cannot be run")
        return found
    candidates = [found for name in NAMES if (found := shutil.which(name)) and not is_snap(Path(found))]
    if not candidates:
        raise ChromiumMissing(MISSING)
    return candidates[0]


def is_snap(path: Path) -> bool:
    """Return whether a browser is a snap or a stub that starts one: these cannot be driven from outside."""
    real = path.resolve()
    if real.name == "snap" or real.is_relative_to("/snap"):
        return True
    with real.open("rb") as program:
        start = program.read(4096)
    return start.startswith(b"#!") and b"/snap/" in start


if __name__ == "__main__":
    try:
        print(find_chromium())
    except ChromiumMissing as missing:
        sys.exit(str(missing))
