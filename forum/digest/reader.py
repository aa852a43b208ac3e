"""Who a digest is for, and since when things are news to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum.models import Edition, EditionState, Member, MemberState, Subscription

# A post may have waited for a moderator, or for its hour, when the last digest left. What was
# sent is never sent again, so looking back repeats nothing.
LOOK_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a digest is for, as far as it decides what they may see."""

    subscription_id: int
    email: str
    member_id: int | None
    language: str
    # Nothing from before this moment is news to them.
    since: datetime


def reader_of(session: Session, subscription: Subscription) -> Reader:
    """The subscriber as of now: a member while the address is an active member's."""
    member = session.execute(
        select(Member.id, Member.language).where(
            Member.email == subscription.email, Member.state == MemberState.ACTIVE
        )
    ).first()
    last_sent = session.scalar(
        select(func.max(Edition.window_end)).where(
            Edition.subscription_id == subscription.id, Edition.state == EditionState.DELIVERED
        )
    )
    since = subscription.confirmed_at or subscription.created_at
    if last_sent is not None:
        since = max(since, last_sent - LOOK_BACK)
    return Reader(
        subscription.id,
        subscription.email,
        member.id if member else None,
        (member.language if member else "") or subscription.language,
        since,
    )
