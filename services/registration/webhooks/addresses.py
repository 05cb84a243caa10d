"""Which addresses messages may go to. An organiser's endpoint must not reach into our own network."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from services.registration.webhooks.domain.refusals import AddressNotAllowed

PORTS = {"https": 443, "http": 80}
ALLOWED = "https:// with a host that everybody can reach"


@dataclass(frozen=True)
class Place:
    """Where a message goes: an address that was looked at, and the host by which it was named."""

    scheme: str
    host: str
    port: int
    address: str
    path: str

    @property
    def url(self) -> str:
        """The URL with the address in the host's place, so that nothing is looked up again."""
        address = f"[{self.address}]" if ":" in self.address else self.address
        return f"{self.scheme}://{address}:{self.port}{self.path}"

    @property
    def host_header(self) -> str:
        """What the receiver is asked for."""
        return self.host if self.port == PORTS[self.scheme] else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Addresses:
    """With `private` anything may be reached, by http too: for tests, and for what runs inside."""

    private: bool = False

    @classmethod
    def from_environment(cls) -> "Addresses":
        """Read DARKHORSE_WEBHOOKS_TO_PRIVATE, which is `1` where private addresses are allowed."""
        return cls(private=os.environ.get("DARKHORSE_WEBHOOKS_TO_PRIVATE", "") == "1")

    def check(self, url: str) -> None:
        """Return when the URL is of a form that may be kept; AddressNotAllowed otherwise."""
        self._parts(url)

    def look_up(self, url: str) -> Place:
        """Return where the URL leads now; AddressNotAllowed where that is no place of the public net.

        Every address of the host must be public, not only the one that is taken.
        """
        scheme, host, port, path = self._parts(url)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise AddressNotAllowed(f"{host} has no address") from error
        addresses = [str(each[4][0]) for each in found]
        if not self.private and not all(_public(address) for address in addresses):
            raise AddressNotAllowed(f"{host} leads to an address that is not public")
        return Place(scheme, host, port, addresses[0], path)

    def _parts(self, url: str) -> tuple[str, str, int, str]:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise _refused(url) from error
        schemes = ("https", "http") if self.private else ("https",)
        if parts.scheme not in schemes or not parts.hostname or parts.username or parts.password:
            raise _refused(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return parts.scheme, parts.hostname, port or PORTS[parts.scheme], path


def _refused(url: str) -> AddressNotAllowed:
    return AddressNotAllowed(
        "nothing is sent to such an address", errors={"url": {"came": url[:200], "allowed": ALLOWED}}
    )


def _public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    inside = getattr(known, "ipv4_mapped", None) or getattr(known, "sixtofour", None)
    return known.is_global and not known.is_multicast and (inside is None or _public(str(inside)))
