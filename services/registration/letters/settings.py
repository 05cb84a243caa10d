"""Where letters go, as the environment says."""

import os
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

SMTP, SMTPS = "smtp", "smtps"
PORTS = {SMTP: 587, SMTPS: 465}
NOBODY = "darkhorse@localhost"


class MailSettingWrong(SystemExit):
    """The address of the mail server cannot be used."""


@dataclass(frozen=True)
class MailSettings:
    """An empty `host` is the sink: nothing leaves the machine.

    `smtps` speaks TLS from the start. `smtp` begins it by STARTTLS: always where there is a user,
    else where the server offers it.
    """

    scheme: str = SMTP
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    sender: str = NOBODY

    @classmethod
    def from_environment(cls) -> "MailSettings":
        """Read DARKHORSE_SMTP_URL and DARKHORSE_MAIL_FROM; MailSettingWrong says what is wrong."""
        url, sender = os.environ.get("DARKHORSE_SMTP_URL", ""), os.environ.get("DARKHORSE_MAIL_FROM", "")
        return cls.read(url, sender=sender)

    @classmethod
    def read(cls, url: str, *, sender: str) -> "MailSettings":
        """Return the settings of `smtp://user:password@host:587`; without a URL, the sink."""
        if not url:
            return cls(sender=sender or NOBODY)
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise MailSettingWrong("DARKHORSE_SMTP_URL is no smtp:// or smtps:// address with a host")
        if "@" not in sender:
            raise MailSettingWrong("DARKHORSE_MAIL_FROM is no address; letters need one to come from")
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            sender=sender,
        )
