"""The verbs of following, supporting and reading one's news."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from forum import clock
from forum.errors import NotFound
from forum.extensions import db
from forum.models import (
    Follow,
    FollowKind,
    Member,
    MemberState,
    Notification,
    Post,
    Support,
    SupportKind,
    Thread,
)
from forum.permissions import Action, Actor, may
from forum.web.transaction import begin_write


def toggle_support(actor: Actor, post_id: int, kind: SupportKind) -> tuple[Post, bool]:
    """Give or take back one support. Returns the post and whether the support is there now."""
    begin_write()
    # A lock that lets answers refer to the post: see forum/posts/locking.py.
    lock = {"key_share": True}
    post = db.session.get(Post, post_id, with_for_update=lock, populate_existing=True)
    if post is None or not may(actor, Action.SUPPORT_POST, post):
        raise NotFound
    taken = db.session.execute(
        delete(Support).where(
            Support.post_id == post_id, Support.member_id == actor.id, Support.kind == kind
        )
    )
    there = taken.rowcount == 0  # type: ignore[attr-defined]
    given = Support(
        post_id=post_id, thread_id=post.thread_id, member_id=actor.id, kind=kind, at=clock.now()
    )
    if there and not _add(given):
        return post, True
    counter = getattr(Post, kind.value)
    db.session.execute(
        update(Post).where(Post.id == post_id).values({kind.value: counter + (1 if there else -1)})
    )
    db.session.execute(
        update(Thread).where(Thread.id == post.thread_id).values(version=Thread.version + 1)
    )
    return post, there


def _add(row: object) -> bool:
    """Add a row that may exist once; False when the same press has arrived already."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def toggle_follow(actor: Actor, kind: FollowKind, subject_id: int) -> bool:
    """Follow, or follow no longer. Returns whether it is followed now."""
    begin_write()
    _check_subject(actor, kind, subject_id)
    ended = db.session.execute(
        delete(Follow).where(
            Follow.member_id == actor.id, Follow.kind == kind, Follow.subject_id == subject_id
        )
    )
    if ended.rowcount:  # type: ignore[attr-defined]
        return False
    _add(Follow(member_id=actor.id, kind=kind, subject_id=subject_id, at=clock.now()))
    return True


def _check_subject(actor: Actor, kind: FollowKind, subject_id: int) -> None:
    if kind is FollowKind.MEMBER:
        living = select(Member.id).where(
            Member.id == subject_id, Member.state == MemberState.ACTIVE
        )
        if subject_id == actor.id or db.session.scalar(living) is None:
            raise NotFound
    elif db.session.get(Thread, subject_id) is None:
        raise NotFound


def mark_read(member_id: int, notice_id: int) -> None:
    """One thing that was seen; nothing happens where it is somebody else's, or gone."""
    begin_write()
    db.session.execute(
        update(Notification)
        .where(
            Notification.id == notice_id,
            Notification.member_id == member_id,
            Notification.read_at.is_(None),
        )
        .values(read_at=clock.now())
    )


def mark_all_read(member_id: int) -> None:
    begin_write()
    db.session.execute(
        update(Notification)
        .where(Notification.member_id == member_id, Notification.read_at.is_(None))
        .values(read_at=clock.now())
    )
