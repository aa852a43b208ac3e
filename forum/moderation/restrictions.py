"""Pauses and bans: a member may read, but not write, for a time that ends by itself.

`Member.paused_until` always follows from the rows here; `settle` is the one function that sets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select

from forum import clock
from forum.errors import Invalid, NotFound
from forum.extensions import db
from forum.models import (
    Member,
    MemberState,
    Restriction,
    RestrictionKind,
)
from forum.permissions import Action, Actor, may
from forum.text import clean_source
from forum.web.pages import day

UNTIL_LIFTED = 0
# A date is needed in the row; nobody waits for this one.
_FOR_EVER = timedelta(days=36_525)
_LONG = timedelta(days=3_653)
LENGTHS: dict[RestrictionKind, tuple[int, ...]] = {
    RestrictionKind.PAUSE: (1, 3, 7, 14, 30),
    RestrictionKind.BAN: (30, 90, 365, UNTIL_LIFTED),
}
LONGEST_REASON = 1_000
DANGER = "danger_while_paused"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a moderator wants: a pause or a ban, for how many days, and why."""

    kind: RestrictionKind
    days: int
    reason: str


def read_length(text: str) -> tuple[RestrictionKind, int]:
    """ "pause-7" or "ban-0", as the form says it. Raises Invalid."""
    for kind, lengths in LENGTHS.items():
        for days in lengths:
            if text == f"{kind.value}-{days}":
                return kind, days
    raise Invalid("length", _("Please choose for how long."))


def check(wish: Wish) -> Wish:
    """The wish with its reason cleaned. Raises Invalid."""
    return replace(wish, reason=read_reason(wish.reason, "restrict_reason"))


def read_reason(words: str, field: str) -> str:
    reason = clean_source(words)
    if not reason:
        raise Invalid(field, _("Please write the reason. The member reads it."))
    if len(reason) > LONGEST_REASON:
        raise Invalid(field, _("Please keep the reason under 1,000 letters."))
    return reason


def hold_member(member_id: int | None) -> Member:
    """A living member, held until the transaction ends. Raises NotFound."""
    found = (
        db.session.get(Member, member_id, with_for_update=True, populate_existing=True)
        if member_id
        else None
    )
    if found is None or found.state is not MemberState.ACTIVE:
        raise NotFound
    return found


def check_rank(actor: Actor, member: Member, field: str = "length") -> None:
    """Raises NotFound for who may restrict nobody, and Invalid with the reason for moderators."""
    if not may(actor, Action.OPEN_DESK):
        raise NotFound
    if not may(actor, Action.RESTRICT_MEMBER, member):
        raise Invalid(field, why_not(actor, member))


def why_not(actor: Actor, member: Member) -> str:
    """Why this moderator cannot restrict this member; empty when they can."""
    if may(actor, Action.RESTRICT_MEMBER, member):
        return ""
    if actor.id == member.id:
        return str(_("Nobody can pause or ban themself."))
    return str(
        _("%(name)s has a role equal to yours or above it. An admin can help.", name=member.handle)
    )


def length_of(days: int) -> timedelta:
    return timedelta(days=days) if days else _FOR_EVER


def add(actor: Actor, member: Member, case_id: int, wish: Wish, *, begins: bool) -> Restriction:
    """A restriction in force from now, or a proposed one that waits for a second person."""
    assert actor.id is not None
    now = clock.now()
    row = Restriction(
        member_id=member.id,
        case_id=case_id,
        kind=wish.kind,
        reason=wish.reason,
        by_id=actor.id,
        proposed_at=now,
        begins_at=now if begins else None,
        ends_at=now + length_of(wish.days),
    )
    db.session.add(row)
    db.session.flush()
    return row


def same_again(actor: Actor, member: Member, case_id: int, wish: Wish) -> Restriction | None:
    """The same wish sent twice is one restriction."""
    return db.session.scalar(
        select(Restriction)
        .where(
            Restriction.member_id == member.id,
            Restriction.case_id == case_id,
            Restriction.kind == wish.kind,
            Restriction.reason == wish.reason,
            Restriction.by_id == actor.id,
            Restriction.lifted_at.is_(None),
            Restriction.ends_at > clock.now(),
        )
        .order_by(Restriction.id.desc())
        .limit(1)
    )


def begin(row: Restriction, second: Actor) -> None:
    """A second person agreed: it lasts as long as was proposed, from now."""
    now = clock.now()
    row.ends_at = now + (row.ends_at - row.proposed_at)
    row.begins_at, row.confirmed_by_id = now, second.id


def drop_proposal(restriction_id: int, actor: Actor, because: str) -> None:
    """A ban that never began is not proposed any more."""
    row = db.session.get_one(Restriction, restriction_id, with_for_update=True)
    if row.begins_at is None:
        end(row, actor, because)


def end(row: Restriction, actor: Actor, because: str) -> None:
    row.lifted_at, row.lifted_by_id, row.lifted_because = clock.now(), actor.id, because


def in_force() -> ColumnElement[bool]:
    """Which restrictions hold at this moment."""
    now = clock.now()
    return and_(
        Restriction.begins_at <= now, Restriction.ends_at > now, Restriction.lifted_at.is_(None)
    )


def settle(member: Member) -> datetime | None:
    """Set until when a member cannot write: the latest end of what is in force."""
    db.session.flush()
    member.paused_until = db.session.scalar(
        select(func.max(Restriction.ends_at)).where(Restriction.member_id == member.id, in_force())
    )
    return member.paused_until


def active(member_id: int) -> Sequence[Restriction]:
    """What keeps a member from writing now; the one that ends last comes first."""
    return db.session.scalars(
        select(Restriction)
        .where(Restriction.member_id == member_id, in_force())
        .order_by(Restriction.ends_at.desc(), Restriction.id.desc())
        .limit(20)
    ).all()


def ends_by_itself(ends_at: datetime) -> bool:
    """Is there an end that somebody will live to see?"""
    return ends_at - clock.now() < _LONG


def until(ends_at: datetime) -> str:
    """Until when, in words: the hour too, because a pause can be a day."""
    if not ends_by_itself(ends_at):
        return str(_("until it is lifted"))
    return str(_("until %(day)s, %(time)s UTC", day=day(ends_at), time=ends_at.strftime("%H:%M")))
