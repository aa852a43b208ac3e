"""Reading threads. Rows, not objects: these are the hot pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import aliased

from forum.errors import NotFound
from forum.extensions import db
from forum.models import (
    Article,
    ArticleState,
    Audience,
    ContextNote,
    Member,
    Post,
    PostRevision,
    PostState,
    Support,
    Thread,
)
from forum.permissions import Action, Actor, may

_Parent = aliased(Post)
_ParentAuthor = aliased(Member)
_Opening = aliased(Post)

AUTHOR_COLUMNS = (
    Post.author_id,
    Post.guest_name,
    Post.as_member,
    Member.handle,
    Member.role,
    Member.who_here,
    Member.who_shown,
    Member.clinician_verified,
    Member.state.label("author_state"),
)

_HEAD = (
    select(
        Thread.id,
        Thread.version,
        Thread.answers,
        Thread.locked,
        Thread.article_id,
        Article.slug,
        Article.title.label("article_title"),
        _Opening.id.label("opening_id"),
        _Opening.title.label("opening_title"),
        _Opening.teaser.label("opening_teaser"),
        _Opening.author_id.label("opening_author_id"),
        _Opening.state.label("opening_state"),
        _Opening.as_member.label("opening_as_member"),
    )
    .select_from(Thread)
    .outerjoin(Article, (Article.id == Thread.article_id) & (Article.state == ArticleState.PUBLISHED))
    .outerjoin(_Opening, (_Opening.thread_id == Thread.id) & (_Opening.path == ""))
)

_PAGE_ROWS: Select[Any] = (
    select(
        Post.id,
        Post.thread_id,
        Post.path,
        Post.depth,
        Post.kind,
        Post.title,
        Post.html,
        Post.state,
        Post.audience,
        Post.version,
        Post.me_too,
        Post.thinking,
        Post.helped,
        Post.answers,
        Post.published_at,
        Post.created_at,
        Post.edited_at,
        *AUTHOR_COLUMNS,
        _Parent.id.label("parent_id"),
        _Parent.path.label("parent_path"),
        _Parent.guest_name.label("parent_guest_name"),
        _Parent.as_member.label("parent_as_member"),
        _Parent.author_id.label("parent_author_id"),
        _ParentAuthor.handle.label("parent_handle"),
        _ParentAuthor.state.label("parent_author_state"),
        ContextNote.html.label("note_html"),
        ContextNote.sources.label("note_sources"),
        ContextNote.signed.label("note_signed"),
        ContextNote.at.label("note_at"),
    )
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(_Parent, _Parent.id == Post.parent_id)
    .outerjoin(_ParentAuthor, _ParentAuthor.id == _Parent.author_id)
    .outerjoin(ContextNote, (ContextNote.post_id == Post.id) & ContextNote.ended_at.is_(None))
    .where(Post.state != PostState.AWAITING_EMAIL)
)


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Some posts of a thread in reading order, and whether there are more either way."""

    opening: Row[Any] | None
    posts: Sequence[Row[Any]]
    earlier: bool
    later: bool


def thread_head(thread_id: int, viewer: Actor) -> Row[Any]:
    """A thread with what it hangs under. Raises NotFound; members may read every thread that lives."""
    row = db.session.execute(_HEAD.where(Thread.id == thread_id)).first()
    if row is None or (row.slug is None and row.opening_id is None):
        raise NotFound
    if row.opening_id is not None and not _opening_is_readable(row, viewer):
        raise NotFound
    return row


def _opening_is_readable(row: Row[Any], viewer: Actor) -> bool:
    if row.opening_state == PostState.AWAITING_EMAIL:
        return False
    if row.opening_state == PostState.PUBLISHED or row.answers:
        return True
    return viewer.id == row.opening_author_id or may(viewer, Action.OPEN_DESK)


def thread_page(thread_id: int, after: str | None, count: int = Thread.PAGE) -> ThreadPage:
    """The posts behind the keyset `after`. The opening post comes with every page."""
    rows = _PAGE_ROWS.where(Post.thread_id == thread_id)
    opening_or_page = rows.where(or_(Post.path == "", Post.path > (after or "")))
    found = db.session.execute(opening_or_page.order_by(Post.path).limit(count + 2)).all()
    opening = found[0] if found and found[0].path == "" else None
    posts = found[1:] if opening is not None else found
    return ThreadPage(opening, posts[:count], earlier=after is not None, later=len(posts) > count)


