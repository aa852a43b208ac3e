"""The audit trail: rows that cannot be changed, chained by a keyed hash, and what may be erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, UtcDateTime


class AuditEntry(Base):
    """One act. It holds no name and no words: a pseudonym, a digest, and the chain.

    Triggers on both engines refuse every UPDATE and DELETE.
    """

    __tablename__ = "audit_entries"

    # Counted without gaps from 1, so that a missing row shows.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    # What was done: "decision", "settings", "restriction", ...
    kind: Mapped[str] = mapped_column(String(40), index=True)
    # Keyed pseudonym of who did it; empty for the program itself.
    actor: Mapped[str] = mapped_column(String(32))
    # What it was done to: "post:12", "case:3", "member:7" under a pseudonym, ...
    subject: Mapped[str] = mapped_column(String(60), index=True)
    # Keyed digest of the words in `AuditWords`.
    digest: Mapped[str] = mapped_column(String(64))
    # Keyed hash over all of the above and the chain value of the row before.
    chain: Mapped[str] = mapped_column(String(64))


class AuditWords(Base):
    """The names and words of an entry. They can be erased; the entry stays and says so."""

    __tablename__ = "audit_words"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("audit_entries.number"), unique=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Makes the digest of short words impossible to guess.
    salt: Mapped[str] = mapped_column(String(32))
