"""What an operator may change while the program runs: each change is a row, the newest counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, UtcDateTime


class CommunitySetting(Base):
    """One change of one setting: the new value, by whom, when and why."""

    __tablename__ = "community_settings"
    __table_args__ = (Index("ix_community_settings_name_id", "name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    # Null gives the default back.
    value: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
