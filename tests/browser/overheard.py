"""Everything that a browser receives and keeps, for a search afterwards."""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Error, Page

from tests.browser.visitor import Visitor

BUFFER = 200_000_000

# What a page can keep, as one text: it outlives the page and whoever holds the phone can read it.
STORED = """async () => {
  const all = (request) => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result); request.onerror = () => failed(request.error);
  });
  const kept = { local: { ...localStorage }, session: { ...sessionStorage }, caches: [], databases: [] };
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (new URL(request.url).pathname.startsWith("/static/")) continue;
      kept.caches.push([request.url, await (await cache.match(request)).text()]);
    }
  }
  for (const { name } of await indexedDB.databases()) {
    const database = await all(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      kept.databases.push([name, store, await all(database.transaction(store).objectStore(store).getAll())]);
    }
    database.close();
  }
  return JSON.stringify(kept);
}"""


@dataclass(frozen=True)
class Heard:
    """A text and where it came from: an address, or what kind of thing it is."""

    source: str
    text: str


class Overheard:
    """Keeps all answers (with their headers), stream frames, page sources and storage of a visitor.

    Files under /static/ are the same for everybody at all times and are not kept. `unread` names
    what came and could not be read: a search is worth nothing while there is any.
    """

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self.heard: list[Heard] = []
        self.unread: list[str] = []
        self.frames = 0
        self._listen(visitor.page)
        visitor.context.on("page", self._listen)

    def look(self) -> list[Heard]:
        """Take in what came since the last look, and what page and storage are now; return all of it."""
        self.heard.append(Heard("page source", self._visitor.page.content()))
        self.heard.append(Heard("storage", self._visitor.page.evaluate(STORED)))
        return self.heard

    def _listen(self, page: Page) -> None:
        session: CDPSession = page.context.new_cdp_session(page)
        addresses: dict[str, str] = {}
        session.on("Network.responseReceived", lambda event: self._head(event, addresses))
        session.on("Network.loadingFinished", lambda event: self._read(event, addresses, session))
        session.on("Network.eventSourceMessageReceived", self._frame)
        session.on("Network.webSocketFrameReceived", self._frame)
        # Durable: also what a page has thrown away by going elsewhere before it was read here.
        session.send("Network.enable", {"enableDurableMessages": True, "maxTotalBufferSize": BUFFER})

    def _head(self, event: dict[str, Any], addresses: dict[str, str]) -> None:
        response = event["response"]
        parts = urlsplit(response["url"])
        # What a data: address holds is in the page itself.
        if parts.scheme == "data" or parts.path.startswith("/static/"):
            return
        self.heard.append(Heard(f"headers of {response['url']}", json.dumps(response["headers"])))
        addresses[event["requestId"]] = response["url"]

    def _read(self, event: dict[str, Any], addresses: dict[str, str], session: CDPSession) -> None:
        address = addresses.pop(event["requestId"], None)
        if address is None:
            return
        try:
            found = session.send("Network.getResponseBody", {"requestId": event["requestId"]})
        except Error as error:
            self.unread.append(f"{address}: {error}")
            return
        body = b64decode(found["body"]).decode(errors="replace") if found["base64Encoded"] else found["body"]
        self.heard.append(Heard(address, body))

    def _frame(self, event: dict[str, Any]) -> None:
        self.frames += 1
        self.heard.append(Heard("stream frame", json.dumps(event, ensure_ascii=False)))


def objects(text: str) -> Iterator[dict[str, object]]:
    """Yield every JSON object in a text that is JSON, or that holds JSON in its strings."""
    try:
        found = json.loads(text)
    except ValueError:
        return
    yield from _walk(found)


def _walk(found: object) -> Iterator[dict[str, object]]:
    if isinstance(found, dict):
        yield found
        for value in found.values():
            yield from _walk(value)
    elif isinstance(found, list):
        for value in found:
            yield from _walk(value)
    elif isinstance(found, str) and found[:1] in {"{", "["}:
        yield from objects(found)
