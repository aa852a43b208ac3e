"""Sending what waits in the outbox.

Each mail is claimed before it is sent, in a short transaction of its own, so that two workers
never share one and a crash loses nothing: what was claimed and not finished is taken up again
after some minutes, with the same Message-ID.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from flask import current_app
from sqlalchemy import select, update

from forum import clock
from forum.extensions import db
from forum.mail.answers import Answer, Result
from forum.mail.compose import build
from forum.mail.health import is_stopped
from forum.mail.late import Composed, LateMessage, late_messages
from forum.mail.outcome import record
from forum.mail.transport import Transport, open_transport
from forum.models import MailState, OutboxMessage
from forum.web.transaction import ledger

log = logging.getLogger(__name__)

# A claim older than this belonged to a worker that died.
CLAIM_MINUTES = 5
# After these no other mail would fare better now: the rest waits for the next run.
_STOPS = frozenset({Answer.OURS, Answer.AWAY})


def deliver_pending(limit: int | None = None, each: Callable[[int], None] | None = None) -> int:
    """Send what is due, most pressing first. Returns how many left; `each` hears the count grow."""
    limit = limit or int(current_app.config["MAIL_BATCH"])
    sent = 0
    _take_back()
    with open_transport(str(current_app.config["MAIL_URL"])) as transport:
        for _ in range(limit):
            mail = _claim()
            if mail is None:
                break
            result = _send(transport, mail)
            record(mail, result)
            if result is not None and result.answer is Answer.SENT:
                sent += 1
                if each is not None:
                    each(sent)
            if result is not None and result.answer in _STOPS:
                break
    return sent


def _take_back() -> None:
    """Let mails wait again whose worker died between the claim and the answer."""
    stale = clock.now() - timedelta(minutes=CLAIM_MINUTES)
    with ledger() as book:
        book.execute(
            update(OutboxMessage)
            .where(OutboxMessage.state == MailState.SENDING, OutboxMessage.claimed_at < stale)
            .values(state=MailState.WAITING)
        )


def _claim() -> OutboxMessage | None:
    now = clock.now()
    due = (
        select(OutboxMessage)
        .where(OutboxMessage.state == MailState.WAITING, OutboxMessage.not_before <= now)
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
    try:
        composed = _compose(mail)
        if composed is None:
            return None
        message = build(
            mail.recipient,
            composed.subject,
            composed.body,
            mail.message_id,
            composed.headers,
            composed.language,
        )
        return transport.send(str(current_app.config["MAIL_FROM"]), mail.recipient, message)
    except Exception as error:
        # A mail that cannot be made must not stand in the way of all behind it.
        db.session.rollback()
        log.exception("Mail %s (%s) could not be made", mail.id, mail.message)
        return Result(Answer.LATER, f"could not be made: {type(error).__name__}")


def _compose(mail: OutboxMessage) -> Composed | None:
    late = late_messages().get(mail.message)
    if late is None:
        return Composed(mail.subject, mail.body, {}, mail.payload.get("language", "en"))
    return late.compose(mail)


__all__ = ["Composed", "LateMessage", "deliver_pending", "is_stopped", "late_messages"]
