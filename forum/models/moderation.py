"""What moderators see and rule: findings, cases, decisions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, UtcDateTime, one_of


class Level(StrEnum):
    """The lane of a case: how soon a person should look. The order of the queue is by `rank`."""

    URGENT = "urgent"
    HOLD = "hold"
    REVIEW = "review"
    REPORT = "report"
    APPEAL = "appeal"
    NEWCOMER = "newcomer"

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
        Index("ix_cases_opened_at", "opened_at"),
    )

    # How long a case stays with a moderator who has it open and does nothing.
    LEASE_MINUTES = 15

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    level: Mapped[Level] = mapped_column(Choice(Level))
    rank: Mapped[int]
    post_version: Mapped[int]
    # What opened it, in words: "screening: <rules>", "report: harm", "opened again by Cora".
    cause: Mapped[str] = mapped_column(String(60))
    # The decided case that this one opens again.
    reopens_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    # A safety drill: no real words, never shown to readers, left out of the figures.
    practice: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    # Who has taken it, until when. A lease that has run out holds nobody back.
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    taken_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
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
    # The treatment that the words name, as the lexicon calls it.
    treatment: Mapped[str | None] = mapped_column(String(60), index=True)
    engine: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Outcome(StrEnum):
    """What a decision did. The first three are automatic, or the author's own."""

    ACCEPT = "accept"
    HOLD = "hold"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    PUBLISH_WITH_NOTE = "publish_with_note"
    REWORD = "reword"
    REMOVE = "remove"
    # An appeal or a report is answered: what was decided before stands.
    UPHOLD = "uphold"
    # The decision before is taken back, within the minutes in which its mail has not left.
    UNDO = "undo"


class Decision(Base):
    """One change of a post's state, or one verdict: who, when, why, from what to what.

    Never cascades from people: the actor's row stays as a placeholder when they are erased.
    """

    __tablename__ = "decisions"
    __table_args__ = (one_of("outcome", Outcome), Index("ix_decisions_at", "at"))

    # So long a decision can be undone; its mail waits for as long.
    UNDO_MINUTES = 10

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
    # The decision that this one takes back.
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), unique=True)
    # Who proposed it, where a second person had to agree and is the actor.
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    # An admin ruled alone because there were fewer than two moderators; listed for later review.
    acted_alone: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
