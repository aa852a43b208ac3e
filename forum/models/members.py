"""People who joined, their sessions, and what proves that an e-mail is theirs."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, UtcDateTime, one_of


class Role(StrEnum):
    """What a member may do; each holds more than the one before, but reviewers do not moderate."""

    MEMBER = "member"
    REVIEWER = "reviewer"
    MODERATOR = "moderator"
    EDITOR = "editor"
    ADMIN = "admin"


class WhoHere(StrEnum):
    """Who a member is here, in their own choice."""

    LIVES_WITH = "lives_with"
    SEEKING = "seeking"
    CARER = "carer"
    CLINICIAN = "clinician"
    OTHER = "other"


class MemberState(StrEnum):
    ACTIVE = "active"
    ERASED = "erased"


class Member(Base):
    """A person with an account. Erasing one leaves the row as a placeholder author."""

    __tablename__ = "members"
    __table_args__ = (
        one_of("role", Role),
        one_of("who_here", WhoHere),
        one_of("state", MemberState),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(40))
    # The handle folded, so that "Cora" and "cora" cannot be two people.
    handle_key: Mapped[str] = mapped_column(String(80), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(Choice(Role), default=Role.MEMBER)
    who_here: Mapped[WhoHere] = mapped_column(Choice(WhoHere), default=WhoHere.OTHER)
    who_shown: Mapped[bool] = mapped_column(default=False)
    # A clinician label is shown only once staff have checked it.
    clinician_verified: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MemberState] = mapped_column(Choice(MemberState), default=MemberState.ACTIVE)
    # May read but not write until then: set and lifted with the rows of `restrictions`.
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail_replies: Mapped[bool] = mapped_column(default=True)
    # Until then only answers and messages from moderators reach the member.
    easy_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    comfort: Mapped[str] = mapped_column(String(64), default="")
    language: Mapped[str] = mapped_column(String(8), default="")
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def is_staff(self) -> bool:
        return self.role != Role.MEMBER


class MemberSession(Base):
    """One signed-in browser. The cookie holds a random token; the row holds only its hash."""

    __tablename__ = "member_sessions"

    # Ninety days of quiet for members, a year at most; staff twelve hours, as they see more.
    IDLE_DAYS = 90
    LONGEST_DAYS = 365
    STAFF_IDLE_HOURS = 12

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"), index=True)
    csrf_secret: Mapped[str] = mapped_column(String(64))
    device: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Purpose(StrEnum):
    """What a link or code in a mail does when its button is pressed."""

    JOIN = "join"
    SIGN_IN = "sign_in"
    CHANGE_EMAIL = "change_email"
    UNDO_EMAIL = "undo_email"
    CONFIRM_COMMENT = "confirm_comment"
    CONFIRM_DIGEST = "confirm_digest"


class Proof(Base):
    """A single-use link, and for sign-in a code, sent to an address to prove it."""

    __tablename__ = "proofs"
    __table_args__ = (
        one_of("purpose", Purpose),
        Index("ix_proofs_email_purpose_created_at", "email", "purpose", "created_at"),
    )

    CODE_MINUTES = 10
    CODE_TRIES = 5
    LINK_MINUTES = 30
    CONFIRM_DAYS = 7
    UNDO_EMAIL_DAYS = 7

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(Choice(Purpose))
    email: Mapped[str] = mapped_column(String(254))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64))
    # The browser that asked for the code; the code works in no other.
    browser_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attempt(Base):
    """One counted try (a guess, a sign-up, a post), so that limits outlive a restart."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_kind_subject_at", "kind", "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    # A keyed hash of the address, browser or source: enough to count, useless to a thief.
    subject: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ConsentPurpose(StrEnum):
    HEALTH_DATA = "health_data"
    AGE = "age"
    NEWSLETTER = "newsletter"


class Consent(Base):
    """What somebody agreed to: the words they saw, where and when."""

    __tablename__ = "consents"
    __table_args__ = (one_of("purpose", ConsentPurpose),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[ConsentPurpose] = mapped_column(Choice(ConsentPurpose))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    wording: Mapped[str] = mapped_column(Text)
    given_on: Mapped[str] = mapped_column(String(120))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecurityEvent(Base):
    """A member's security log: sign-ins, refusals, changes of address or password."""

    __tablename__ = "security_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    device: Mapped[str] = mapped_column(String(80), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
