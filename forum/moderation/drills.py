"""Safety drills as they are read: when each was filed, looked at and decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from forum.extensions import AnyRow, AnySelect, db
from forum.models import Case, Member, Post

# The made-up author's address: it marks the posts of drills, and no mail can ever reach it.
DRILL_EMAIL = "safety-drill@snowdrop.invalid"
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Drill:
    """One practice case, and how long people took."""

    case_id: int
    filed_at: datetime
    looked_by: str | None
    looked_after: timedelta | None
    decided_after: timedelta | None


# By the address, which is indexed: practice cases are rare among all cases.
_DRILLS: AnySelect = (
    select(Case.id, Case.opened_at, Case.seen_at, Case.closed_at, Member.handle)
    .join(Post, Post.id == Case.post_id)
    .outerjoin(Member, Member.id == Case.seen_by_id)
    .where(Post.guest_email == DRILL_EMAIL, Case.practice.is_(True))
    .order_by(Case.id.desc())
)


def _drill(row: AnyRow) -> Drill:
    return Drill(
        case_id=row.id,
        filed_at=row.opened_at,
        looked_by=row.handle,
        looked_after=row.seen_at - row.opened_at if row.seen_at else None,
        decided_after=row.closed_at - row.opened_at if row.closed_at else None,
    )


def recent(count: int = SHOWN) -> list[Drill]:
    """The last drills, the newest first."""
    return [_drill(row) for row in db.session.execute(_DRILLS.limit(count))]


def one(case_id: int) -> Drill:
    """How the drill with this number stands now."""
    return _drill(db.session.execute(_DRILLS.where(Case.id == case_id)).one())


def still_open() -> int | None:
    """The number of the drill that nobody has decided yet, if there is one."""
    return db.session.scalar(_DRILLS.where(Case.closed_at.is_(None)).limit(1))
