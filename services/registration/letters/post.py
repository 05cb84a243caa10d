"""Letters leave the machine here, or stay in the sink."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as MAIL
from email.utils import format_datetime, parseaddr

from schemas.rehearsals import rehearsed
from services.registration.letters.domain.letter import Letter
from services.registration.letters.settings import SMTPS, MailSettings
from services.registration.letters.writing import html_of

SECONDS = 20.0


class NotTaken(Exception):
    """The server did not take the letter; `forever` when the same would never be taken."""

    def __init__(self, why: str, *, forever: bool) -> None:
        super().__init__(why)
        self.forever = forever


def message_of(letter: Letter, *, text: str, settings: MailSettings) -> EmailMessage:
    """Return the letter as it goes over the wire; the same letter has always the same Message-ID."""
    name, address = parseaddr(settings.sender)
    message = EmailMessage(policy=MAIL)
    message["Message-ID"] = f"<{letter.id}@{address.rpartition('@')[2]}>"
    message["Date"] = format_datetime(letter.created_at)
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(" ".join(letter.name.split()), addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language.replace("_", "-")
    message.set_content(text)
    message.add_alternative(html_of(text, subject=letter.subject, language=letter.language), subtype="html")
    return message


class Post:
    """Hands letters to the mail server; without one it keeps them here, which the outbox shows."""

    def __init__(self, settings: MailSettings, *, context: ssl.SSLContext | None = None) -> None:
        self.settings = settings
        self._context = context or ssl.create_default_context()

    @property
    def server(self) -> str:
        """Return the server's name; empty for the sink."""
        return self.settings.host

    def server_for(self, edition_id: str) -> str:
        """Return the server that letters of an edition go to; those of rehearsals go to the sink."""
        return self.server if rehearsed(edition_id) is None else ""

    def send(self, letter: Letter, *, text: str) -> None:
        """Return once the server has taken the letter. Raises NotTaken."""
        try:
            message = message_of(letter, text=text, settings=self.settings)
        except ValueError as error:
            raise NotTaken(f"no letter can be made of this: {error}", forever=True) from error
        if self.server_for(letter.edition_id):
            try:
                self._hand_over(message)
            except (OSError, smtplib.SMTPException) as error:
                raise NotTaken(_words(error), forever=_forever(error)) from error

    def _hand_over(self, message: EmailMessage) -> None:
        with self._connected() as server:
            if self.settings.user:
                server.login(self.settings.user, self.settings.password)
            server.send_message(message)

    def _connected(self) -> smtplib.SMTP:
        its = self.settings
        if its.scheme == SMTPS:
            return smtplib.SMTP_SSL(its.host, its.port, timeout=SECONDS, context=self._context)
        server = smtplib.SMTP(its.host, its.port, timeout=SECONDS)
        try:
            server.ehlo_or_helo_if_needed()
            if its.user or server.has_extn("starttls"):
                server.starttls(context=self._context)
        except BaseException:
            server.close()
            raise
        return server


def _forever(error: Exception) -> bool:
    """Only what is said of this letter is for ever: a wrong password is put right in the settings."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError) and error.smtp_code >= 500


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(_answer(code, text) for code, text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return _answer(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
