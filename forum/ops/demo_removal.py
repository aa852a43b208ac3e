"""Taking the demo community out again, with all it wrote and did."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from forum import audit
from forum.extensions import db
from forum.models import (
    Appeal,
    Case,
    CaseView,
    ClaimRecord,
    Consent,
    Consultation,
    ContextNote,
    Decision,
    Duty,
    Follow,
    FollowKind,
    LibraryNoteVersion,
    Member,
    MemberNote,
    MemberSession,
    MemberState,
    Notification,
    Post,
    PostRevision,
    PostState,
    Proof,
    Report,
    Restriction,
    SecurityEvent,
    StoredFinding,
    Support,
    SupportKind,
    Thread,
)
from forum.moderation import restrictions


@dataclass(frozen=True, slots=True)
class _Demo:
    """What goes: the people, their posts, the talks they began, and what the desk did about these."""

    people: list[int]
    posts: list[int]
    talks: list[int]
    cases: list[int]
    decisions: list[int]


def remove() -> int:
    """Delete the demo's people and posts. Talks they began go whole. Returns how many posts went.

    A demo person who did something about a real post that must stay, such as ruling on it, stays as
    a nameless placeholder.
    """
    demo = _find()
    if demo.people:
        counted = _counted_with(demo)
        _delete_of_the_desk(demo)
        _delete_posts(demo)
        _delete_of_people(demo.people)
        _count_again(*counted)
        _delete_people(demo.people)
        audit.record(
            "demo_removed",
            "demo",
            {"posts": len(demo.posts), "decisions": demo.decisions},
            actor_id=None,
            about_id=None,
        )
    (Path(current_app.instance_path) / "demo_sign_ins.json").unlink(missing_ok=True)
    return len(demo.posts)


def _find() -> _Demo:
    people = list(db.session.scalars(select(Member.id).where(Member.demo.is_(True))))
    theirs = Post.author_id.in_(people)
    talks = list(db.session.scalars(select(Post.thread_id).where(theirs, Post.path == "")))
    posts = _ids(Post, theirs | Post.thread_id.in_(talks))
    cases, decisions = (
        _ids(Case, Case.post_id.in_(posts)),
        _ids(Decision, Decision.post_id.in_(posts)),
    )
    return _Demo(people, posts, talks, cases, decisions)


def _ids(model: type[Post] | type[Case] | type[Decision], where: ColumnElement[bool]) -> list[int]:
    return list(db.session.scalars(select(model.id).where(where).order_by(model.id)))


def _delete_of_the_desk(demo: _Demo) -> None:
    """What moderators did about the posts that go, and what made-up moderators did about others.

    What a real person had a part in stays.
    """
    people, cases = demo.people, demo.cases
    db.session.execute(delete(Duty).where(Duty.member_id.in_(people)))
    db.session.execute(
        delete(CaseView).where(CaseView.case_id.in_(cases) | CaseView.member_id.in_(people))
    )
    db.session.execute(
        delete(ClaimRecord).where(ClaimRecord.case_id.in_(cases) | ClaimRecord.by_id.in_(people))
    )
    db.session.execute(
        delete(MemberNote).where(MemberNote.member_id.in_(people) | MemberNote.by_id.in_(people))
    )
    db.session.execute(
        delete(Consultation).where(
            Consultation.case_id.in_(cases)
            | _only_by(Consultation.asked_by_id, Consultation.answered_by_id, people)
        )
    )
    _delete_restrictions(demo)
    db.session.execute(
        update(Case).where(Case.taken_by_id.in_(people)).values(taken_by_id=None, taken_until=None)
    )
    db.session.execute(
        update(LibraryNoteVersion).where(LibraryNoteVersion.by_id.in_(people)).values(by_id=None)
    )


def _only_by(
    first: InstrumentedAttribute[int], second: InstrumentedAttribute[int | None], people: list[int]
) -> ColumnElement[bool]:
    """A demo person began it, and no real one has answered."""
    return first.in_(people) & or_(second.is_(None), second.in_(people))


def _delete_restrictions(demo: _Demo) -> None:
    """Real members whom a made-up moderator kept from writing can write again."""
    asked = select(Consultation.restriction_id).where(Consultation.restriction_id.is_not(None))
    gone = Restriction.case_id.in_(demo.cases) | (
        _only_by(Restriction.by_id, Restriction.confirmed_by_id, demo.people)
        & Restriction.id.not_in(asked)
    )
    held = set(db.session.scalars(select(Restriction.member_id).where(gone)))
    db.session.execute(delete(Restriction).where(gone))
    for member_id in held - set(demo.people):
        restrictions.settle(db.session.get_one(Member, member_id))


def _delete_posts(demo: _Demo) -> None:
    # Appeals and notes refer to decisions, decisions to cases; both to their own kind in one post.
    for table in (
        Notification,
        Report,
        Appeal,
        ContextNote,
        Decision,
        Case,
        StoredFinding,
        PostRevision,
        Support,
    ):
        db.session.execute(delete(table).where(table.post_id.in_(demo.posts)))
    db.session.execute(update(Post).where(Post.parent_id.in_(demo.posts)).values(parent_id=None))
    db.session.execute(delete(Post).where(Post.id.in_(demo.posts)))
    db.session.execute(
        delete(Follow).where(Follow.kind == FollowKind.THREAD, Follow.subject_id.in_(demo.talks))
    )
    db.session.execute(delete(Thread).where(Thread.id.in_(demo.talks)))


def _delete_of_people(people: list[int]) -> None:
    db.session.execute(
        delete(Follow).where(
            (Follow.kind == FollowKind.MEMBER) & Follow.subject_id.in_(people)
            | Follow.member_id.in_(people)
        )
    )
    for table in (Notification, Support, Proof, MemberSession, SecurityEvent, Consent):
        db.session.execute(delete(table).where(table.member_id.in_(people)))
    for member_id in people:
        audit.erase_words(member_id)


def _counted_with(demo: _Demo) -> tuple[set[int], set[int]]:
    """The talks and posts that stay and whose counters hold something that goes."""
    lost = Post.id.in_(demo.posts)
    talks = set(db.session.scalars(select(Post.thread_id).where(lost)))
    answered = db.session.scalars(select(Post.parent_id).where(lost, Post.parent_id.is_not(None)))
    supported = db.session.scalars(
        select(Support.post_id).where(Support.member_id.in_(demo.people))
    )
    posts = {found for found in (*answered, *supported) if found is not None}
    return talks - set(demo.talks), posts - set(demo.posts)


def _count_again(talks: Collection[int], posts: Collection[int]) -> None:
    shown = select(func.count(Post.id)).where(Post.state == PostState.PUBLISHED)
    for thread in db.session.scalars(select(Thread).where(Thread.id.in_(talks))):
        inside = shown.where(Post.thread_id == thread.id, Post.path != "")
        thread.answers = db.session.scalar(inside) or 0
        thread.version += 1
    for post in db.session.scalars(select(Post).where(Post.id.in_(posts))):
        post.answers = db.session.scalar(shown.where(Post.parent_id == post.id)) or 0
        given = select(func.count(Support.id)).where(Support.post_id == post.id)
        for kind in SupportKind:
            setattr(post, kind.value, db.session.scalar(given.where(Support.kind == kind)) or 0)


def _delete_people(people: list[int]) -> None:
    db.session.flush()
    staying = _still_named(people)
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


def _still_named(people: list[int]) -> set[int]:
    """Those whom a row that stays still refers to, whatever table it is in."""
    found: set[int] = set()
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if any(key.target_fullname == "members.id" for key in column.foreign_keys):
                found.update(db.session.scalars(select(column).where(column.in_(people))))
    return found
