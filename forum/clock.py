"""The only source of "now". Always aware, always UTC."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

_ahead = timedelta(0)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC) + _ahead


def today() -> date:
    """The present day in UTC."""
    return now().date()


@contextmanager
def travel(ahead: timedelta) -> Iterator[None]:
    """Move this process's clock, so that a test can see what happens later without waiting."""
    global _ahead
    before = _ahead
    _ahead = before + ahead
    try:
        yield
    finally:
        _ahead = before
