"""The stack from the command line: up, down, status, logs."""

import argparse
import os
import signal
import sys
from pathlib import Path

from infra.local.broker import BrokerMissing
from infra.local.database import DatabaseMissing
from infra.local.folder import RunFolder
from infra.local.ownership import end_running, is_held
from infra.local.programs import ALL_PROGRAMS, INFRASTRUCTURE
from infra.local.stack import Stack, StackNotReady, StackRunning


def up(stack: Stack) -> int:
    """Start the system, print where it is, and stay until told to stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        stack.start(progress=lambda message: print(f"  {message} ...", flush=True))
        stack.wait_ready()
        print(_welcome(stack), flush=True)
        failed = stack.wait_end()
        if failed:
            print(f"  the supervisor has failed; its log: {stack.log_dir / 'supervisor.log'}", flush=True)
        return 1 if failed else 0
    except KeyboardInterrupt:
        print("\n  stopping ...", flush=True)
        return 0
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stack.stop()
        print("  stopped", flush=True)


def down(stack: Stack) -> int:
    """Stop the system that another terminal started."""
    print("stopped" if end_running(RunFolder(stack.run_dir)) else f"nothing runs from {stack.run_dir}")
    return 0


def status(stack: Stack) -> int:
    """Print each program with its state and process; 1 when nothing runs."""
    if not is_held(RunFolder(stack.run_dir)):
        print(f"nothing runs from {stack.run_dir}")
        return 1
    for name, state in stack.state().items():
        print(f"{name:<14}{state:<10}{stack.pid(name) or '-'}")
    return 0


def logs(stack: Stack, *, program: str, lines: int) -> int:
    """Print what `program` said last."""
    folder = RunFolder(stack.run_dir)
    print(folder.last_lines(program, count=lines) or f"{program} has said nothing in {folder.log(program)}")
    return 0


def _welcome(stack: Stack) -> str:
    rows = [f"  {name:<14}process {stack.pid(name)}" for name in stack.state()]
    return "\n".join(
        [
            "",
            *rows,
            "",
            f"  Darkhorse is up at {stack.public_url}",
            f"  Become the first organiser: {stack.setup_url}",
            f"  Logs: {stack.log_dir}",
            "  Stop: Ctrl-C here, or `make stop` elsewhere",
        ]
    )


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.local", description=__doc__)
    parser.add_argument("--run-dir", type=Path, help="the stack's folder (default: .run in the checkout)")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("up", help="start, and stay until Ctrl-C")
    verbs.add_parser("down", help="stop what `up` started elsewhere")
    verbs.add_parser("status", help="what runs")
    reading = verbs.add_parser("logs", help="what a program said last")
    reading.add_argument("program", choices=[*ALL_PROGRAMS, *INFRASTRUCTURE, "supervisor"])
    reading.add_argument("--lines", type=int, default=50)
    # Also after the verb, where people type it.
    for verb in verbs.choices.values():
        verb.add_argument("--run-dir", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return parser.parse_args(words)


def main(words: list[str] | None = None) -> int:
    """Do what the words ask; the process's exit code."""
    asked = _arguments(words)
    public = os.environ.get("DARKHORSE_PUBLIC_URL")
    stack = Stack(asked.run_dir, environment={"DARKHORSE_PUBLIC_URL": public.rstrip("/")} if public else None)
    try:
        if asked.verb == "logs":
            return logs(stack, program=asked.program, lines=asked.lines)
        return {"up": up, "down": down, "status": status}[asked.verb](stack)
    except (StackRunning, StackNotReady, BrokerMissing, DatabaseMissing) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
