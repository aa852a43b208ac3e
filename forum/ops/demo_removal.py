"""Taking the demo community out again, with all it wrote."""

from __future__ import annotations

from pathlib import Path

from flask import current_app
from sqlalchemy import delete, select, update

from forum.extensions import db
from forum.models import (
    Case,
    Consent,
    ContextNote,
    Decision,
    Follow,
    FollowKind,
    Member,
    MemberSession,
    MemberState,
    Notification,
    Post,
    PostRevision,
    Proof,
    Report,
    SecurityEvent,
    StoredFinding,
    Support,
    Thread,
)


def remove() -> int:
    """Delete the demo's people and posts. Talks they began go whole. Returns how many posts went.

    A demo person who ruled about a real post stays as a nameless placeholder, because decisions
    keep their actor.
    """
    people = list(db.session.scalars(select(Member.id).where(Member.demo.is_(True))))
    theirs = list(db.session.scalars(select(Post.id).where(Post.author_id.in_(people))))
    begun = list(
        db.session.scalars(
            select(Post.thread_id).where(Post.author_id.in_(people), Post.path == "")
        )
    )
    posts = set(theirs) | set(db.session.scalars(select(Post.id).where(Post.thread_id.in_(begun))))
    _delete_posts(list(posts), begun)
    _delete_people(people)
    (Path(current_app.instance_path) / "demo_sign_ins.json").unlink(missing_ok=True)
    return len(posts)


def _delete_posts(posts: list[int], begun: list[int]) -> None:
    for table in (
        Notification,
        Report,
        ContextNote,
        Decision,
        Case,
        StoredFinding,
        PostRevision,
        Support,
    ):
        db.session.execute(delete(table).where(table.post_id.in_(posts)))
    db.session.execute(update(Post).where(Post.parent_id.in_(posts)).values(parent_id=None))
    db.session.execute(delete(Post).where(Post.id.in_(posts)))
    db.session.execute(
        delete(Follow).where(Follow.kind == FollowKind.THREAD, Follow.subject_id.in_(begun))
    )
    db.session.execute(delete(Thread).where(Thread.id.in_(begun)))
    for thread in db.session.scalars(select(Thread)):
        shown = select(Post.id).where(
            Post.thread_id == thread.id, Post.state == "published", Post.path != ""
        )
        thread.answers = len(db.session.scalars(shown).all())
        thread.version += 1


def _delete_people(people: list[int]) -> None:
    db.session.execute(
        delete(Follow).where(
            (Follow.kind == FollowKind.MEMBER) & Follow.subject_id.in_(people)
            | Follow.member_id.in_(people)
        )
    )
    for table in (Notification, Support, Proof, MemberSession, SecurityEvent, Consent):
        db.session.execute(delete(table).where(table.member_id.in_(people)))
    ruled = set(db.session.scalars(select(Decision.actor_id).where(Decision.actor_id.in_(people))))
    looked = set(db.session.scalars(select(Case.seen_by_id).where(Case.seen_by_id.in_(people))))
    reported = set(
        db.session.scalars(select(Report.reporter_id).where(Report.reporter_id.in_(people)))
    )
    staying = {each for each in ruled | looked | reported if each is not None}
    for member_id in people:
        member = db.session.get_one(Member, member_id)
        if member_id not in staying:
            db.session.delete(member)
            continue
        member.state, member.email, member.password_hash, member.demo = (
            MemberState.ERASED,
            None,
            None,
            False,
        )
        member.handle, member.handle_key = "–", f"erased {member_id}"
