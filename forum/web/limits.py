"""Limits that outlive a restart: counted tries in the database, by keyed hash."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from flask import current_app, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum import clock
from forum.models import Attempt
from forum.web.transaction import ledger


def keyed(text: str) -> str:
    """A keyed hash: equal for equal texts, and telling nothing without the key."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def source() -> str:
    """Where this request comes from. The proxy's word counts only as far as PROXIES trusts it."""
    return f"source:{request.remote_addr or 'unknown'}"


def _one_at_a_time(book: Session, kind: str, hashed: str) -> None:
    """Tries sent at once must not all read the same count. SQLite has one writer by itself."""
    if book.get_bind().dialect.name == "postgresql":
        number = int(hashlib.sha256(f"{kind}:{hashed}".encode()).hexdigest()[:15], 16)
        book.execute(select(func.pg_advisory_xact_lock(number)))


def spend(kind: str, subject: str, most: int, within: timedelta) -> bool:
    """Count one try of `kind` by `subject`. False when it is one too many, which is not counted."""
    since = clock.now() - within
    hashed = keyed(subject)
    with ledger() as book:
        _one_at_a_time(book, kind, hashed)
        counted = book.scalar(
            select(func.count(Attempt.id)).where(
                Attempt.kind == kind, Attempt.subject == hashed, Attempt.at > since
            )
        )
        if (counted or 0) >= most:
            return False
        book.add(Attempt(kind=kind, subject=hashed, at=clock.now()))
    return True
