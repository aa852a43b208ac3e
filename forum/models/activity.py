"""What follows from posts: who follows what, and who is to be told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, UtcDateTime, one_of


class FollowKind(StrEnum):
    MEMBER = "member"
    THREAD = "thread"


class Follow(Base):
    """A member wants to hear of another member's posts, or of a thread's answers."""

    __tablename__ = "follows"
    __table_args__ = (
        one_of("kind", FollowKind),
        UniqueConstraint("member_id", "kind", "subject_id"),
        Index("ix_follows_kind_subject_id", "kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[FollowKind] = mapped_column(Choice(FollowKind))
    subject_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class NoticeKind(StrEnum):
    REPLY = "reply"
    HELD = "held"
    DECIDED = "decided"
    REPORT_ANSWERED = "report_answered"
    PAUSED = "paused"


class Notification(Base):
    """One thing a member should know, shown in the app until read."""

    __tablename__ = "notifications"
    __table_args__ = (
        one_of("kind", NoticeKind),
        UniqueConstraint("member_id", "kind", "post_id", "decision_id"),
        Index("ix_notifications_member_id_id", "member_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[NoticeKind] = mapped_column(Choice(NoticeKind))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
