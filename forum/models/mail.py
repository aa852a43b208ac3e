"""Mail that waits to leave, the health of addresses, digests and their editions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, UtcDateTime, one_of


class MailState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


class OutboxMessage(Base):
    """One mail to one address. The unique key makes asking twice the same as asking once."""

    __tablename__ = "outbox"
    __table_args__ = (
        one_of("state", MailState),
        Index("ix_outbox_due", "state", "priority", "not_before", "id"),
    )

    # Lower leaves first: sign-in mail never waits behind a digest.
    SIGN_IN, PERSONAL, BULK = 0, 5, 9

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    # The name of the message; a message of kind "digest" is composed when it is sent.
    message: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    subject: Mapped[str] = mapped_column(Text, default="")
    body: Mapped[str] = mapped_column(Text, default="")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    message_id: Mapped[str] = mapped_column(String(120))
    priority: Mapped[int]
    state: Mapped[MailState] = mapped_column(Choice(MailState), default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The server's answer without addresses, for the operator.
    answer: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AddressHealth(Base):
    """How often an address was refused. After two, digests stop and sign-in mail still goes."""

    __tablename__ = "address_health"

    REFUSALS_UNTIL_STOP = 2

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    refusals: Mapped[int] = mapped_column(default=0)
    complained: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OperatorNote(Base):
    """Something the operator must know, such as a mail server that refuses us."""

    __tablename__ = "operator_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Frequency(StrEnum):
    WEEKLY = "weekly"
    MONTHLY = "monthly"

    @property
    def days(self) -> int:
        return 7 if self is Frequency.WEEKLY else 30


class SubscriptionState(StrEnum):
    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    LEFT = "left"


class Subscription(Base):
    """An address that asked for the digest. It need not belong to a member."""

    __tablename__ = "subscriptions"
    __table_args__ = (one_of("frequency", Frequency), one_of("state", SubscriptionState))

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    frequency: Mapped[Frequency] = mapped_column(Choice(Frequency), default=Frequency.WEEKLY)
    state: Mapped[SubscriptionState] = mapped_column(
        Choice(SubscriptionState), default=SubscriptionState.UNCONFIRMED, index=True
    )
    # What its reader spoke when the address said yes; a member's own choice goes before it.
    language: Mapped[str] = mapped_column(String(8), default="")
    # Opaque and random; stands in the links that leave or change the digest.
    token: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EditionState(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    DELIVERED = "delivered"
    SKIPPED = "skipped"


class Edition(Base):
    """One window of time for one subscription, and whether its digest has left."""

    __tablename__ = "editions"
    __table_args__ = (
        one_of("state", EditionState),
        UniqueConstraint("subscription_id", "window_start"),
    )

    MOST_ITEMS = 12

    id: Mapped[int] = mapped_column(primary_key=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"))
    window_start: Mapped[datetime] = mapped_column(UtcDateTime)
    window_end: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[EditionState] = mapped_column(Choice(EditionState), default=EditionState.PENDING)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EditionItem(Base):
    """One thing that was sent to one subscription; nothing is sent twice."""

    __tablename__ = "edition_items"
    __table_args__ = (UniqueConstraint("subscription_id", "kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id", ondelete="CASCADE"), index=True
    )
    subscription_id: Mapped[int] = mapped_column(ForeignKey("subscriptions.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int]
