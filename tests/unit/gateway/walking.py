"""Every route of the gateway, with an address that fits what the fakes have."""

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.unit.gateway.answers import EDITION, ENTRY, FINAL
from tests.unit.gateway.fakes import an_app

NAMES = {
    "edition_id": EDITION,
    "stage_id": FINAL,
    "entry_id": ENTRY,
    "act": "open",
    "receipt": "r-1",
    "page": 1,
    "number": 1,
}


@dataclass(frozen=True)
class Route:
    """One way into the gateway."""

    endpoint: str
    method: str
    url: str
    rule: str

    def __str__(self):
        return f"{self.method} {self.rule}"

    @property
    def of_api(self):
        return self.url.startswith("/api/v1/")

    @property
    def of_an_edition(self):
        return "edition_id" in self.rule


@cache
def routes():
    app, _, _ = an_app(Path(tempfile.mkdtemp()))
    found = []
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            values = {name: NAMES.get(name, "x-1") for name in rule.arguments}
            with app.test_request_context():
                url = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            found.append(Route(rule.endpoint, method, url, rule.rule))
    return tuple(found)
