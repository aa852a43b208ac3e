"""A mail server, spoken to over one kept connection."""

from __future__ import annotations

import smtplib
import ssl
from email.utils import parseaddr
from typing import Self
from urllib.parse import unquote, urlsplit

from forum.mail.answers import Answer, Result, Stage, judge

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# A server that closes the door says 421 and hangs up.
_CLOSING = 421


class _MisconfiguredError(Exception):
    """MAIL_URL and the server do not fit; only the operator can mend it."""


# What only a change of MAIL_URL or of the server can mend.
_OPERATORS = (_MisconfiguredError, ssl.SSLCertVerificationError, smtplib.SMTPNotSupportedError)


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words


class SmtpTransport:
    """One connection to a mail server, opened at the first mail and reopened when it dies."""

    TIMEOUT_SECONDS = 20

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._host = self._url.hostname or "localhost"
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            try:
                self._server.quit()
            except (smtplib.SMTPException, OSError):
                self._server.close()

    def send(self, sender: str, recipient: str, message: bytes) -> Result:
        """Hand one mail over."""
        kept = self._server is not None
        result = self._try(sender, recipient, message)
        if kept and result.answer is Answer.AWAY:
            # The kept connection had died before the recipient was named: a fresh one is safe.
            result = self._try(sender, recipient, message)
        return result

    def _try(self, sender: str, recipient: str, message: bytes) -> Result:
        try:
            server = self._server = self._server or self._connect()
            code, words = server.mail(parseaddr(sender)[1])
        except (
            _MisconfiguredError,
            ssl.SSLCertVerificationError,
            smtplib.SMTPNotSupportedError,
        ) as error:
            self._drop()
            return Result(Answer.OURS, str(error))
        except smtplib.SMTPAuthenticationError as error:
            self._drop()
            answer = Answer.AWAY if error.smtp_code < 500 else Answer.OURS
            return Result(answer, f"{error.smtp_code} {_text(error.smtp_error)}")
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Result(Answer.AWAY, f"{type(error).__name__}: {error}")
        if code == _CLOSING:
            self._drop()
            return Result(Answer.AWAY, f"{code} {_text(words)}")
        if code != 250:
            return self._refused(server, code, words, Stage.SENDER)
        try:
            return self._hand_over(server, recipient, message)
        except (smtplib.SMTPException, OSError) as error:
            # Cut off in the middle: it may be about this very mail, so the others go on.
            self._drop()
            return Result(Answer.LATER, type(error).__name__)

    def _hand_over(self, server: smtplib.SMTP, recipient: str, message: bytes) -> Result:
        code, words = server.rcpt(recipient)
        if code not in {250, 251}:
            return self._refused(server, code, words, Stage.RECIPIENT)
        try:
            code, words = server.data(message)
        except smtplib.SMTPDataError as error:
            return self._refused(server, error.smtp_code, error.smtp_error, Stage.DATA)
        if code != 250:
            return self._refused(server, code, words, Stage.DATA)
        return Result(Answer.SENT)

    def _refused(self, server: smtplib.SMTP, code: int, words: bytes | str, stage: Stage) -> Result:
        try:
            if code == _CLOSING:
                self._drop()
            else:
                server.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()
        return Result(judge(code, _text(words), stage), f"{code} {_text(words)}")

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._host in _LOOPBACK:
            # Nobody stands between us and ourselves, and local relays sign their own papers.
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        server = self._open(context)
        try:
            server.ehlo_or_helo_if_needed()
            encrypted = self._url.scheme == "smtps"
            if not encrypted and server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
                encrypted = True
            if self._url.username:
                if not encrypted and self._host not in _LOOPBACK:
                    raise _MisconfiguredError(
                        "The mail server offers no encryption, so we gave no password."
                    )
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _open(self, context: ssl.SSLContext) -> smtplib.SMTP:
        if self._url.scheme == "smtps":
            return smtplib.SMTP_SSL(
                self._host, self._url.port or 465, timeout=self.TIMEOUT_SECONDS, context=context
            )
        return smtplib.SMTP(self._host, self._url.port or 25, timeout=self.TIMEOUT_SECONDS)
