"""What a digest may hold for one reader. Each of these is a bounded number of rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, String, and_, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from forum.authors import AUTHOR_COLUMNS
from forum.digest.reader import Reader
from forum.models import (
    Article,
    ArticleState,
    Audience,
    EditionItem,
    Follow,
    FollowKind,
    Member,
    Post,
    PostKind,
    PostState,
    Thread,
)

# Nothing younger is mailed: a mail cannot be taken back, and reports come in the first minutes.
SETTLED = timedelta(hours=1)
# An older question has found its answer elsewhere, or is for the greeters' list.
QUESTION_AGE = timedelta(days=30)

POST = "post"

_Opening = aliased(Post)

Rows = Sequence[Row[*tuple[Any, ...]]]
Posts = Select[*tuple[Any, ...]]


def article_kind(updated_on: date) -> str:
    """An article counts once for each day it was brought up to date."""
    return f"article:{updated_on:%y%m%d}"


def new_articles(session: Session, reader: Reader, today: date, count: int) -> Rows:
    """Articles published or brought up to date since, newest first."""
    day = reader.since.date()
    fresh = or_(
        Article.created_at > reader.since, Article.published_on >= day, Article.updated_on >= day
    )
    found: Rows = session.execute(
        select(
            Article.id,
            Article.slug,
            Article.title,
            Article.summary,
            Article.published_on,
            Article.updated_on,
            Article.created_at,
        )
        .where(Article.state == ArticleState.PUBLISHED, Article.published_on <= today, fresh)
        .order_by(Article.updated_on.desc(), Article.id.desc())
    ).all()
    sent_before = session.execute(
        select(EditionItem.kind, EditionItem.subject_id).where(
            EditionItem.subscription_id == reader.subscription_id,
            EditionItem.kind.startswith("article:"),
        )
    )
    sent = {(row.kind, row.subject_id) for row in sent_before}
    return [row for row in found if (article_kind(row.updated_on), row.id) not in sent][:count]


def new_answers(session: Session, reader: Reader, now: datetime, count: int) -> Rows:
    """Answers in talks that a member wrote in or follows, newest first."""
    if reader.member_id is None:
        return ()
    wrote_in = select(Post.thread_id).where(
        Post.author_id == reader.member_id, Post.state == PostState.PUBLISHED
    )
    follows = select(Follow.subject_id).where(
        Follow.member_id == reader.member_id, Follow.kind == FollowKind.THREAD
    )
    rows = _posts(reader, now).where(
        Post.path != "",
        Post.thread_id.in_(union(wrote_in, follows)),
        Post.published_at > reader.since,
    )
    return session.execute(_newest(rows, count)).all()


def open_questions(session: Session, reader: Reader, now: datetime, count: int) -> Rows:
    """Questions nobody has answered yet, newest first."""
    rows = _posts(reader, now).where(
        Post.path == "",
        Post.kind == PostKind.QUESTION,
        Post.answers == 0,
        Thread.answers == 0,
        Thread.locked.is_(False),
        Post.published_at > now - QUESTION_AGE,
    )
    return session.execute(_newest(rows, count)).all()


def _posts(reader: Reader, now: datetime) -> Posts:
    """Posts that may stand in this reader's mail, each with its author and what it hangs under."""
    rows: Posts = (
        select(
            Post.id,
            Post.title,
            Post.teaser,
            *AUTHOR_COLUMNS,
            Article.title.label("article_title"),
            _Opening.title.label("opening_title"),
        )
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .outerjoin(Article, Article.id == Thread.article_id)
        # A title is words of its author too: it is shown only while its post may be.
        .outerjoin(
            _Opening,
            and_(
                _Opening.thread_id == Thread.id,
                _Opening.path == "",
                _is_shown(_Opening, now),
                _is_open_to(_Opening, reader),
            ),
        )
        .where(
            _is_shown(Post, now),
            _is_open_to(Post, reader),
            ~_is_own(reader),
            ~_was_sent(reader),
            or_(Thread.article_id.is_(None), Article.state == ArticleState.PUBLISHED),
        )
    )
    return rows


def _newest(rows: Posts, count: int) -> Posts:
    return rows.order_by(Post.published_at.desc(), Post.id.desc()).limit(count)


def _is_shown(post: Any, now: datetime) -> ColumnElement[bool]:
    """Published, settled, and nothing about it is open: what leaves cannot be called back.

    A post with a moderator's note stays out, as its note could not come along.
    """
    settled = now - SETTLED
    return and_(
        post.state == PostState.PUBLISHED,
        post.open_case.is_(False),
        post.noted.is_(False),
        post.published_at <= settled,
        or_(post.edited_at.is_(None), post.edited_at <= settled),
    )


def _is_open_to(post: Any, reader: Reader) -> ColumnElement[bool]:
    shown_to = (
        [Audience.EVERYONE] if reader.member_id is None else [Audience.EVERYONE, Audience.MEMBERS]
    )
    allowed: ColumnElement[bool] = post.audience.in_(shown_to)
    return allowed


def _is_own(reader: Reader) -> ColumnElement[bool]:
    return or_(
        func.coalesce(Post.author_id, 0) == (reader.member_id or -1),
        func.coalesce(Post.guest_email, "", type_=String) == reader.email,
    )


def _was_sent(reader: Reader) -> ColumnElement[bool]:
    return exists().where(
        EditionItem.subscription_id == reader.subscription_id,
        EditionItem.kind == POST,
        EditionItem.subject_id == Post.id,
    )
