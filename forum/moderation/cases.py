"""Opening, raising and closing the one open case of a post."""

from __future__ import annotations

from sqlalchemy import select, update

from forum import clock
from forum.extensions import db
from forum.models import Case, Level, Post, Thread
from forum.moderation.duty import call_moderators


def open_case_of(post_id: int) -> Case | None:
    """The open case of a post, if there is one."""
    return db.session.scalar(select(Case).where(Case.post_id == post_id, Case.closed_at.is_(None)))


def last_case_of(post_id: int) -> Case | None:
    """The newest case of a post, open or decided."""
    return db.session.scalar(
        select(Case).where(Case.post_id == post_id).order_by(Case.id.desc()).limit(1)
    )


def open_case(post: Post, level: Level, cause: str, *, practice: bool = False) -> Case:
    """Ask moderators to look at a post. An open case is raised, never doubled or lowered."""
    case = open_case_of(post.id)
    if case is None:
        before = last_case_of(post.id)
        case = Case(
            post_id=post.id,
            level=level,
            rank=level.rank,
            post_version=post.version,
            cause=cause[:60],
            reopens_id=before.id if before else None,
            # A drill opened again is still a drill: its made-up words are never shown.
            practice=practice or (before is not None and before.practice),
            opened_at=clock.now(),
        )
        db.session.add(case)
        db.session.flush()
        newly = True
    else:
        newly = level.rank < case.rank
        if newly:
            case.level, case.rank, case.cause = level, level.rank, cause[:60]
        case.post_version = post.version
    post.open_case = True
    if newly and level is Level.URGENT:
        call_moderators(case)
    return case


def call_in_question(post: Post, level: Level, cause: str) -> Case:
    """Open a case about words that stand as they are.

    Guests no longer see them, so pages that are kept for guests are out of date. Where the state
    of the post changes too, `change_state` sees to that.
    """
    case = open_case(post, level, cause)
    db.session.execute(
        update(Thread).where(Thread.id == post.thread_id).values(version=Thread.version + 1)
    )
    return case


def close_case(case: Case, post: Post) -> None:
    """The question is answered; whoever had taken the case is free."""
    case.closed_at = clock.now()
    case.taken_by_id = case.taken_until = None
    post.open_case = False


def resume_case(case: Case, post: Post) -> None:
    """A decision was taken back: the same question is open again."""
    case.closed_at = None
    post.open_case = True
