"""Deleting what has been kept long enough. The days stand in config.py and on the privacy page."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, or_, select, update

from forum import clock
from forum.extensions import db
from forum.models import (
    Attempt,
    MailState,
    MemberSession,
    OutboxMessage,
    Outcome,
    Post,
    PostState,
    Proof,
    SecurityEvent,
    Subscription,
    SubscriptionState,
)
from forum.publishing.state import Why, change_state
from forum.web.transaction import unit_of_work

# Counted tries are only looked at for a day.
_ATTEMPT_DAYS = 2


def _before(setting: str) -> datetime:
    return clock.now() - timedelta(days=int(current_app.config[setting]))


def tidy() -> dict[str, int]:
    """Delete what is past its time. Says how many rows of each kind went."""
    now = clock.now()
    gone: dict[str, int] = {}
    with unit_of_work():
        old_proofs = _before("RETENTION_SIGN_IN_DAYS")
        gone["proofs"] = _delete(
            delete(Proof).where(Proof.expires_at < now, Proof.created_at < old_proofs)
        )
        gone["attempts"] = _delete(
            delete(Attempt).where(Attempt.at < now - timedelta(days=_ATTEMPT_DAYS))
        )
        gone["security events"] = _delete(
            delete(SecurityEvent).where(SecurityEvent.at < _before("RETENTION_SECURITY_LOG_DAYS"))
        )
        gone["sessions"] = _delete(
            delete(MemberSession).where(
                or_(
                    MemberSession.last_used_at < now - timedelta(days=MemberSession.IDLE_DAYS),
                    MemberSession.created_at < now - timedelta(days=MemberSession.LONGEST_DAYS),
                )
            )
        )
        gone["mail texts"] = _delete(
            update(OutboxMessage)
            .where(
                OutboxMessage.state.in_([MailState.SENT, MailState.FAILED, MailState.CANCELLED]),
                OutboxMessage.created_at < _before("RETENTION_SENT_MAIL_DAYS"),
                OutboxMessage.recipient != "",
            )
            .values(body="", subject="", recipient="")
        )
        gone["unconfirmed subscriptions"] = _delete(
            delete(Subscription).where(
                Subscription.state == SubscriptionState.UNCONFIRMED,
                Subscription.created_at < _before("RETENTION_UNCONFIRMED_DAYS"),
            )
        )
        gone["unconfirmed comments"] = _erase_unconfirmed()
    return gone


def _delete(statement: object) -> int:
    return int(db.session.execute(statement).rowcount)  # type: ignore[call-overload]


def _erase_unconfirmed() -> int:
    """Words of guests who never proved their e-mail: the words go, the decision row stays."""
    waiting = db.session.scalars(
        select(Post).where(
            Post.state == PostState.AWAITING_EMAIL,
            Post.open_case.is_(False),
            Post.created_at < _before("RETENTION_UNCONFIRMED_DAYS"),
        )
    ).all()
    for post in waiting:
        post.source = post.html = post.teaser = ""
        post.guest_email, post.guest_name, post.language = None, "?", ""
        change_state(
            post,
            PostState.ERASED,
            Why(Outcome.WITHDRAW, "never confirmed by e-mail", cause="retention"),
        )
    return len(waiting)


def tidy_if_due() -> None:
    """Asked by the worker every half hour; does its work in the small hours (UTC)."""
    if clock.now().hour == 3:
        tidy()
