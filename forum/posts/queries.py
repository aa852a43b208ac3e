"""Reading threads. Rows, not objects: these are the hot pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, bindparam, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from forum.authors import AUTHOR_COLUMNS
from forum.errors import NotFound
from forum.extensions import AnyRow, AnySelect, db, read
from forum.models import (
    Article,
    ArticleState,
    Audience,
    ContextNote,
    Follow,
    FollowKind,
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

# A support as text: the post's id and the kind.
_GIVEN = cast(Support.post_id, String) + ":" + cast(Support.kind, String)

# A talk outlives its opening words when others have answered; then its heading is as hidden as they.
_MAY_READ_OPENING = or_(
    _Opening.state == PostState.PUBLISHED, _Opening.author_id == bindparam("viewer_id")
)

_HEAD = (
    select(
        Thread.id,
        Thread.version,
        Thread.answers,
        Thread.locked,
        Thread.locked_because,
        Thread.article_id,
        Article.slug,
        Article.title.label("article_title"),
        _Opening.id.label("opening_id"),
        case((_MAY_READ_OPENING, _Opening.title)).label("opening_title"),
        case((_MAY_READ_OPENING, _Opening.teaser)).label("opening_teaser"),
        _Opening.author_id.label("opening_author_id"),
        _Opening.state.label("opening_state"),
        _Opening.as_member.label("opening_as_member"),
        exists()
        .where(
            Follow.member_id == bindparam("viewer_id"),
            Follow.kind == FollowKind.THREAD,
            Follow.subject_id == Thread.id,
        )
        .label("followed"),
        select(func.aggregate_strings(_GIVEN, ","))
        .where(Support.member_id == bindparam("viewer_id"), Support.thread_id == Thread.id)
        .scalar_subquery()
        .label("given"),
    )
    .select_from(Thread)
    .outerjoin(
        Article, (Article.id == Thread.article_id) & (Article.state == ArticleState.PUBLISHED)
    )
    .outerjoin(_Opening, (_Opening.thread_id == Thread.id) & (_Opening.path == ""))
    .where(Thread.id == bindparam("thread_id"))
)

_PAGE_ROWS: AnySelect = (
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
        ContextNote.expires_on.label("note_expires_on"),
    )
    .outerjoin(Member, Member.id == Post.author_id)
    .outerjoin(_Parent, _Parent.id == Post.parent_id)
    .outerjoin(_ParentAuthor, _ParentAuthor.id == _Parent.author_id)
    .outerjoin(ContextNote, (ContextNote.post_id == Post.id) & ContextNote.ended_at.is_(None))
    .where(Post.thread_id == bindparam("thread_id"), Post.state != PostState.AWAITING_EMAIL)
    .order_by(Post.path)
    .limit(bindparam("most"))
)
# The opening post has the empty path, so the first page holds it by itself. One condition with OR
# would make PostgreSQL sort the whole thread.
_FIRST_ROWS = _PAGE_ROWS.where(Post.path >= "")
_LATER_ROWS = _PAGE_ROWS.where(Post.path > bindparam("after"))
_OPENING_ROW = _PAGE_ROWS.where(Post.path == "")


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """Some posts of a thread in reading order, and whether there are more either way."""

    opening: AnyRow | None
    posts: Sequence[AnyRow]
    earlier: bool
    later: bool


def thread_head(thread_id: int, viewer: Actor) -> AnyRow:
    """A thread with what it hangs under. Raises NotFound; members may read every thread that lives."""
    row = next(iter(read(_HEAD, thread_id=thread_id, viewer_id=viewer.id)), None)
    if row is None or (row.slug is None and row.opening_id is None):
        raise NotFound
    if row.opening_id is not None and not _opening_is_readable(row, viewer):
        raise NotFound
    return row


def _opening_is_readable(row: AnyRow, viewer: Actor) -> bool:
    if row.opening_state == PostState.AWAITING_EMAIL:
        return False
    if row.opening_state == PostState.PUBLISHED or row.answers:
        return True
    return viewer.id == row.opening_author_id or may(viewer, Action.OPEN_DESK)


def thread_page(thread_id: int, after: str | None, count: int = Thread.PAGE) -> ThreadPage:
    """The posts behind the keyset `after`. The opening post comes with every page."""
    if after is None:
        found = read(_FIRST_ROWS, thread_id=thread_id, most=count + 2)
        opening = found[0] if found and found[0].path == "" else None
        posts = found[1:] if opening is not None else found
    else:
        opening = next(iter(read(_OPENING_ROW, thread_id=thread_id, most=1)), None)
        posts = read(_LATER_ROWS, thread_id=thread_id, after=after, most=count + 1)
    return ThreadPage(opening, posts[:count], earlier=after is not None, later=len(posts) > count)


def first_posts(thread_id: int, count: int = Thread.PAGE) -> Sequence[AnyRow]:
    return thread_page(thread_id, None, count).posts


def start_of_page(thread_id: int, before: str, count: int = Thread.PAGE) -> str | None:
    """The keyset that shows the `count` posts before the path `before`; None means the first page."""
    earlier = (
        select(Post.path)
        .where(
            Post.thread_id == thread_id,
            Post.path != "",
            Post.path < before,
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


def page_of_post(
    post_id: int, viewer: Actor, count: int = Thread.PAGE
) -> tuple[int, str | None, str]:
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
            .limit(count)
            .subquery()
        )
    )
    return row.thread_id, before if (position or 0) >= count else None, row.path


_OWN_SUPPORTS = select(Support.post_id, Support.kind).where(
    Support.member_id == bindparam("member_id"), Support.thread_id == bindparam("thread_id")
)


def own_supports(member_id: int, thread_id: int) -> set[tuple[int, str]]:
    """Which supports in a thread are this member's: (post id, kind)."""
    rows = read(_OWN_SUPPORTS, member_id=member_id, thread_id=thread_id)
    return {(post_id, kind.value) for post_id, kind in rows}


def given_supports(head: AnyRow) -> set[tuple[int, str]]:
    """The same, out of the head of a thread, which carries them to save a statement."""
    pairs = (pair.split(":") for pair in (head.given or "").split(",") if pair)
    return {(int(post_id), kind) for post_id, kind in pairs}


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


def post_author(post_id: int) -> AnyRow:
    """The columns that `byline` needs."""
    return db.session.execute(
        select(*AUTHOR_COLUMNS)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Post.id == post_id)
    ).one()


def revisions(post_id: int) -> Sequence[PostRevision]:
    """Earlier versions of a post, newest first."""
    return db.session.scalars(
        select(PostRevision)
        .where(PostRevision.post_id == post_id)
        .order_by(PostRevision.version.desc())
    ).all()


def teasers(thread_id: int, count: int = 5) -> Sequence[AnyRow]:
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


def own_guest_post(post_id: int) -> tuple[Post, AnyRow]:
    """A guest's post that was confirmed just now, and its thread."""
    post = db.session.get_one(Post, post_id)
    head = read(_HEAD, thread_id=post.thread_id, viewer_id=None)[0]
    return post, head


def own_post(post_id: int, member_id: int) -> Post:
    """A member's own post in whatever state. Raises NotFound."""
    post = db.session.get(Post, post_id)
    if post is None or post.author_id != member_id:
        raise NotFound
    return post
