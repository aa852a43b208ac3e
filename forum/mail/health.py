"""The health of addresses: refusals are counted, and after two the digests stop."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum import clock
from forum.models import AddressHealth


def count_refusal(book: Session, email: str) -> None:
    """A mail server said that this address does not exist or does not want our mail."""
    counted = (
        update(AddressHealth)
        .where(AddressHealth.email == email)
        .values(refusals=AddressHealth.refusals + 1, changed_at=clock.now())
    )
    if book.execute(counted).rowcount:  # type: ignore[attr-defined]
        return
    try:
        with book.begin_nested():
            book.add(AddressHealth(email=email, refusals=1, changed_at=clock.now()))
    except IntegrityError:
        # Another worker has just written the first one.
        book.execute(counted)


def is_stopped(session: Session, email: str) -> bool:
    """Do digests keep away from this address after refusals or a complaint?"""
    health = session.scalar(select(AddressHealth).where(AddressHealth.email == email))
    return health is not None and (
        health.complained or health.refusals >= AddressHealth.REFUSALS_UNTIL_STOP
    )


def forgive(session: Session, email: str) -> None:
    """The owner has just answered from this address and wants our mail: start afresh."""
    session.execute(delete(AddressHealth).where(AddressHealth.email == email))
