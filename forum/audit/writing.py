"""Adding to the trail, and taking words out of it.

All writers share one lock, because each row holds the chain value of the row before. So the rows are
written last, as the transaction commits and has taken whatever else it needs: who has the lock of
the trail waits for nothing, and no two transactions can wait for each other over it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, event, select, text
from sqlalchemy.orm import Session, SessionTransaction

from forum import clock
from forum.audit.chain import BEGINNING, digest_of, link_of, pseudonym
from forum.extensions import db
from forum.models import AuditEntry, AuditWords, Member

# One lock for all writers on PostgreSQL; SQLite has one writer at a time anyway.
_LOCK = 7_403_119
_WAITING = "audit_waiting"


@dataclass(frozen=True, slots=True)
class _Act:
    """An act that is written as its transaction commits."""

    kind: str
    subject: str
    words: dict[str, Any]
    actor: str
    about_id: int | None
    at: datetime
    # The savepoint it was done in: it is taken back with it.
    within: SessionTransaction | None


def record(
    kind: str, subject: str, words: dict[str, Any], *, actor_id: int | None, about_id: int | None
) -> None:
    """Add an act to the trail, in the transaction that does it; it is written as that commits.

    `subject` names a row ("decision:12"), never a person. `words` are plain JSON values; with them
    goes the member they tell about, `about_id`, whose erasure takes the words out.
    """
    session = db.session()
    within = session.get_nested_transaction()
    act = _Act(kind, subject, words, pseudonym(actor_id), about_id, clock.now(), within)
    session.info.setdefault(_WAITING, []).append(act)


@event.listens_for(db.session, "before_commit")
def _write(session: Session) -> None:
    """The end of a transaction; the end of a savepoint is not one."""
    if session.in_nested_transaction() or not (acts := session.info.pop(_WAITING, None)):
        return
    session.flush()
    # The words refer to these members, so their rows are held before the trail is.
    people = sorted({act.about_id for act in acts if act.about_id is not None})
    held = select(Member.id).where(Member.id.in_(people)).order_by(Member.id)
    session.execute(held.with_for_update(read=True, key_share=True))
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    last = session.execute(
        select(AuditEntry.number, AuditEntry.chain).order_by(AuditEntry.number.desc()).limit(1)
    ).first()
    number, chain = (last.number, last.chain) if last else (0, BEGINNING)
    for act in acts:
        number += 1
        salt = secrets.token_hex(16)
        entry = AuditEntry(
            number=number,
            at=act.at,
            kind=act.kind,
            actor=act.actor,
            subject=act.subject,
            digest=digest_of(act.words, salt),
        )
        entry.chain = chain = link_of(entry, chain)
        session.add(entry)
        session.flush()
        session.add(AuditWords(number=number, member_id=act.about_id, words=act.words, salt=salt))


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, undone: SessionTransaction) -> None:
    """What was taken back was not done."""
    acts = session.info.pop(_WAITING, [])
    # Without a parent it was the whole transaction.
    if undone.parent is not None:
        session.info[_WAITING] = [act for act in acts if not _is_inside(act.within, undone)]


def _is_inside(inner: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer


def erase_words(member_id: int) -> int:
    """Take out the names and words that tell about a member. The chained rows stay."""
    gone = delete(AuditWords).where(AuditWords.member_id == member_id)
    return int(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]
