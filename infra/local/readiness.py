"""Asks a program whether it is ready, as a load balancer would."""

import http.client
from urllib.parse import urlsplit


def readiness_trouble(url: str, *, timeout: float = 2.0) -> str | None:
    """Return why the program at health `url` is not ready; None when its /readyz says 200."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=timeout)
    try:
        connection.request("GET", "/readyz")
        response = connection.getresponse()
        said = response.read(500).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return repr(error)
    finally:
        connection.close()
    return None if response.status == 200 else f"{response.status} {said}"
