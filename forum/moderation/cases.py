"""Opening, raising and closing the one open case of a post."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum import clock
from forum.extensions import db
from forum.mail import outbox
from forum.models import Case, Level, Member, MemberState, OutboxMessage, Post, Role


def open_case_of(post_id: int) -> Case | None:
    """The open case of a post, if there is one."""
    return db.session.scalar(select(Case).where(Case.post_id == post_id, Case.closed_at.is_(None)))


def open_case(post: Post, level: Level, cause: str) -> Case:
    """Ask moderators to look at a post. An open case is raised, never doubled or lowered."""
    case = open_case_of(post.id)
    if case is None:
        case = Case(
            post_id=post.id,
            level=level,
            rank=level.rank,
            post_version=post.version,
            cause=cause[:40],
            opened_at=clock.now(),
        )
        db.session.add(case)
        db.session.flush()
        newly = True
    else:
        newly = level.rank < case.rank
        if newly:
            case.level, case.rank, case.cause = level, level.rank, cause[:40]
        case.post_version = post.version
    post.open_case = True
    if newly and level is Level.URGENT:
        call_moderators(case)
    return case


def close_case(case: Case, post: Post) -> None:
    case.closed_at = clock.now()
    post.open_case = False


def moderators() -> list[Member]:
    """Everybody who may rule and can be reached."""
    return list(
        db.session.scalars(
            select(Member).where(
                Member.role.in_([Role.MODERATOR, Role.ADMIN]), Member.state == MemberState.ACTIVE
            )
        )
    )


def call_moderators(case: Case) -> None:
    """An urgent case: mail to all moderators at once, telling nothing of what it says."""
    for each in moderators():
        if each.email:
            outbox.post(
                "urgent_case",
                each.email,
                f"urgent:{case.id}:{case.post_version}:{each.id}",
                {"url": outbox.link(f"/desk/cases/{case.id}")},
                priority=OutboxMessage.SIGN_IN,
            )


def mark_seen(book: Session, case_id: int, member_id: int) -> None:
    """The first look at a case, by whom and when; written in the ledger `book`."""
    book.execute(
        update(Case)
        .where(Case.id == case_id, Case.seen_at.is_(None))
        .values(seen_at=clock.now(), seen_by_id=member_id)
    )
