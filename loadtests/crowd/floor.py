"""The floor: the least that one process does to tell thousands: a bare loop over open sockets.

`python -m loadtests.crowd.floor` takes whoever comes, and for each line on standard input writes
a frame of so many bytes to each; it answers with the moment at which it began.
"""

import json
import select
import socket
import sys
import time
from contextlib import suppress

from loadtests.crowd.phones import allow_files

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nid: floor\n\n"


def main(most: int) -> None:
    """Serve until standard input ends."""
    allow_files(most)
    server = socket.create_server(("127.0.0.1", 0), backlog=4096)
    server.setblocking(False)
    print(json.dumps({"port": server.getsockname()[1]}), flush=True)
    clients: list[socket.socket] = []
    told = sys.stdin.fileno()
    while True:
        ready, _, _ = select.select([told, server], [], [])
        if server in ready:
            _take(server, clients)
        if told in ready:
            line = sys.stdin.readline()
            if not line:
                return
            print(json.dumps({"began": _tell(clients, **json.loads(line))}), flush=True)


def _take(server: socket.socket, clients: list[socket.socket]) -> None:
    with suppress(BlockingIOError):
        while True:
            client, _ = server.accept()
            client.setblocking(False)
            client.send(HEAD)
            clients.append(client)


def _tell(clients: list[socket.socket], *, number: int, size: int) -> float:
    frame = f"id: floor,floor.b:{number}\ndata: ".encode()
    frame += b"x" * max(1, size - len(frame) - 2) + b"\n\n"
    began = time.time()
    for client in clients:
        client.send(frame)
    return began


if __name__ == "__main__":
    main(int(sys.argv[1]))
