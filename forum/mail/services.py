"""What the operator does with the outbox."""

from __future__ import annotations

from sqlalchemy import update

from forum import clock
from forum.extensions import db
from forum.mail import outbox
from forum.mail.outcome import MAIL_REFUSED
from forum.models import MailState, OperatorNote, OutboxMessage
from forum.web.transaction import after_commit, begin_write


def resume() -> int:
    """Close the notes about refused mail and make what was put back due now. Returns how many."""
    begin_write()
    now = clock.now()
    db.session.execute(
        update(OperatorNote)
        .where(OperatorNote.kind == MAIL_REFUSED, OperatorNote.done_at.is_(None))
        .values(done_at=now)
    )
    # Only what a server answered was put back; a mail that waits on purpose keeps its time.
    due = db.session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.state == MailState.WAITING,
            OutboxMessage.answer != "",
            OutboxMessage.not_before > now,
        )
        .values(not_before=now)
    )
    after_commit(outbox.kick)
    return int(due.rowcount)  # type: ignore[attr-defined]
