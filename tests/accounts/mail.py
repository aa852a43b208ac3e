"""The mails that wait in the outbox, as the person who gets them reads them."""

from __future__ import annotations

import re

from forum.extensions import db
from forum.models import OutboxMessage


def mails_to(email: str) -> list[OutboxMessage]:
    """Oldest first."""
    db.session.remove()
    found = db.session.query(OutboxMessage).filter_by(recipient=email)
    return found.order_by(OutboxMessage.id).all()


def last_mail(email: str) -> OutboxMessage:
    return mails_to(email)[-1]


def link_in(mail: OutboxMessage) -> str:
    """The path of the one link; it must lead to the site's public address."""
    [address] = re.findall(r"https?://\S+", mail.body)
    assert address.startswith("http://localhost/")
    return address.removeprefix("http://localhost")


def code_in(mail: OutboxMessage) -> str:
    [code] = re.findall(r"\b\d{6}\b", mail.body)
    return code
