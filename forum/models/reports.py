"""What people tell the desk: reports of posts, and appeals against what was decided."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, UtcDateTime, one_of


class ReportReason(StrEnum):
    HARM = "harm"
    DANGER = "danger"
    UNKIND = "unkind"
    PRIVATE = "private"
    SELLING = "selling"
    OTHER = "other"


class Report(Base):
    """A member asks that somebody looks at a post. The name is for moderators only."""

    __tablename__ = "reports"
    __table_args__ = (
        one_of("reason", ReportReason),
        UniqueConstraint("reporter_id", "post_id", "post_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    post_version: Mapped[int]
    reason: Mapped[ReportReason] = mapped_column(Choice(ReportReason))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Appeal(Base):
    """An author asks another moderator to look again at one decision. Once for each decision."""

    __tablename__ = "appeals"

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
