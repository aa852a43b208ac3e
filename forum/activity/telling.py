"""Who is to be told of what. Each is a row in the transaction that causes it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, or_, select

from forum import clock
from forum.extensions import db
from forum.mail import outbox
from forum.models import Follow, FollowKind, Member, MemberState, NoticeKind, Notification, Post


def tell_of_answer(post: Post, wait: timedelta = timedelta(0)) -> None:
    """A new post in a thread: the person answered, the asker and the thread's followers.

    The mail leaves after `wait`.
    """
    parent = db.session.get(Post, post.parent_id) if post.parent_id else None
    opening = db.session.scalar(
        select(Post).where(Post.thread_id == post.thread_id, Post.path == "", Post.id != post.id)
    )
    answered = {found.author_id for found in (parent, opening) if found and found.author_id}
    following = db.session.scalars(
        select(Follow.member_id).where(
            Follow.kind == FollowKind.THREAD, Follow.subject_id == post.thread_id
        )
    )
    heard = {member for member in (*answered, *following) if member and member != post.author_id}
    known = set(
        db.session.scalars(
            select(Notification.member_id).where(
                Notification.post_id == post.id, Notification.kind == NoticeKind.REPLY
            )
        )
    )
    for member_id in sorted(heard - known):
        _notify(member_id, NoticeKind.REPLY, post.id)
    for member_id in sorted((heard - known) & answered):
        _mail_answer(member_id, post, wait)


def _mail_answer(member_id: int, post: Post, wait: timedelta) -> None:
    member = db.session.get_one(Member, member_id)
    if member.email and member.mail_replies and member.state is MemberState.ACTIVE:
        outbox.post(
            "answer",
            member.email,
            f"answer:{post.id}:{member_id}",
            {"url": outbox.link(f"/posts/{post.id}"), "settings": outbox.link("/you")},
            wait=wait,
        )


def tell_author_held(post: Post) -> None:
    if post.author_id is not None:
        _notify(post.author_id, NoticeKind.HELD, post.id)


def tell_decided(post: Post, decision_id: int) -> None:
    if post.author_id is not None:
        _notify(post.author_id, NoticeKind.DECIDED, post.id, decision_id)


def tell_reporter(member_id: int, post: Post, decision_id: int) -> None:
    _notify(member_id, NoticeKind.REPORT_ANSWERED, post.id, decision_id)


def tell_paused(member_id: int, post_id: int) -> None:
    _notify(member_id, NoticeKind.PAUSED, post_id)


def forget(post: Post, decision_id: int, *, answers: bool) -> None:
    """A decision was taken back: its notices go, and those of an answer that is not shown now."""
    of_decision = Notification.decision_id == decision_id
    of_answer = (Notification.post_id == post.id) & (Notification.kind == NoticeKind.REPLY)
    db.session.execute(
        delete(Notification).where(or_(of_decision, of_answer) if answers else of_decision)
    )


def _notify(member_id: int, kind: NoticeKind, post_id: int, decision_id: int | None = None) -> None:
    db.session.add(
        Notification(
            member_id=member_id, kind=kind, post_id=post_id, decision_id=decision_id, at=clock.now()
        )
    )
