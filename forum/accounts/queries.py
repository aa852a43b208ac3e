"""What a member sees of their own account."""

from __future__ import annotations

from sqlalchemy import select

from forum.extensions import db
from forum.models import Member, MemberSession, SecurityEvent

_LOG_LENGTH = 50


def own_account(member_id: int) -> Member:
    return db.session.get_one(Member, member_id)


def own_sessions(member_id: int) -> list[MemberSession]:
    """Signed-in browsers, last used first."""
    return list(
        db.session.scalars(
            select(MemberSession)
            .where(MemberSession.member_id == member_id)
            .order_by(MemberSession.last_used_at.desc())
        )
    )


def own_security_log(member_id: int) -> list[SecurityEvent]:
    """The newest events of the member's security log."""
    return list(
        db.session.scalars(
            select(SecurityEvent)
            .where(SecurityEvent.member_id == member_id)
            .order_by(SecurityEvent.id.desc())
            .limit(_LOG_LENGTH)
        )
    )
