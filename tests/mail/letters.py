"""Reading what the program sent: the local mailbox of an application."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forum.extensions import db
from forum.mail.delivery import deliver_pending


def read(raw: bytes) -> EmailMessage:
    found = message_from_bytes(raw, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def letters(app: Flask) -> list[EmailMessage]:
    """All mails in the local mailbox, oldest first."""
    folder = Path(app.instance_path) / "mailbox"
    return [read(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]


def deliver(app: Flask) -> list[EmailMessage]:
    """Send what waits, as the worker would, and return what left."""
    before = len(letters(app))
    db.session.remove()
    deliver_pending()
    return letters(app)[before:]


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(letter: EmailMessage) -> str:
    part = letter.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def links_of(letter: EmailMessage) -> list[str]:
    """Every address in a mail, in order."""
    return re.findall(r"https?://\S+", text_of(letter))


def path_of(letter: EmailMessage, start: str) -> str:
    """The path of the one link that begins with `start`."""
    [found] = [link for link in links_of(letter) if link.startswith(f"http://localhost{start}")]
    return found.removeprefix("http://localhost")


def press(browser: FlaskClient, path: str, **kwargs: Any) -> TestResponse:
    """Press a button that is alone in its form: a browser says that nothing follows."""
    return browser.post(path, environ_overrides={"CONTENT_LENGTH": "0"}, **kwargs)
