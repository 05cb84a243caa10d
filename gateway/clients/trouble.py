"""What can go wrong beyond a refusal."""

RETRY_AFTER_SECONDS = 2


class Unavailable(Exception):
    """The broker or a service did not answer; the same request will work later.

    Whether the command was carried out is not known: whoever sends it again uses the same id.
    """

    def __init__(self, detail: str, *, retry_after: int = RETRY_AFTER_SECONDS) -> None:
        super().__init__(detail)
        self.detail = detail
        self.retry_after = retry_after


class Fault(Exception):
    """A service failed in a way it did not expect; its own log has the reason."""
