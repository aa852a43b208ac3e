"""Context notes: the library that they come from, and each note as it stands under a post."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, UtcDateTime


class LibraryNote(Base):
    """A note kept ready for more than one post. Its words stand in its versions."""

    __tablename__ = "library_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    # The category of the claims engine that it answers; empty: for anything.
    category: Mapped[str] = mapped_column(String(40), default="")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LibraryNoteVersion(Base):
    """The words and sources of a library note at one time. Never changed, only followed."""

    __tablename__ = "library_note_versions"
    __table_args__ = (UniqueConstraint("note_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("library_notes.id"))
    version: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    # [{"title", "url"}]
    sources: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    # The day by which somebody must have looked at the sources again.
    expires_on: Mapped[date | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
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
    library_version_id: Mapped[int | None] = mapped_column(ForeignKey("library_note_versions.id"))
    words: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # [{"title", "url"}]
    sources: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    expires_on: Mapped[date | None]
    signed: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
