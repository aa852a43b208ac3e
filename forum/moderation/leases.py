"""Taking a case, so that two moderators do not work on the same one. A lease ends by itself."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from forum import audit, clock
from forum.errors import NotFound
from forum.extensions import db
from forum.models import Case, CaseView, Member
from forum.permissions import Actor
from forum.web.transaction import begin_write


def look(book: Session, case_id: int, member_id: int) -> None:
    """A moderator opens a case: who saw it first is kept, and it is theirs if it was free.

    Written in the ledger `book`: reading changes nothing that a person owns.
    """
    now = clock.now()
    book.execute(
        update(Case)
        .where(Case.id == case_id, Case.seen_at.is_(None))
        .values(seen_at=now, seen_by_id=member_id)
    )
    known = select(CaseView.id).where(CaseView.case_id == case_id, CaseView.member_id == member_id)
    if book.scalar(known) is None:
        book.add(CaseView(case_id=case_id, member_id=member_id, at=now))
    book.execute(
        update(Case)
        .where(
            Case.id == case_id,
            Case.closed_at.is_(None),
            or_(
                Case.taken_until.is_(None),
                Case.taken_until <= now,
                Case.taken_by_id == member_id,
            ),
        )
        .values(taken_by_id=member_id, taken_until=now + timedelta(minutes=Case.LEASE_MINUTES))
    )


def holder(case: Case) -> Member | None:
    """Who has the case now."""
    if case.taken_by_id is None or case.taken_until is None or case.taken_until <= clock.now():
        return None
    return db.session.get(Member, case.taken_by_id)


def held_by_other(case: Case, member_id: int | None) -> Member | None:
    """The other moderator who has the case now, if any."""
    found = holder(case)
    return None if found is None or found.id == member_id else found


def take_over(actor: Actor, case_id: int) -> None:
    """Take a case that another moderator has open. They are told when they next do something."""
    begin_write()
    case = db.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.closed_at is not None:
        raise NotFound
    other = held_by_other(case, actor.id)
    case.taken_by_id = actor.id
    case.taken_until = clock.now() + timedelta(minutes=Case.LEASE_MINUTES)
    if other is not None:
        audit.record(
            "taken_over",
            f"case:{case.id}",
            {"from": other.handle},
            actor_id=actor.id,
            about_id=other.id,
        )


def release(actor: Actor, case_id: int) -> None:
    """Give a case back to the others."""
    begin_write()
    db.session.execute(
        update(Case)
        .where(Case.id == case_id, Case.taken_by_id == actor.id)
        .values(taken_by_id=None, taken_until=None)
    )
