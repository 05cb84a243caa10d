"""The demo from the command line."""

import argparse
import json
import signal
import sys
from pathlib import Path

import httpx
from rich.console import Console

from infra.demo.client import Refused
from infra.demo.contest import Broken
from infra.demo.play import Outcome, play
from infra.demo.progress import Acts
from infra.demo.report import as_json, fresh_links, tell
from infra.demo.size import SIZES
from infra.local.broker import BrokerMissing
from infra.local.database import DatabaseMissing
from infra.local.stack import Stack, StackNotReady, StackRunning

SEED = 2013
READY_SECONDS = 90.0
KEPT_SESSION = "demo-organiser"
PITCH = 15.0


def show(stack: Stack, asked: argparse.Namespace, console: Console) -> int:
    """Start the system, play the contest, and say how it went; 0 when everything held."""
    acts = Acts(console)
    with acts.act("start the system"):
        stack.start(progress=acts.note)
        stack.wait_ready(READY_SECONDS)
    outcome = play(
        gateway_url=stack.gateway_url,
        live_url=stack.live_url,
        setup_token=stack.setup_token,
        kept_session=stack.run_dir / KEPT_SESSION,
        size=SIZES[asked.size],
        seed=asked.seed,
        pitch_seconds=asked.pitch_seconds if asked.pitch_seconds is not None else PITCH if asked.stay else 0,
        acts=acts,
    )
    links = fresh_links(outcome)
    tell(outcome, acts, links, console)
    if asked.report_json:
        asked.report_json.write_text(json.dumps(as_json(outcome, acts, links), indent=2, ensure_ascii=False))
    return _verdict(outcome, console)


def _verdict(outcome: Outcome, console: Console) -> int:
    broken = [finding.promise for finding in outcome.findings if not finding.held]
    if broken:
        console.print(f"\n[red]Did not hold:[/] {'; '.join(broken)}", highlight=False, soft_wrap=True)
    else:
        console.print("\n[green]Everything held.[/]")
    return 1 if broken else 0


def run(asked: argparse.Namespace) -> int:
    """Show the demo and stay if asked to; whatever happens, what was started is stopped."""
    console = Console(stderr=False)
    stack = Stack(asked.run_dir)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    code = 1
    try:
        code = show(stack, asked, console)
        if asked.stay:
            console.print("\nIt stays open until Ctrl-C.", highlight=False)
            stack.wait_end()
    except (Broken, Refused, httpx.HTTPError) as error:
        console.print(f"\n[red]The contest stopped:[/] {type(error).__name__}", highlight=False)
        console.print(str(error), markup=False, highlight=False)
        console.print(f"Logs: {stack.log_dir}", highlight=False, soft_wrap=True)
    except (StackRunning, StackNotReady, BrokerMissing, DatabaseMissing) as error:
        console.print(str(error), style="red", markup=False, highlight=False)
    except KeyboardInterrupt:
        console.print("\n  stopping ...", highlight=False)
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stack.stop()
    return code


def main(words: list[str] | None = None) -> int:
    """Do what the words ask; the process's exit code."""
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description=__doc__)
    parser.add_argument(
        "--stay", action=argparse.BooleanOptionalAction, default=True, help="stay open until Ctrl-C"
    )
    parser.add_argument("--size", choices=sorted(SIZES), default="full")
    parser.add_argument("--seed", type=int, default=SEED, help="of marks, habits and assignments")
    parser.add_argument(
        "--pitch-seconds",
        type=float,
        metavar="N",
        help=f"how long a finalist is on stage, so that a guest can score along ({PITCH:g} with --stay, else 0: no guest)",
    )
    parser.add_argument("--run-dir", type=Path, help="the system's folder (default: .run in the checkout)")
    parser.add_argument("--report-json", type=Path, metavar="FILE", help="write the report there as well")
    return run(parser.parse_args(words))


if __name__ == "__main__":
    sys.exit(main())
