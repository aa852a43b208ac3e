"""Feeds: what one follows, who has no answer yet, one member's page, news for oneself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from forum import clock
from forum.authors import AUTHOR_COLUMNS
from forum.errors import NotFound
from forum.extensions import AnyRow, AnySelect, db
from forum.models import (
    Article,
    Decision,
    Follow,
    FollowKind,
    Member,
    MemberState,
    NoticeKind,
    Notification,
    Post,
    PostKind,
    PostState,
    Thread,
)

PAGE = 20
_OPENING_KINDS = (PostKind.UPDATE, PostKind.QUESTION, PostKind.STORY)


@dataclass(frozen=True, slots=True)
class Feed:
    rows: Sequence[AnyRow]
    later: int | None


_CARDS: AnySelect = (
    select(
        Post.id,
        Post.thread_id,
        Post.kind,
        Post.title,
        Post.teaser,
        Post.path,
        Post.published_at,
        Post.audience,
        Thread.answers.label("thread_answers"),
        Article.title.label("article_title"),
        *AUTHOR_COLUMNS,
    )
    .join(Thread, Thread.id == Post.thread_id)
    .outerjoin(Article, Article.id == Thread.article_id)
    .outerjoin(Member, Member.id == Post.author_id)
    .where(Post.state == PostState.PUBLISHED)
)


def _page(cards: AnySelect, before: int | None, count: int) -> Feed:
    """Newest first by id: a keyset that needs no second column."""
    if before is not None:
        cards = cards.where(Post.id < before)
    rows = db.session.execute(cards.order_by(Post.id.desc()).limit(count + 1)).all()
    return _cut(rows, count)


def _cut(rows: Sequence[AnyRow], count: int) -> Feed:
    """The first `count` of rows that were read, and where the next ones begin."""
    return Feed(rows[:count], rows[count - 1].id if len(rows) > count else None)


def home_feed(member_id: int, before: int | None = None, count: int = PAGE) -> Feed:
    """New posts of followed members and in followed threads, newest first, and nothing else.

    What somebody wrote "as a member" is not shown for following that person: it would tell.
    Members and threads are asked for apart, so that each walks its own index.
    """
    followed = db.session.execute(
        select(Follow.kind, Follow.subject_id).where(Follow.member_id == member_id)
    ).all()
    members = [row.subject_id for row in followed if row.kind == FollowKind.MEMBER]
    threads = [row.subject_id for row in followed if row.kind == FollowKind.THREAD]
    by_members = and_(Post.author_id.in_(members), Post.as_member.is_(False))
    of_others = or_(Post.author_id != member_id, Post.author_id.is_(None))
    feeds = [
        _page(_CARDS.where(wanted, of_others), before, count).rows
        for wanted, any_followed in ((by_members, members), (Post.thread_id.in_(threads), threads))
        if any_followed
    ]
    rows = sorted({row.id: row for feed in feeds for row in feed}.values(), key=lambda row: -row.id)
    more = len(rows) > count or any(len(feed) == count for feed in feeds)
    return Feed(rows[:count], rows[:count][-1].id if more and rows else None)


def newest(before: int | None = None, count: int = PAGE) -> Feed:
    """New updates, questions and stories of all members."""
    return _page(_CARDS.where(Post.path == "", Post.kind.in_(_OPENING_KINDS)), before, count)


def unanswered(count: int = PAGE) -> Sequence[AnyRow]:
    """Posts that nobody has answered, oldest first: nobody should go unnoticed."""
    since = clock.now() - timedelta(days=60)
    return db.session.execute(
        _CARDS.where(
            Post.path == "",
            Post.kind.in_(_OPENING_KINDS),
            Thread.answers == 0,
            Thread.locked.is_(False),
            Post.published_at > since,
        )
        .order_by((Post.kind != PostKind.QUESTION), Post.published_at, Post.id)
        .limit(count)
    ).all()


def member_page(member_id: int) -> AnyRow:
    """A member as others see them. Raises NotFound."""
    row = db.session.execute(
        select(
            Member.id,
            Member.handle,
            Member.role,
            Member.who_here,
            Member.who_shown,
            Member.clinician_verified,
            Member.created_at,
            Member.id.label("author_id"),
            false().label("as_member"),
            Member.state.label("author_state"),
        ).where(Member.id == member_id, Member.state == MemberState.ACTIVE)
    ).first()
    if row is None:
        raise NotFound
    return row


def posts_of(
    member_id: int,
    kind: PostKind | None,
    own: bool,
    before: int | None = None,
    count: int = PAGE,
) -> Feed:
    """What a member wrote under their name; their own page also holds what is not shown by name."""
    cards = _CARDS.where(Post.author_id == member_id)
    if not own:
        cards = cards.where(Post.as_member.is_(False))
    cards = cards.where(Post.kind == kind) if kind else cards.where(Post.path == "")
    return _page(cards, before, count)


def waiting_of(member_id: int) -> Sequence[Post]:
    """A member's own posts that wait for a moderator, or for their own new words."""
    return db.session.scalars(
        select(Post)
        .where(
            Post.author_id == member_id,
            Post.state.in_([PostState.HELD, PostState.RETURNED]),
        )
        .order_by(Post.id.desc())
        .limit(PAGE)
    ).all()


def follows_member(member_id: int, other_id: int) -> bool:
    return _follows(member_id, FollowKind.MEMBER, other_id)


def follows_thread(member_id: int, thread_id: int) -> bool:
    return _follows(member_id, FollowKind.THREAD, thread_id)


def _follows(member_id: int, kind: FollowKind, subject_id: int) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Follow.member_id == member_id,
                    Follow.kind == kind,
                    Follow.subject_id == subject_id,
                )
            )
        )
    )


def news(member_id: int, before: int | None = None, count: int = PAGE) -> Feed:
    """What a member should know, newest first."""
    rows = _news_of(member_id).order_by(Notification.id.desc()).limit(count + 1)
    if before is not None:
        rows = rows.where(Notification.id < before)
    return _cut(db.session.execute(rows).all(), count)


def news_of_an_easy_day(member_id: int) -> AnyRow | None:
    """The oldest thing unread that is for this member alone: an answer to them, or from a moderator."""
    parent, opening = aliased(Post), aliased(Post)
    to_me = or_(
        exists().where(parent.id == Post.parent_id, parent.author_id == member_id),
        exists().where(
            opening.thread_id == Post.thread_id, opening.path == "", opening.author_id == member_id
        ),
    )
    rows = _news_of(member_id).where(
        Notification.read_at.is_(None), or_(Notification.kind != NoticeKind.REPLY, to_me)
    )
    return db.session.execute(rows.order_by(Notification.id).limit(1)).first()


def _news_of(member_id: int) -> AnySelect:
    return (
        select(
            Notification.id,
            Notification.kind,
            Notification.at,
            Notification.read_at,
            Notification.post_id,
            Decision.outcome,
            Decision.old_state,
            Decision.new_state,
            Post.title,
            Post.teaser,
            Post.state,
            *AUTHOR_COLUMNS,
        )
        .join(Post, Post.id == Notification.post_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .outerjoin(Decision, Decision.id == Notification.decision_id)
        .where(Notification.member_id == member_id)
    )
