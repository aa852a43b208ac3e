"""What moderators do beside deciding: look, ask one another, mark claims, be on duty, restrict."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, UtcDateTime, one_of
from forum.models.moderation import Outcome


class CaseView(Base):
    """Who has looked at a case, and when first."""

    __tablename__ = "case_views"
    __table_args__ = (UniqueConstraint("case_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Duty(Base):
    """A time in which a moderator is on duty: urgent mail goes to these. It ends by itself."""

    __tablename__ = "duties"
    __table_args__ = (Index("ix_duties_until", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    # Moved back to the present when the moderator goes earlier.
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class ConsultationKind(StrEnum):
    """Whom a moderator asks: another moderator, or a clinician reviewer."""

    SECOND_OPINION = "second_opinion"
    CLINICIAN = "clinician"


class Consultation(Base):
    """A question of one moderator about a case, and the answer of another person.

    A second opinion may carry what the asker proposes; who agrees carries it out.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        one_of("kind", ConsultationKind),
        Index(
            "uq_consultations_open_case_id",
            "case_id",
            "kind",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[ConsultationKind] = mapped_column(Choice(ConsultationKind))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    question: Mapped[str] = mapped_column(Text)
    # What is proposed: an outcome for the post, or the ban that waits for a second person.
    proposed: Mapped[Outcome | None] = mapped_column(Choice(Outcome))
    message: Mapped[str] = mapped_column(Text, default="")
    restriction_id: Mapped[int | None] = mapped_column(ForeignKey("restrictions.id"))
    post_version: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    agrees: Mapped[bool | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RestrictionKind(StrEnum):
    PAUSE = "pause"
    BAN = "ban"


class Restriction(Base):
    """A member may not write for a time. A ban is in force only once a second person agreed."""

    __tablename__ = "restrictions"
    __table_args__ = (one_of("kind", RestrictionKind),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[RestrictionKind] = mapped_column(Choice(RestrictionKind))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Null while a ban waits for its second opinion.
    begins_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    lifted_because: Mapped[str] = mapped_column(Text, default="")


class MemberNote(Base):
    """What moderators should know about a member. Only they read it, and the member on asking."""

    __tablename__ = "member_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClaimKind(StrEnum):
    """How something is said."""

    EXPERIENCE = "experience"
    QUESTION = "question"
    GENERAL_CLAIM = "general_claim"
    DIRECTIVE = "directive"
    PROMOTION = "promotion"


class Harm(StrEnum):
    """What could follow if a reader did it or believed it."""

    NONE = "none"
    LOW = "low"
    SERIOUS = "serious"
    GRAVE = "grave"


class Evidence(StrEnum):
    """What is known about it."""

    SUPPORTED = "supported"
    MIXED = "mixed"
    UNKNOWN = "unknown"
    AGAINST = "against"


class ClaimRecord(Base):
    """Exact words of a post, marked by a moderator: kind, harm, evidence and what came of it."""

    __tablename__ = "claim_records"
    __table_args__ = (
        one_of("kind", ClaimKind),
        one_of("harm", Harm),
        one_of("evidence", Evidence),
        Index("ix_claim_records_treatment", "treatment"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    post_version: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    kind: Mapped[ClaimKind] = mapped_column(Choice(ClaimKind))
    harm: Mapped[Harm] = mapped_column(Choice(Harm))
    evidence: Mapped[Evidence] = mapped_column(Choice(Evidence))
    category: Mapped[str | None] = mapped_column(String(40))
    # The treatment named in the words, as the lexicon calls it.
    treatment: Mapped[str | None] = mapped_column(String(60))
    by_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
