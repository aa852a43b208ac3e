"""The ways a mail leaves: a mail server over one kept connection, or a local folder."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, Self

from forum.mail.answers import Result
from forum.mail.mailbox import MailboxTransport
from forum.mail.smtp import SmtpTransport


class Transport(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def send(self, sender: str, recipient: str, message: bytes) -> Result: ...


def open_transport(url: str) -> Transport:
    """The transport for MAIL_URL: smtp://, smtps:// or mailbox:///folder."""
    if url.startswith("mailbox://"):
        return MailboxTransport(Path(url.removeprefix("mailbox://")))
    if url.startswith(("smtp://", "smtps://")):
        return SmtpTransport(url)
    raise ValueError("MAIL_URL begins with smtp://, smtps:// or mailbox://")
