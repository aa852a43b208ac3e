"""Mail that is composed only when it is sent, so that it says what is true at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy.orm import Session

from forum.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail made at the moment of sending."""

    subject: str
    body: str
    headers: dict[str, str]
    language: str = "en"


# Returns None when there is nothing to say any more. What it puts into the payload of the row it
# is given is kept with the mail.
Composer = Callable[[OutboxMessage], Composed | None]
# Told in the transaction that records the outcome of a composed mail.
Outcome = Callable[[Session, OutboxMessage], None]


def _nothing(_book: Session, _mail: OutboxMessage) -> None:
    return None


@dataclass(frozen=True, slots=True)
class LateMessage:
    """How a kind of late mail is composed, and who hears that it left or never will."""

    compose: Composer
    delivered: Outcome = _nothing
    dropped: Outcome = _nothing


def late_messages() -> dict[str, LateMessage]:
    """The messages that are composed when they are sent, by name."""
    found: dict[str, LateMessage] = current_app.extensions.setdefault("late_messages", {})
    return found
