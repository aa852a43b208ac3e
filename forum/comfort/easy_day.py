"""An easy day: only answers to me and messages from moderators reach me, until the next morning."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update

from forum import clock
from forum.extensions import db
from forum.models import Member
from forum.permissions import Actor
from forum.web.transaction import begin_write

_MORNING = 6
# Without knowing the local time, the day lasts at least so long.
_AT_LEAST = timedelta(hours=10)
_FURTHEST = 14 * 60


def read_offset(given: str | None) -> int | None:
    """Minutes ahead of UTC, as a browser told them; None where it told nothing sound."""
    try:
        minutes = int(given or "")
    except ValueError:
        return None
    return minutes if -_FURTHEST <= minutes <= _FURTHEST else None


def next_morning(now: datetime, offset: int | None) -> datetime:
    """Six o'clock in the morning that comes next; `now` and the answer in UTC."""
    ahead = timedelta(minutes=offset or 0)
    local = now + ahead
    morning = local.replace(hour=_MORNING, minute=0, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    if offset is None and morning - local < _AT_LEAST:
        morning += timedelta(days=1)
    return morning - ahead


def begin(actor: Actor, offset: int | None) -> None:
    """From now until the next local morning."""
    _until(actor, next_morning(clock.now(), offset))


def end(actor: Actor) -> None:
    """At once, by one tap."""
    _until(actor, None)


def _until(actor: Actor, moment: datetime | None) -> None:
    begin_write()
    db.session.execute(update(Member).where(Member.id == actor.id).values(easy_until=moment))
