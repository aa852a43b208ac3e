"""Everything a person writes: a post in a thread, its revisions, its supports."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.models.base import Base, Choice, PathText, UtcDateTime, one_of


class Thread(Base):
    """A talk. It hangs under an article, or begins with a post of an Activities page."""

    __tablename__ = "threads"

    PAGE = 20
    PRINT_LIMIT = 200

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), unique=True)
    # Published posts other than the opening one; kept in the transaction that changes them.
    answers: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Grows with every change that a reader could see; caches are keyed by it.
    version: Mapped[int] = mapped_column(default=1)
    locked: Mapped[bool] = mapped_column(default=False)
    # Why it was closed, as readers see it.
    locked_because: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PostKind(StrEnum):
    COMMENT = "comment"
    UPDATE = "update"
    QUESTION = "question"
    STORY = "story"


class Audience(StrEnum):
    MEMBERS = "members"
    EVERYONE = "everyone"


class PostState(StrEnum):
    AWAITING_EMAIL = "awaiting_email"
    HELD = "held"
    PUBLISHED = "published"
    RETURNED = "returned"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Post(Base):
    """What one person wrote, as written (`source`) and as shown (`html`, a cache)."""

    __tablename__ = "posts"
    __table_args__ = (
        one_of("kind", PostKind),
        one_of("audience", Audience),
        one_of("state", PostState),
        CheckConstraint("author_id IS NOT NULL OR guest_name IS NOT NULL", name="has_author"),
        UniqueConstraint("thread_id", "path"),
        UniqueConstraint("author_id", "idempotency_key"),
        UniqueConstraint("guest_email", "idempotency_key"),
        # Feeds walk ids downwards: of one author, of one thread, of all opening posts.
        Index("ix_posts_author_id_id", "author_id", "id"),
        Index("ix_posts_thread_id_id", "thread_id", "id"),
        Index(
            "ix_posts_openings",
            "id",
            sqlite_where=text("path = ''"),
            postgresql_where=text("path = ''"),
        ),
        Index("ix_posts_published_at", "published_at"),
    )

    # Replies nest three deep, then run flat: deeper trees cannot be followed on a phone.
    DEEPEST = 3
    # A long story fits; a pasted book does not. In characters.
    LONGEST = 20_000
    LONGEST_TITLE = 120

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"), index=True)
    # The opening post has the empty path; others their ancestors' ids and their own, fixed width.
    path: Mapped[str] = mapped_column(PathText)
    depth: Mapped[int] = mapped_column(default=0)
    kind: Mapped[PostKind] = mapped_column(Choice(PostKind))
    title: Mapped[str | None] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    # Plain text cut at the end of a sentence, for guests, cards and mail.
    teaser: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    guest_name: Mapped[str | None] = mapped_column(String(40))
    guest_email: Mapped[str | None] = mapped_column(String(254), index=True)
    # What its author read the pages in while writing: mail about it speaks that, where nothing else
    # is known of them.
    language: Mapped[str] = mapped_column(String(8), default="")
    # Written "as a member": readers do not see who; moderators do.
    as_member: Mapped[bool] = mapped_column(default=False)
    audience: Mapped[Audience] = mapped_column(Choice(Audience))
    state: Mapped[PostState] = mapped_column(Choice(PostState))
    version: Mapped[int] = mapped_column(default=1)
    # True while a case about this post is open: kept out of teasers and mail until ruled.
    open_case: Mapped[bool] = mapped_column(default=False)
    noted: Mapped[bool] = mapped_column(default=False)
    idempotency_key: Mapped[str] = mapped_column(String(40))
    answers: Mapped[int] = mapped_column(default=0)
    me_too: Mapped[int] = mapped_column(default=0)
    thinking: Mapped[int] = mapped_column(default=0)
    helped: Mapped[int] = mapped_column(default=0)
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PostRevision(Base):
    """A post as it once stood, kept when it is edited."""

    __tablename__ = "post_revisions"
    __table_args__ = (UniqueConstraint("post_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    version: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SupportKind(StrEnum):
    ME_TOO = "me_too"
    THINKING = "thinking"
    HELPED = "helped"


class Support(Base):
    """One member's one-tap support of a post, in words."""

    __tablename__ = "supports"
    __table_args__ = (
        one_of("kind", SupportKind),
        UniqueConstraint("post_id", "member_id", "kind"),
        Index("ix_supports_member_id_thread_id", "member_id", "thread_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    # The post's thread, so that a page learns all of a member's supports at one look.
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[SupportKind] = mapped_column(Choice(SupportKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
