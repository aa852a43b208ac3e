"""Sending what waits in the outbox.

Each mail is claimed before it is sent, in a short transaction of its own, so that two workers
never share one and a crash loses nothing: what was claimed and not finished is taken up again
after some minutes, with the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from forum import clock
from forum.mail.compose import build
from forum.mail.transport import Answer, Result, Transport, open_transport
from forum.models import AddressHealth, MailState, OperatorNote, OutboxMessage
from forum.web.transaction import ledger

log = logging.getLogger(__name__)

# A claim older than this belonged to a worker that died.
CLAIM_MINUTES = 5
# Minutes to wait after the first, second, … answer "later"; then the last one again.
WAITS = (1, 5, 15, 60, 240, 720)
GIVE_UP_AFTER = len(WAITS) + 4


@dataclass(frozen=True, slots=True)
class Composed:
    """A mail made at the moment of sending."""

    subject: str
    body: str
    headers: dict[str, str]


# Returns None when there is nothing to say any more.
Composer = Callable[[OutboxMessage], Composed | None]
# Told once a composed mail has really left.
Delivered = Callable[[Session, OutboxMessage], None]


@dataclass(frozen=True, slots=True)
class LateMessage:
    compose: Composer
    delivered: Delivered


def late_messages() -> dict[str, LateMessage]:
    """The messages that are composed when they are sent, by name."""
    found: dict[str, LateMessage] = current_app.extensions.setdefault("late_messages", {})
    return found


def deliver_pending(limit: int | None = None) -> int:
    """Send what is due, most pressing first. Returns how many left."""
    limit = limit or int(current_app.config["MAIL_BATCH"])
    sent = 0
    with open_transport(str(current_app.config["MAIL_URL"])) as transport:
        for _ in range(limit):
            mail = _claim()
            if mail is None:
                break
            result = _send(transport, mail)
            _record(mail, result)
            sent += result is not None and result.answer is Answer.SENT
            if result is not None and result.answer is Answer.OURS:
                break
    return sent


def _claim() -> OutboxMessage | None:
    now = clock.now()
    stale = now - timedelta(minutes=CLAIM_MINUTES)
    due = (
        select(OutboxMessage)
        .where(
            or_(
                OutboxMessage.state == MailState.WAITING,
                (OutboxMessage.state == MailState.SENDING) & (OutboxMessage.claimed_at < stale),
            ),
            OutboxMessage.not_before <= now,
        )
        .order_by(OutboxMessage.priority, OutboxMessage.not_before, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    with ledger() as book:
        mail = book.scalar(due)
        if mail is None:
            return None
        mail.state = MailState.SENDING
        mail.claimed_at = now
        mail.tries += 1
        book.flush()
        book.expunge(mail)
    return mail


def _send(transport: Transport, mail: OutboxMessage) -> Result | None:
    """Send one mail; None when its composer finds nothing left to say."""
    late = late_messages().get(mail.message)
    composed = Composed(mail.subject, mail.body, {})
    if late is not None:
        made = late.compose(mail)
        if made is None:
            return None
        composed = made
    message = build(mail.recipient, composed.subject, composed.body, mail.message_id, composed.headers)
    return transport.send(str(current_app.config["MAIL_FROM"]), mail.recipient, message)


def _record(mail: OutboxMessage, result: Result | None) -> None:
    now = clock.now()
    with ledger() as book:
        row = book.get_one(OutboxMessage, mail.id)
        late = late_messages().get(mail.message)
        if result is None:
            row.state = MailState.CANCELLED
        elif result.answer is Answer.SENT:
            row.state, row.sent_at = MailState.SENT, now
            if late is not None:
                late.delivered(book, row)
        elif result.answer is Answer.REFUSED:
            row.state, row.answer = MailState.FAILED, _without_address(result.words, mail.recipient)
            _count_refusal(book, mail.recipient)
        elif result.answer is Answer.OURS:
            _put_back(row, result.words)
            _tell_operator(book, _without_address(result.words, mail.recipient))
        elif row.tries >= GIVE_UP_AFTER:
            row.state, row.answer = MailState.FAILED, _without_address(result.words, mail.recipient)
        else:
            _put_back(row, result.words)


def _put_back(row: OutboxMessage, words: str) -> None:
    wait = WAITS[min(row.tries, len(WAITS)) - 1]
    row.state = MailState.WAITING
    row.not_before = clock.now() + timedelta(minutes=wait)
    row.answer = _without_address(words, row.recipient)


def _without_address(words: str, address: str) -> str:
    return words.replace(address, "…")[:300]


def _count_refusal(book: Session, email: str) -> None:
    now = clock.now()
    counted = book.execute(
        update(AddressHealth)
        .where(AddressHealth.email == email)
        .values(refusals=AddressHealth.refusals + 1, changed_at=now)
    )
    if counted.rowcount == 0:  # type: ignore[attr-defined]
        book.add(AddressHealth(email=email, refusals=1, changed_at=now))


def _tell_operator(book: Session, words: str) -> None:
    log.error("The mail server refuses us, mail has stopped: %s", words)
    known = book.scalar(
        select(OperatorNote).where(OperatorNote.kind == "mail-refused", OperatorNote.done_at.is_(None))
    )
    if known is None:
        book.add(OperatorNote(kind="mail-refused", words=words, at=clock.now()))
    else:
        known.words, known.at = words, clock.now()


def is_stopped(session: Session, email: str) -> bool:
    """Do digests keep away from this address after refusals or a complaint?"""
    health = session.scalar(select(AddressHealth).where(AddressHealth.email == email))
    return health is not None and (
        health.complained or health.refusals >= AddressHealth.REFUSALS_UNTIL_STOP
    )
