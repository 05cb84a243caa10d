"""`python -m infra.broker`: declare the topology; list, show and redrive what was given up."""

import argparse
import json
import os
import sys

from pika.exceptions import AMQPError

from infra.broker.letters import NoSuchQueue, NotRouted, counts, holding_queues, letters, redrive
from infra.broker.topology import declare


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 done, 1 there are letters (list), 2 it could not be done."""
    options = _parser().parse_args(arguments)
    if not options.amqp_uri:
        print("AMQP_URI is not set; export it or give --amqp-uri", file=sys.stderr)
        return 2
    try:
        result: int = options.run(options)
    except (NoSuchQueue, NotRouted) as error:
        print(error, file=sys.stderr)
        return 2
    except (AMQPError, OSError) as error:
        print(f"the broker cannot be reached: {error!r}", file=sys.stderr)
        return 2
    return result


def _list(options: argparse.Namespace) -> int:
    found = counts(options.amqp_uri)
    for name, count in found.items():
        print(f"{count:>8}  {name}")
    return 1 if any(found.values()) else 0


def _show(options: argparse.Namespace) -> int:
    found = letters(options.amqp_uri, options.queue, limit=options.limit)
    for letter in found:
        print(f"{letter.time}  {letter.type}  {letter.id}  subject {letter.subject}  ({letter.reason})")
        if options.body:
            print(_pretty(letter.body))
    print(f"{len(found)} shown; they stay in {holding_queues()[options.queue]}")
    return 0


def _redrive(options: argparse.Namespace) -> int:
    moved = redrive(options.amqp_uri, options.queue, limit=options.limit)
    print(f"{moved} sent on from {options.queue}")
    return 0


def _declare(options: argparse.Namespace) -> int:
    declare(options.amqp_uri)
    print("the topology stands")
    return 0


def _pretty(body: bytes) -> str:
    try:
        return json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    except ValueError:
        return repr(body)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.broker", description=__doc__)
    parser.add_argument("--amqp-uri", default=os.environ.get("AMQP_URI"), help="default: AMQP_URI")
    commands = parser.add_subparsers(required=True)
    declaring = commands.add_parser("declare", help="declare exchanges and queues; harmless to repeat")
    declaring.set_defaults(run=_declare)
    listing = commands.add_parser(
        "list", help="count dead letters and unroutables; exits 1 when there are any"
    )
    listing.set_defaults(run=_list)
    showing = commands.add_parser("show", help="show the letters of one queue; they stay there")
    showing.add_argument("queue")
    showing.add_argument("--limit", type=int, default=20)
    showing.add_argument("--body", action="store_true", help="print each message in full")
    showing.set_defaults(run=_show)
    redriving = commands.add_parser("redrive", help="send the letters of one queue on again")
    redriving.add_argument("queue")
    redriving.add_argument("--limit", type=int, default=None)
    redriving.set_defaults(run=_redrive)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
