"""One message after another to a mail server, so that of each it is known whether it was taken.

A message counts as sent from the moment its last byte may have left: just before, the caller marks it, durably. What
fails before the mark was certainly not taken; what fails after it, without an answer, cannot be known.
"""

import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import Literal

from app import smtp
from app.delivery import Undelivered
from app.smtp import Server, why

Answer = Literal["sent", "later", "lost", "bounced", "refused", "unknown", "dropped"]
LAST_WORD = (
    600.0  # seconds for the answer to a text, which servers read before they take it (RFC 5321, 4.5.3.2)
)
# Headers that no mail reader understands once they are encoded.
WHOLE = ("list-unsubscribe", "list-id", "message-id")
OK, GO_ON, HANGS_UP = range(200, 300), 354, 421
STATUS = re.compile(rb"\s*5\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
NOBODY = {550, 551, 553}  # a mailbox that is not there, where no enhanced status says more
ABOUT_MAILBOX = {
    ("1", None),
    ("2", "1"),
}  # enhanced statuses of an address that is wrong, or of a mailbox shut


class AsMail(EmailPolicy):
    """How a message is written: bodies in ASCII; a long address in a header stays as it is, where Python's own policy
    would make an encoded word of it, which is no address."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in WHOLE:
            return f"{name}: {value}\r\n".encode("ascii")
        return super().fold_binary(name, value)


AS_MAIL = AsMail(linesep="\r\n", cte_type="7bit")


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What became of a message; why: what stood in the way."""

    answer: Answer
    why: str = ""


class Post:
    """A mail server that is spoken to; a connection is made when it is needed, and made anew where it was lost."""

    def __init__(self, server: Server, sender: str) -> None:
        self.server, self.sender = server, sender
        self.connection: smtplib.SMTP | None = None

    def close(self) -> None:
        """Hang up."""
        if self.connection:
            self.connection.close()
            self.connection = None

    def send(self, message: EmailMessage, recipient: str, mark: Callable[[], bool]) -> Posted:
        """Hand a message over. mark: called just before its text leaves; False where it must not any more.

        later: it may be taken another time; lost: so too, as the connection was lost before the text; bounced: there
        is no such mailbox; refused: it is not taken, for another reason; dropped: the mark said no. Undelivered where
        the server takes no mail at all now.
        """
        for last in (self.connection is None, True):
            try:
                return self._send(message, recipient, mark)
            except (OSError, smtplib.SMTPException) as error:  # before the text: of no consequence
                self.close()
                if isinstance(error, smtplib.SMTPSenderRefused):
                    raise self._failure(error) from None
                if last:
                    return Posted(answer="lost", why=why(error))
        raise AssertionError("the second try returns")

    def _send(self, message: EmailMessage, recipient: str, mark: Callable[[], bool]) -> Posted:
        connection, text = self._connected(), message.as_bytes(policy=AS_MAIL)
        if refused := self._envelope(connection, recipient):
            return refused
        if not mark():
            self.close()  # in the middle of the message: it is not taken
            return Posted(answer="dropped")
        return self._text(connection, text)

    def _connected(self) -> smtplib.SMTP:
        if self.connection is None:
            try:
                self.connection = self.server.open()
                self.connection.ehlo_or_helo_if_needed()
            except (OSError, smtplib.SMTPException) as error:
                raise self._failure(error) from None
        return self.connection

    def _envelope(self, connection: smtplib.SMTP, recipient: str) -> Posted | None:
        """Sender, recipient, leave to begin; None where the server waits for the text."""
        code, said = connection.mail(self.sender)
        if code == HANGS_UP:
            raise smtplib.SMTPServerDisconnected(HANGS_UP)
        if code not in OK:
            raise smtplib.SMTPSenderRefused(code, said, self.sender)
        code, said = connection.rcpt(recipient)
        if code == HANGS_UP:
            raise smtplib.SMTPServerDisconnected(HANGS_UP)
        if code not in OK:
            connection.rset()
            return _no(code, said, of_mailbox=True)
        code, said = connection.docmd("DATA")
        if code == HANGS_UP:
            raise smtplib.SMTPServerDisconnected(HANGS_UP)
        if code != GO_ON:
            connection.rset()
            return _no(code, said)
        return None

    def _text(self, connection: smtplib.SMTP, text: bytes) -> Posted:
        """The text and its end; from here on a connection that is lost says nothing of what became of it."""
        try:
            connection.send(re.sub(rb"(?m)^\.", b"..", text.rstrip(b"\r\n")) + b"\r\n.\r\n")
        except (OSError, smtplib.SMTPException) as error:  # its end did not leave
            self.close()
            return Posted(answer="later", why=why(error))
        try:
            if connection.sock:
                connection.sock.settimeout(LAST_WORD)
            code, said = connection.getreply()
            if connection.sock:
                connection.sock.settimeout(smtp.PATIENCE)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return Posted(answer="unknown", why=why(error))
        if code == HANGS_UP:
            self.close()
        return Posted(answer="sent") if code in OK else _no(code, said)

    def _failure(self, error: Exception) -> Undelivered:
        if isinstance(error, smtplib.SMTPSenderRefused):
            said = f"it refused the sender, {error.smtp_code}"
        else:
            said = why(error)
        return Undelivered(f"the mail server {self.server.host} takes no mail ({said})")


def _no(code: int, said: bytes, of_mailbox: bool = False) -> Posted:
    """A refusal by its code; what the server said is not repeated."""
    if code not in range(500, 600):
        return Posted(answer="later", why=f"{code}")
    found = STATUS.match(said)
    if found:
        kind, detail = found[1].decode(), found[2].decode()
        shut = bool({(kind, None), (kind, detail)} & ABOUT_MAILBOX)
        told = f"{code} 5.{kind}.{detail}"
    else:
        shut, told = code in NOBODY, f"{code}"
    return Posted(answer="bounced" if of_mailbox and shut else "refused", why=told)