def first_posts(thread_id: int, count: int = Thread.PAGE) -> Sequence[Row[Any]]:
    return thread_page(thread_id, None, count).posts


def start_of_page(thread_id: int, before: str, count: int = Thread.PAGE) -> str | None:
    """The keyset that shows the `count` posts before the path `before`; None means the first page."""
    earlier = (
        select(Post.path)
        .where(
            Post.thread_id == thread_id,
            Post.path != "",
            Post.path <= before,
            Post.state != PostState.AWAITING_EMAIL,
        )
        .order_by(Post.path.desc())
        .limit(count + 1)
    )
    paths = db.session.scalars(earlier).all()
    return paths[count] if len(paths) > count else None


def last_page(thread_id: int, count: int = Thread.PAGE) -> str | None:
    """The keyset of the last `count` posts."""
    return start_of_page(thread_id, "g", count)


def page_of_post(post_id: int, viewer: Actor) -> tuple[int, str | None, str]:
    """Where a post stands: thread, the keyset of a page that begins with it, and its path."""
    row = db.session.execute(
        select(Post.thread_id, Post.path, Post.state, Post.author_id).where(Post.id == post_id)
    ).first()
    if row is None or row.state == PostState.AWAITING_EMAIL:
        raise NotFound
    thread_head(row.thread_id, viewer)
    if row.path == "":
        return row.thread_id, None, ""
    before = db.session.scalar(
        select(func.max(Post.path)).where(
            Post.thread_id == row.thread_id,
            Post.path < row.path,
            Post.path != "",
            Post.state != PostState.AWAITING_EMAIL,
        )
    )
    position = db.session.scalar(
        select(func.count()).select_from(
            select(Post.id)
            .where(Post.thread_id == row.thread_id, Post.path != "", Post.path < row.path)
            .limit(Thread.PAGE)
            .subquery()
        )
    )
    return row.thread_id, before if (position or 0) >= Thread.PAGE else None, row.path


def own_supports(member_id: int, thread_id: int, post_ids: Sequence[int]) -> set[tuple[int, str]]:
    """Which supports of these posts are this member's: (post id, kind)."""
    rows = db.session.execute(
        select(Support.post_id, Support.kind).where(
            Support.member_id == member_id, Support.post_id.in_(post_ids)
        )
    )
    return {(row.post_id, row.kind.value) for row in rows}


def readable_post(post_id: int, viewer: Actor) -> Post:
    """A post this viewer may read in full: a published one, or their own. Raises NotFound."""
    found = db.session.get(Post, post_id)
    if found is None or found.state == PostState.AWAITING_EMAIL:
        raise NotFound
    own = viewer.id is not None and found.author_id == viewer.id
    if found.state != PostState.PUBLISHED and not own:
        raise NotFound
    thread_head(found.thread_id, viewer)
    return found


def post_author(post_id: int) -> Row[Any]:
    """The columns that `byline` needs."""
    return db.session.execute(
        select(*AUTHOR_COLUMNS).outerjoin(Member, Member.id == Post.author_id).where(Post.id == post_id)
    ).one()


def revisions(post_id: int) -> Sequence[PostRevision]:
    """Earlier versions of a post, newest first."""
    return db.session.scalars(
        select(PostRevision).where(PostRevision.post_id == post_id).order_by(PostRevision.version.desc())
    ).all()


def teasers(thread_id: int, count: int = 5) -> Sequence[Row[Any]]:
    """What guests see: newest posts for everyone, never one that is held or has an open case."""
    return db.session.execute(
        select(Post.id, Post.teaser, Post.published_at, *AUTHOR_COLUMNS)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(
            Post.thread_id == thread_id,
            Post.state == PostState.PUBLISHED,
            Post.audience == Audience.EVERYONE,
            Post.open_case.is_(False),
            Post.noted.is_(False),
            Post.teaser != "",
        )
        .order_by(Post.published_at.desc(), Post.id.desc())
        .limit(count)
    ).all()


def own_guest_post(post_id: int) -> tuple[Post, Row[Any]]:
    """A guest's post that was confirmed just now, and its thread."""
    post = db.session.get_one(Post, post_id)
    head = db.session.execute(_HEAD.where(Thread.id == post.thread_id)).one()
    return post, head


def own_post(post_id: int, member_id: int) -> Post:
    """A member's own post in whatever state. Raises NotFound."""
    post = db.session.get(Post, post_id)
    if post is None or post.author_id != member_id:
        raise NotFound
    return post
