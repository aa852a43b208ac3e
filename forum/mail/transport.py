"""The ways a mail leaves: a mail server over one kept connection, or a local folder."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit


class Answer(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    LATER = "later"
    # The recipient does not exist or does not want it: counts against the address.
    REFUSED = "refused"
    # Refused because of us (sender, content, login): stop and tell the operator.
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Result:
    answer: Answer
    words: str = ""


class Transport(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, sender: str, recipient: str, message: bytes) -> Result: ...


def is_about_recipient(code: int, words: str) -> bool:
    """Is this refusal about the recipient? 550, 551, 553 at RCPT, or status 5.1.x or 5.2.1.

    An enhanced status (RFC 3463) says more than the code: 5.7.x is policy, so ours.
    """
    status = words.split(" ", 1)[0]
    if status.startswith("5."):
        return status.startswith("5.1.") or status == "5.2.1"
    return code in {550, 551, 553}


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


class SmtpTransport:
    """One connection to a mail server, opened at the first mail and reopened when it dies."""

    TIMEOUT_SECONDS = 20

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()

    def _connect(self) -> smtplib.SMTP:
        host = self._url.hostname or "localhost"
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if self._url.scheme == "smtps":
            server = smtplib.SMTP_SSL(
                host, self._url.port or 465, timeout=self.TIMEOUT_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(host, self._url.port or 25, timeout=self.TIMEOUT_SECONDS)
            if server.ehlo()[0] == 250 and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
        if self._url.username:
            server.login(unquote(self._url.username), unquote(self._url.password or ""))
        return server

    def send(self, sender: str, recipient: str, message: bytes) -> Result:
        try:
            if self._server is None:
                self._server = self._connect()
            return self._deliver(self._server, sender, recipient, message)
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            return Result(Answer.OURS, f"{error.smtp_code} {_text(error.smtp_error)}")
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Result(Answer.LATER, type(error).__name__)

    def _deliver(self, server: smtplib.SMTP, sender: str, recipient: str, message: bytes) -> Result:
        code, words = server.mail(parseaddr(sender)[1])
        if code != 250:
            return self._judge(server, code, words, at_recipient=False)
        code, words = server.rcpt(recipient)
        if code not in {250, 251}:
            return self._judge(server, code, words, at_recipient=True)
        code, words = server.data(message)
        if code != 250:
            return self._judge(server, code, words, at_recipient=False)
        return Result(Answer.SENT)

    def _judge(self, server: smtplib.SMTP, code: int, words: bytes, at_recipient: bool) -> Result:
        text = f"{code} {_text(words)}"
        if code == 421:
            self._drop()
            return Result(Answer.LATER, text)
        server.rset()
        if 400 <= code < 500:
            return Result(Answer.LATER, text)
        if at_recipient and is_about_recipient(code, _text(words)):
            return Result(Answer.REFUSED, text)
        return Result(Answer.OURS, text)

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None


class MailboxTransport:
    """A folder of .eml files that the demo shows at /dev/mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def send(self, sender: str, recipient: str, message: bytes) -> Result:
        number = len(list(self._folder.glob("*.eml"))) + 1
        while (path := self._folder / f"{number:06d}.eml").exists():
            number += 1
        part = path.with_suffix(".part")
        part.write_bytes(message)
        part.rename(path)
        return Result(Answer.SENT)


def open_transport(url: str) -> Transport:
    """The transport for MAIL_URL: smtp://, smtps:// or mailbox:///folder."""
    if url.startswith("mailbox://"):
        return MailboxTransport(Path(url.removeprefix("mailbox://")))
    return SmtpTransport(url)
