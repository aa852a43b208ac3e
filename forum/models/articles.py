"""What editors publish: articles, their revisions and sources, topics and the glossary."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, UtcDateTime, one_of


class ArticleState(StrEnum):
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Article(Base):
    """One article as readers see it now. `html` is a cache of `source`."""

    __tablename__ = "articles"
    __table_args__ = (
        one_of("state", ArticleState),
        Index("ix_articles_state_published_on", "state", "published_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    in_brief: Mapped[list[str]] = mapped_column(JSON)
    authors: Mapped[list[str]] = mapped_column(JSON)
    # {"name", "credentials", "date"}; null until a clinician has read it. Never invented.
    reviewer: Mapped[dict[str, str] | None] = mapped_column(JSON)
    published_on: Mapped[date] = mapped_column(Date)
    updated_on: Mapped[date] = mapped_column(Date)
    next_review_on: Mapped[date] = mapped_column(Date, index=True)
    treatments: Mapped[list[str]] = mapped_column(JSON)
    prompts: Mapped[list[str]] = mapped_column(JSON)
    related: Mapped[list[str]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # [{"id", "title", "level"}] in reading order.
    contents: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    words: Mapped[int]
    state: Mapped[ArticleState] = mapped_column(
        Choice(ArticleState), default=ArticleState.PUBLISHED
    )
    revision: Mapped[int] = mapped_column(default=1)
    # Grows with every change that a reader could see; caches are keyed by it.
    version: Mapped[int] = mapped_column(default=1)
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ArticleRevision(Base):
    """An article as it once stood: front matter and text, kept for good."""

    __tablename__ = "article_revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    front: Mapped[dict[str, Any]] = mapped_column(JSON)
    source: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ArticleSource(Base):
    """A source an article rests on, with its grade, when it was checked and when that lapses."""

    __tablename__ = "article_sources"
    __table_args__ = (UniqueConstraint("article_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    publisher: Mapped[str] = mapped_column(String(200))
    year: Mapped[int | None]
    url: Mapped[str | None] = mapped_column(Text)
    # A label or regulator, B guideline or peer-reviewed paper, C patient organisation or hospital.
    grade: Mapped[str] = mapped_column(String(1))
    checked_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date] = mapped_column(Date, index=True)
    # Read as a copy elsewhere; the original is still to be opened.
    to_check: Mapped[bool] = mapped_column(default=False)


class Topic(Base):
    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)


class ArticleTopic(Base):
    __tablename__ = "article_topics"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    topic_id: Mapped[int] = mapped_column(
        ForeignKey("topics.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class GlossaryTerm(Base):
    """A medical word explained once, with the everyday words for it."""

    __tablename__ = "glossary_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    term: Mapped[str] = mapped_column(String(120))
    also: Mapped[list[str]] = mapped_column(JSON)
    short: Mapped[str] = mapped_column(String(120))
    definition: Mapped[str] = mapped_column(Text)


class ErrorReportState(StrEnum):
    OPEN = "open"
    DONE = "done"


class ErrorReport(Base):
    """A reader says that something in an article is wrong."""

    __tablename__ = "error_reports"
    __table_args__ = (one_of("state", ErrorReportState),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    email: Mapped[str | None] = mapped_column(String(254))
    words: Mapped[str] = mapped_column(Text)
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ErrorReportState] = mapped_column(
        Choice(ErrorReportState), default=ErrorReportState.OPEN
    )
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
