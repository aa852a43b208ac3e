"""What moderators see and rule: findings, cases, reports, decisions, context notes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, UtcDateTime, one_of


class Level(StrEnum):
    """How soon a person should look. The order of the queue is by `rank`."""

    URGENT = "urgent"
    HOLD = "hold"
    REVIEW = "review"
    REPORT = "report"

    @property
    def rank(self) -> int:
        """0 is looked at first."""
        return list(Level).index(self)


class Case(Base):
    """One question for a moderator about one post. At most one is open for a post."""

    __tablename__ = "cases"
    __table_args__ = (
        one_of("level", Level),
        Index(
            "uq_cases_open_post_id",
            "post_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_cases_queue", "closed_at", "rank", "opened_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    level: Mapped[Level] = mapped_column(Choice(Level))
    rank: Mapped[int]
    post_version: Mapped[int]
    # What opened it: "screening", "report", "edit", "guest".
    cause: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StoredFinding(Base):
    """What a rule of the claims engine found in one version of a post."""

    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_post_id_post_version", "post_id", "post_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    post_version: Mapped[int]
    category: Mapped[str | None] = mapped_column(String(40))
    rule: Mapped[str] = mapped_column(String(60), index=True)
    action: Mapped[str] = mapped_column(String(12))
    # Code points of the text screened: the title, a blank line, then the source.
    start: Mapped[int]
    end: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    against: Mapped[list[str]] = mapped_column(JSON)
    guidance: Mapped[str | None] = mapped_column(String(24))
    engine: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


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
    reporter_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    post_version: Mapped[int]
    reason: Mapped[ReportReason] = mapped_column(Choice(ReportReason))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Outcome(StrEnum):
    """What a decision did. The first three are automatic or the author's own."""

    ACCEPT = "accept"
    HOLD = "hold"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    PUBLISH_WITH_NOTE = "publish_with_note"
    REWORD = "reword"
    REMOVE = "remove"


class Decision(Base):
    """One change of a post's state, or one verdict: who, when, why, from what to what.

    Never cascades from people: the actor's row stays as a placeholder when they are erased.
    """

    __tablename__ = "decisions"
    __table_args__ = (one_of("outcome", Outcome),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    # Null for what the program did by itself; then `cause` names the rule.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    cause: Mapped[str] = mapped_column(String(60), default="")
    outcome: Mapped[Outcome] = mapped_column(Choice(Outcome))
    reason: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(Text, default="")
    old_state: Mapped[str] = mapped_column(String(24))
    new_state: Mapped[str] = mapped_column(String(24))
    post_version: Mapped[int]
    # An admin ruled alone because there were fewer than two moderators; listed for later review.
    acted_alone: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ContextNote(Base):
    """A signed, sourced note shown under a published post."""

    __tablename__ = "context_notes"
    __table_args__ = (
        Index(
            "uq_context_notes_shown_post_id",
            "post_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    words: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # [{"title", "url"}]
    sources: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    signed: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
