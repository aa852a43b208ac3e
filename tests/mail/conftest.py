from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from subprocess import PIPE, Popen

import pytest
from flask import Flask

from forum.extensions import db
from forum.mail import outbox
from forum.mail.delivery import deliver_pending
from forum.models import OutboxMessage
from forum.web.transaction import unit_of_work
from tests.mail.post_office import PostOffice, open_office

KEPT = ("PUBLIC_URL", "SECRET_KEY", "INSTANCE_DIR", "DATABASE_URL", "MAIL_FROM", "MAIL_URL")


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A mail server that the application uses."""
    office, controller = open_office()
    monkeypatch.setitem(app.config, "MAIL_URL", office.url)
    yield office
    office.go_on.set()
    controller.stop()


@pytest.fixture
def write(app: Flask) -> Callable[..., None]:
    """Put a mail to somebody into the outbox."""

    def put(recipient: str, key: str | None = None, **kwargs: object) -> None:
        with unit_of_work():
            outbox.post("password_changed", recipient, key or f"to:{recipient}", **kwargs)  # type: ignore[arg-type]

    return put


@pytest.fixture
def send() -> Callable[[], int]:
    """One run of the worker."""

    def run() -> int:
        db.session.remove()
        return deliver_pending()

    return run


@pytest.fixture
def row() -> Callable[[str], OutboxMessage]:
    """The row of the mail to somebody, as it stands now."""

    def find(recipient: str) -> OutboxMessage:
        db.session.remove()
        return db.session.query(OutboxMessage).filter_by(recipient=recipient).one()

    return find


@pytest.fixture
def process(app: Flask) -> Callable[..., Popen[bytes]]:
    """Another process of the program: `flask` with these words."""

    def start(*words: str) -> Popen[bytes]:
        environ = {name: str(app.config[name]) for name in KEPT}
        environ["DATABASE_URL"] = str(app.config["SQLALCHEMY_DATABASE_URI"])
        return Popen(
            [sys.executable, "-m", "flask", "--app", "forum", *words],
            env={**os.environ, **environ},
            stdout=PIPE,
            stderr=PIPE,
        )

    return start
