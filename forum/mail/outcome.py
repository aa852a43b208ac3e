"""Writing down what became of a mail: left, refused, put back, given up."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum import clock
from forum.mail.answers import Answer, Result
from forum.mail.health import count_refusal
from forum.mail.late import Outcome, late_messages
from forum.models import MailState, OperatorNote, OutboxMessage
from forum.web.transaction import ledger

log = logging.getLogger(__name__)

# Minutes to wait after the first, second, … answer "later"; then the last one again.
WAITS = (1, 5, 15, 60, 240, 720)
# Ten tries reach over about three days, as mail servers do.
GIVE_UP_AFTER = len(WAITS) + 4
# Nobody answered: the next minute may be better. Refused because of us: a person must act first.
AWAY_MINUTES, OURS_MINUTES = 1, 15

MAIL_REFUSED = "mail-refused"


def record(mail: OutboxMessage, result: Result | None) -> None:
    """Write the outcome of a claimed mail, in a transaction of its own."""
    with ledger() as book:
        row = book.get(OutboxMessage, mail.id, with_for_update=True)
        if row is None:
            # Erased with its owner while it was on the way.
            return
        sent = result is not None and result.answer is Answer.SENT
        if not _is_still_ours(row, mail) and (row.state is MailState.SENT or not sent):
            # We were taken for dead and another worker has it: what they say stands.
            return
        row.payload = dict(mail.payload)
        if result is None:
            row.state = MailState.CANCELLED
            _tell(book, row, gone=True)
        elif sent:
            row.state, row.sent_at = MailState.SENT, clock.now()
            _tell(book, row, gone=False)
        else:
            row.answer = _without_address(result.words, row.recipient)
            _not_sent(book, row, result.answer)


def _is_still_ours(row: OutboxMessage, claimed: OutboxMessage) -> bool:
    return row.state is MailState.SENDING and row.claimed_at == claimed.claimed_at


def _not_sent(book: Session, row: OutboxMessage, answer: Answer) -> None:
    if answer is Answer.REFUSED:
        count_refusal(book, row.recipient)
        _give_up(book, row)
    elif answer is Answer.OURS:
        # Not the mail's fault, so the try does not count: it waits as long as it takes.
        row.tries -= 1
        _put_back(row, OURS_MINUTES)
        _tell_operator(book, row.answer)
    elif answer is Answer.AWAY:
        row.tries -= 1
        _put_back(row, AWAY_MINUTES)
        log.warning("The mail server does not answer, mail waits: %s", row.answer)
    elif row.tries >= GIVE_UP_AFTER:
        _give_up(book, row)
    else:
        _put_back(row, WAITS[min(row.tries, len(WAITS)) - 1])


def _give_up(book: Session, row: OutboxMessage) -> None:
    row.state = MailState.FAILED
    _tell(book, row, gone=True)


def _put_back(row: OutboxMessage, minutes: int) -> None:
    row.state = MailState.WAITING
    row.not_before = clock.now() + timedelta(minutes=minutes)


def _tell(book: Session, row: OutboxMessage, *, gone: bool) -> None:
    """Tell who composes this kind of mail. Their error must not make the mail leave again."""
    late = late_messages().get(row.message)
    if late is None:
        return
    hear: Outcome = late.dropped if gone else late.delivered
    try:
        with book.begin_nested():
            hear(book, row)
    except Exception:
        log.exception("The outcome of mail %s (%s) could not be noted", row.id, row.message)


def _without_address(words: str, address: str) -> str:
    return re.sub(re.escape(address), "…", words, flags=re.IGNORECASE)[:300]


def _tell_operator(book: Session, words: str) -> None:
    log.error("The mail server refuses us, mail has stopped: %s", words)
    known = book.scalar(
        select(OperatorNote).where(
            OperatorNote.kind == MAIL_REFUSED, OperatorNote.done_at.is_(None)
        )
    )
    if known is None:
        book.add(OperatorNote(kind=MAIL_REFUSED, words=words, at=clock.now()))
    else:
        known.words, known.at = words, clock.now()
