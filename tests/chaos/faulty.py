"""Run a program with one fault in it: `python -m tests.chaos.faulty FAULT FLAG program arguments...`.

A fault that ends the process does so once: it makes the file FLAG first, and a process that
finds the file there runs without the fault. Faults called `unguarded` take a guard away, so
that a test can show that its check then goes red.
"""

# ruff: noqa: E402 -- the standard library must be green before a service imports it
import sys
from importlib import import_module
from pathlib import Path

FAULT, FLAG, PROGRAM, *ARGUMENTS = sys.argv[1:]

if PROGRAM == "services.chassis.run":
    import eventlet

    eventlet.monkey_patch()

import os

POWER_CUT = 137


def end() -> None:
    """End the process at once, as a power cut would; the first time only."""
    Path(FLAG).touch()
    os._exit(POWER_CUT)


def relay_after_publish() -> None:
    """Published and confirmed, not yet cleared."""
    from services.chassis.messaging.relay import Relay

    Relay._clear = lambda self, batch: end()


def unguarded_relay() -> None:
    """Cleared before it was published."""
    from services.chassis.messaging.relay import PENDING_FILTER, Relay

    def sweep(self, collection):
        if collection.update_many(PENDING_FILTER, {"$set": {"pending": []}}).modified_count:
            end()
        return 0

    Relay._sweep = sweep


def judging_after_write() -> None:
    """Scorecards written, their commands not yet acknowledged."""
    from services.chassis.messaging.consuming import ConsumeBatch

    ConsumeBatch._acknowledge = lambda self, deliveries: end()


def unguarded_judging() -> None:
    """Commands acknowledged before their scorecards were written."""
    from services.chassis.messaging.consuming import ConsumeBatch
    from services.judging.handlers import scorecards

    handle = ConsumeBatch._handle

    def acknowledge_first(self, batch):
        if self.queue == "judging.scorecards":
            self._acknowledge([delivery for delivery, _ in batch])
        handle(self, batch)

    ConsumeBatch._handle = acknowledge_first
    scorecards.Batch.save = lambda self: end()


scoring_after_write = judging_after_write


def unguarded_scoring() -> None:
    """Marks taken in the order they come, whatever their revision."""
    from services.scoring.handlers import facts

    numbers = iter(range(1, 10**9))
    facts.mark_version = lambda revision, version: (revision << 32) // 10**9 + next(numbers)


def rpc_before_reply() -> None:
    """Committed and its receipt kept, the reply not yet sent."""
    from services.chassis.messaging.asking import ForgivingRpcConsumer

    ForgivingRpcConsumer.handle_result = lambda self, *result: end()


def unguarded_rpc() -> None:
    """The same, and no receipt is kept."""
    from services.chassis.storage import Receipts

    Receipts.keep = lambda self, *kept: None
    rpc_before_reply()


def none() -> None:
    """Nothing is wrong."""


if __name__ == "__main__":
    if not Path(FLAG).exists():
        globals()[FAULT]()
    # Called, not run as a module anew: that would have classes of its own, without the fault.
    run = import_module(PROGRAM).main
    run(ARGUMENTS[0]) if PROGRAM == "services.chassis.run" else run(ARGUMENTS)
