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
    from services.chassis.publishing.relay import Relay

    Relay._clear = lambda self, batch: end()


def unguarded_relay() -> None:
    """Scorecards cleared before they were published; boards as ever, for nobody misses one of those."""
    from services.chassis.publishing.relay import Relay
    from services.chassis.storage.pending import PENDING_FILTER

    guarded = Relay._sweep

    def sweep(self, collection):
        if collection.name != "scorecards":
            return guarded(self, collection)
        if collection.update_many(PENDING_FILTER, {"$set": {"pending": []}}).modified_count:
            end()
        return 0

    Relay._sweep = sweep


def after_write() -> None:
    """What a batch told is written, its messages are not yet acknowledged."""
    from services.chassis.messaging.consuming import ConsumeBatch

    acknowledge = ConsumeBatch._acknowledge

    def end_on_scorecards(self, deliveries):
        if self.queue.endswith(".scorecards"):
            end()
        acknowledge(self, deliveries)

    ConsumeBatch._acknowledge = end_on_scorecards


def log_before_marks() -> None:
    """A batch is in the proof log, and not one of its marks is written."""
    from services.scoring.log import Log

    append = Log.append

    def end_behind(self, edition_id, facts):
        append(self, edition_id, facts)
        end()

    Log.append = end_behind


def unguarded_log() -> None:
    """The same, and the facts are noted under names by which nobody knows them again."""
    from services.scoring import log

    log._name = lambda fact_id: os.urandom(log.FACT_BYTES)
    log_before_marks()


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


def unguarded_memory() -> None:
    """A command is not known when it comes again."""
    from services.judging.domain.scorecard import Scorecard

    Scorecard.heard = lambda self, command_id: None


def unguarded_scoring() -> None:
    """Marks taken in the order they come, whatever their revision."""
    from services.scoring.handlers import facts

    numbers = iter(range(1, 10**9))
    facts.mark_version = lambda revision, version: (revision << 32) // 10**9 + next(numbers)


def scoring_always_throws() -> None:
    """The handler of scorecards fails on one entry, however often it is tried."""
    from services.scoring.handlers import facts

    keep = facts.keep_scorecards

    def throw(events, store):
        if any(event.data["entry_id"].endswith("000") for event in events):
            raise RuntimeError("a handler that always throws")
        keep(events, store)

    facts.keep_scorecards = throw


def unguarded_throwing() -> None:
    """The same, and what failed is acknowledged, as nameko does by itself. FLAG has what that lost."""
    from services.chassis.messaging.consuming import Consuming

    def lose(self, delivery, envelope, error):
        delivery.ack()
        with Path(FLAG).open("a") as lost:
            lost.write(f"{envelope.subject}\n")

    Consuming.fail = lose
    scoring_always_throws()


def quick_watchdog() -> None:
    from services.chassis.telemetry import Heart

    stalled = Heart.stalled
    Heart.stalled = lambda self: stalled(self, after=3)


def judging_hangs() -> None:
    """A handler blocks the whole process, once; the watchdog is quicker than usual."""
    from services.judging.handlers import scorecards

    submit = scorecards.submit_scorecards

    def hang(envelopes, store):
        if not Path(FLAG).exists():
            Path(FLAG).touch()
            eventlet.patcher.original("time").sleep(600)
        submit(envelopes, store)

    scorecards.submit_scorecards = hang
    quick_watchdog()


def unguarded_hanging() -> None:
    """The same, and nobody watches."""
    from services.chassis.telemetry import Heart

    judging_hangs()
    Heart.stalled = lambda self: {}


def heartbeat_of(seconds: int) -> None:
    from services.chassis import run
    from services.chassis.messaging import listener

    listener.HEARTBEAT_SECONDS = seconds
    runner = run.ServiceRunner
    run.ServiceRunner = lambda config: runner({**config, "HEARTBEAT": seconds})


def quick_heartbeat() -> None:
    """A silent broker is noticed in seconds, and so is a loop that waits for its last word."""
    heartbeat_of(2)
    quick_watchdog()


def unguarded_heartbeat() -> None:
    """A silent broker is never noticed."""
    heartbeat_of(0)
    quick_watchdog()


def quick_database() -> None:
    """A database out of reach is noticed at once."""
    from services.chassis.storage import open_database

    open_database.__kwdefaults__["timeout_ms"] = 200


def unguarded_database() -> None:
    """The same, and it is taken for a fault of the message."""
    from services.chassis.messaging import consuming

    consuming.out_of_reach = lambda error: False
    quick_database()


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
