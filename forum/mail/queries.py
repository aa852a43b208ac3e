"""What the operator sees of the outbox."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from forum.extensions import db
from forum.mail.outcome import MAIL_REFUSED
from forum.models import AddressHealth, MailState, OperatorNote, OutboxMessage


def counts() -> dict[MailState, int]:
    """How many mails are in each state, none left out."""
    rows = db.session.execute(
        select(OutboxMessage.state, func.count(OutboxMessage.id)).group_by(OutboxMessage.state)
    )
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in MailState}


def oldest_waiting() -> OutboxMessage | None:
    """The mail that has waited longest."""
    return db.session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.state == MailState.WAITING)
        .order_by(OutboxMessage.created_at, OutboxMessage.id)
        .limit(1)
    )


def stopped_addresses() -> int:
    """How many addresses get no digest after refusals or a complaint."""
    stopped = select(func.count(AddressHealth.id)).where(
        or_(
            AddressHealth.complained,
            AddressHealth.refusals >= AddressHealth.REFUSALS_UNTIL_STOP,
        )
    )
    return db.session.scalar(stopped) or 0


def open_notes() -> list[OperatorNote]:
    """What stopped the mail and has not been marked as mended."""
    return list(
        db.session.scalars(
            select(OperatorNote)
            .where(OperatorNote.kind == MAIL_REFUSED, OperatorNote.done_at.is_(None))
            .order_by(OperatorNote.id)
        )
    )
