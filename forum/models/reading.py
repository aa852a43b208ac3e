"""Where a member stopped reading."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, UtcDateTime


class KeptPlace(Base):
    """The one place that a member asked to keep: an article and a paragraph in it."""

    __tablename__ = "kept_places"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    # The paragraph's id on the page, such as "p12".
    paragraph: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
