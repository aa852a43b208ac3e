"""A real SMTP server for tests: it writes down what it gets and answers as it is told."""

from __future__ import annotations

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class PostOffice:
    """Answers by address; what was accepted stands in `letters` as (recipient, bytes)."""

    sender_answer: str | None = None
    rcpt_answers: dict[str, str] = field(default_factory=dict)
    data_answers: dict[str, str] = field(default_factory=dict)
    # The connection is cut once the words of a mail to these have arrived.
    cut: set[str] = field(default_factory=set)
    # The connection is closed after so many mails.
    most_on_one_connection: int | None = None
    # A mail to these is held in the hand until `go_on` is set.
    held: set[str] = field(default_factory=set)
    in_hand: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)

    letters: list[tuple[str, bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _raw in self.letters]

    async def handle_MAIL(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.connections.add(session.peer)
        if self.sender_answer is not None:
            return self.sender_answer
        done = getattr(session, "done", 0)
        if self.most_on_one_connection is not None and done >= self.most_on_one_connection:
            server.transport.close()
            return "421 4.7.0 Enough on this connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        answer = self.rcpt_answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        [recipient] = envelope.rcpt_tos
        if recipient in self.cut:
            server.transport.abort()
            return "250 never heard"
        if recipient in self.data_answers:
            return self.data_answers[recipient]
        self.letters.append((recipient, envelope.original_content))
        session.done = getattr(session, "done", 0) + 1
        if recipient in self.held:
            self.in_hand.set()
            while not self.go_on.is_set():
                await asyncio.sleep(0.01)
        return "250 Taken"


def open_office() -> tuple[PostOffice, Controller]:
    """A server that listens on loopback; the caller stops the controller."""
    office = PostOffice()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        office.port = free.getsockname()[1]
    controller = Controller(office, hostname="127.0.0.1", port=office.port)
    controller.start()
    return office, controller
