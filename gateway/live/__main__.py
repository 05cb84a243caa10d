"""The live process: `python -m gateway.live --bind 127.0.0.1:8001`."""

import argparse
import asyncio
import gc
import resource
import signal
import threading
import time

import structlog

from gateway.live.hearing import Hearing
from gateway.live.pages import Pages
from gateway.live.server import Server
from gateway.live.streams import Streams
from gateway.settings import Settings
from services.chassis.telemetry import HEART, configure_logging, watch

LOG = structlog.get_logger(__name__)

CLIENTS_MOST = 20_000
FILES_KEPT_BACK = 200


def main() -> None:
    """Serve until a signal asks to stop."""
    parser = argparse.ArgumentParser(prog="python -m gateway.live", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1:8001", help="address and port")
    host, _, port = parser.parse_args().bind.rpartition(":")
    settings = Settings.from_environment()
    configure_logging("live", level=settings.log_level)
    most = clients_most()
    LOG.info("live begins", clients_most=most)
    watch(HEART, thread=threading.Thread, sleep=time.sleep)
    asyncio.run(serve(settings, host=host, port=int(port), most=most))


async def serve(settings: Settings, *, host: str, port: int, most: int = CLIENTS_MOST) -> None:
    """Hear the broker and serve whoever listens, until SIGTERM or SIGINT."""
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    streams = Streams()
    hearing = Hearing(
        settings.amqp_uri,
        take=lambda kind, body: loop.call_soon_threadsafe(streams.hear, kind, body),
        missed_some=lambda: loop.call_soon_threadsafe(streams.missed_some),
    ).start()
    pages = Pages(streams, public_url=settings.public_url, consuming=lambda: hearing.consuming, most=most)
    beating = asyncio.create_task(_beat())
    gc.freeze()
    await Server(streams, pages).serve(host, port, stop=stop)
    hearing.stop()
    beating.cancel()


def clients_most() -> int:
    """Let this process open as many files as it may; return how many clients that is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CLIENTS_MOST + FILES_KEPT_BACK
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft == resource.RLIM_INFINITY:
        return CLIENTS_MOST
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, limit), hard))
    return min(CLIENTS_MOST, max(soft, limit) - FILES_KEPT_BACK)


async def _beat() -> None:
    while True:
        HEART.beat("streams")
        await asyncio.sleep(1.0)


if __name__ == "__main__":
    main()
