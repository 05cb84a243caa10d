"""Prints how soon the judge's page is seen on a slow phone: `python -m tests.browser.paint`.

Each load is a new profile, signed in, with nothing cached: 150 ms round trip, 1.6 Mbit/s both ways,
a four times slower CPU, all by Chromium's own emulation. A benchmark, no test: figures depend on
the machine and on what else it does.
"""

import sys
import tempfile
from pathlib import Path
from statistics import median

from infra.local.stack import Stack
from tests.browser.driving import a_chromium
from tests.browser.evening import make_evening, sign_in_organiser
from tests.browser.visitor import Visitor
from tests.browser.wire import first_load, first_paint

TIMES = 7


def main() -> int:
    """Start a system, measure, print."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack(Path(folder)) as stack,
        a_chromium() as browser,
    ):
        stack.wait_ready(90)
        organiser = sign_in_organiser(stack)
        evening = make_evening(organiser, stack.live_url, entries=10).open()
        session = str(evening.client_of(evening.judges[0]).token)
        paints = []
        for _ in range(TIMES):
            visitor = _signed_in(Visitor(browser, stack.gateway_url), session)
            paints.append(first_paint(visitor.page, "/judge"))
            visitor.leave()
        visitor = _signed_in(Visitor(browser, stack.gateway_url), session)
        cost = first_load(visitor, "/judge")
    print(f"first contentful paint of /judge, {TIMES} loads: median {median(paints):.2f} s,")
    print(f"  fastest {min(paints):.2f} s, slowest {max(paints):.2f} s")
    print(f"{len(cost.requests)} requests, {cost.bytes / 1000:.1f} kB over the wire:")
    print("\n".join(f"  {url}" for url in cost.requests))
    return 0


def _signed_in(visitor: Visitor, session: str) -> Visitor:
    visitor.carry(session)
    return visitor


if __name__ == "__main__":
    sys.exit(main())
