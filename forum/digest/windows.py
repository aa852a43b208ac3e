"""Which subscriptions are due, and the window of time that their next edition covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from forum.extensions import db
from forum.models import (
    AddressHealth,
    Edition,
    EditionState,
    Frequency,
    Member,
    Subscription,
    SubscriptionState,
)

_UNFINISHED = (EditionState.PENDING, EditionState.PROCESSING)


def due_subscriptions(now: datetime, count: int) -> Sequence[Subscription]:
    """Active subscriptions whose window has run its time, longest due first, locked.

    Of two workers at once the second passes over what the first has locked.
    """
    start = _start_of_window()
    due = or_(
        *(
            and_(Subscription.frequency == often, start <= now - timedelta(days=often.days))
            for often in Frequency
        )
    )
    rows = (
        select(Subscription)
        .where(
            Subscription.state == SubscriptionState.ACTIVE,
            due,
            ~_unfinished(),
            ~_stopped(),
            ~_resting(now),
        )
        .order_by(start, Subscription.id)
        .limit(count)
        .with_for_update(skip_locked=True, of=Subscription)
    )
    return db.session.scalars(rows).all()


def starts(subscription_ids: Sequence[int]) -> dict[int, datetime]:
    """Where the next window of each begins; those with an unfinished edition are left out.

    Asked again once the rows are locked: another worker may have been here a moment before.
    """
    rows = db.session.execute(
        select(Subscription.id, _start_of_window()).where(
            Subscription.id.in_(subscription_ids), ~_unfinished()
        )
    )
    return {row[0]: row[1] for row in rows}


def _start_of_window() -> ColumnElement[datetime]:
    """The end of the window before, or the day of confirming where that is later."""
    last_end = (
        select(func.max(Edition.window_end))
        .where(Edition.subscription_id == Subscription.id)
        .correlate(Subscription)
        .scalar_subquery()
    )
    return case((last_end > Subscription.confirmed_at, last_end), else_=Subscription.confirmed_at)


def _resting(now: datetime) -> ColumnElement[bool]:
    """Is the subscriber a member who has an easy day? The news waits until it is over."""
    return exists().where(Member.email == Subscription.email, Member.easy_until > now)


def _unfinished() -> ColumnElement[bool]:
    return exists().where(
        Edition.subscription_id == Subscription.id, Edition.state.in_(_UNFINISHED)
    )


def _stopped() -> ColumnElement[bool]:
    return exists().where(
        AddressHealth.email == Subscription.email,
        or_(
            AddressHealth.complained,
            AddressHealth.refusals >= AddressHealth.REFUSALS_UNTIL_STOP,
        ),
    )
