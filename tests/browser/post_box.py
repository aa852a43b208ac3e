"""A real SMTP server on loopback whose mail a test can wait for."""

from __future__ import annotations

import re
import socket
import threading
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.mail.letters import html_of, links_of, read, text_of

# The worker may take a second to look, and the machine may be busy.
PATIENCE = 20.0


class Letter:
    """One mail as it arrived."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.mail: EmailMessage = read(raw)

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def words(self) -> str:
        return text_of(self.mail)

    @property
    def page(self) -> str:
        """As a mail program with pictures and colours shows it."""
        return html_of(self.mail)

    def link(self, path: str) -> str:
        """The one address in the mail whose path begins so."""
        found = {link for link in links_of(self.mail) if re.match(rf"https?://[^/]+{path}", link)}
        assert len(found) == 1, f"{path} in {links_of(self.mail)}"
        return found.pop()

    @property
    def code(self) -> str:
        """The six numbers, however they are grouped."""
        found = re.search(r"(?<!\S)(\d{3} ?\d{3})(?!\S)", self.words)
        assert found, self.words
        return found[1]

    def raw_header(self, name: str) -> str:
        """A header as its bytes say, unfolded by nobody: one line or not there."""
        found = re.search(rf"^{name}: (.*)\r\n(?![ \t])".encode(), self.raw, re.M | re.I)
        assert found, f"{name} is missing or folded in {self.raw[:2000]!r}"
        return found[1].decode("ascii")


class PostBox:
    """Takes every mail and tells those who wait for one."""

    def __init__(self) -> None:
        self._arrived = threading.Condition()
        self._letters: list[tuple[str, bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        with self._arrived:
            self._letters += [(to, envelope.original_content) for to in envelope.rcpt_tos]
            self._arrived.notify_all()
        return "250 Taken"

    def _of(self, address: str) -> list[bytes]:
        return [raw for to, raw in self._letters if to == address]

    def wait_for(self, address: str, number: int = 1) -> Letter:
        """The mail with this number (from 1) to an address, as soon as it is here."""
        with self._arrived:
            came = self._arrived.wait_for(lambda: len(self._of(address)) >= number, PATIENCE)
            assert came, (
                f"no mail {number} for {address}; mail went to {[to for to, _ in self._letters]}"
            )
            return Letter(self._of(address)[number - 1])

    def letters_to(self, address: str) -> list[Letter]:
        with self._arrived:
            return [Letter(raw) for raw in self._of(address)]

    def close(self) -> None:
        self._server.stop()
