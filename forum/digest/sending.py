"""Making editions for subscriptions that are due, each with one mail in the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from forum import clock
from forum.digest.composing import DIGEST
from forum.digest.windows import due_subscriptions, starts
from forum.extensions import db
from forum.mail import outbox
from forum.models import Edition, OutboxMessage, Subscription, SubscriptionState
from forum.web.transaction import begin_write, unit_of_work

# What the worker sends in ten minutes at the usual MAIL_BATCH; more would only pile up.
MOST_PER_RUN = 2000
# One short transaction each, so that people who write meanwhile wait a moment at most.
BATCH = 50

MESSAGE = "digest"


def init_app(app: Flask) -> None:
    """Let the outbox know how a digest is composed when it is sent."""
    app.extensions.setdefault("late_messages", {})[MESSAGE] = DIGEST


def compose_due(most: int = MOST_PER_RUN) -> int:
    """Make the editions that are due, in batches. Returns how many.

    What is left over, or lost in a crash, is found again by the next run.
    """
    made = 0
    while made < most:
        with unit_of_work():
            batch = _make_batch(clock.now(), min(BATCH, most - made))
        made += batch
        if batch == 0:
            break
    return made


def _make_batch(now: datetime, count: int) -> int:
    found = due_subscriptions(now, count)
    begins = starts([each.id for each in found])
    due = [
        each
        for each in found
        if each.id in begins and begins[each.id] <= now - timedelta(days=each.frequency.days)
    ]
    for each in due:
        _make(each, begins[each.id], now)
    return len(due)


def _make(subscription: Subscription, start: datetime, end: datetime) -> None:
    edition = Edition(subscription_id=subscription.id, window_start=start, window_end=end)
    db.session.add(edition)
    db.session.flush()
    outbox.post_later(
        MESSAGE,
        subscription.email,
        f"digest:{edition.id}",
        {"edition": edition.id},
        OutboxMessage.BULK,
    )


def close_now(email: str) -> bool:
    """End the present window of one subscription early. False where there is none to end."""
    begin_write()
    found = db.session.scalar(
        select(Subscription)
        .where(Subscription.email == email, Subscription.state == SubscriptionState.ACTIVE)
        .with_for_update()
    )
    if found is None:
        return False
    begins = starts([found.id])
    if found.id in begins:
        _make(found, begins[found.id], clock.now())
    return True
