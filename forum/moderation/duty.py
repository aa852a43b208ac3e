"""Who moderates, who is on duty now, and calling them to an urgent case."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from forum import audit, clock
from forum.errors import Invalid
from forum.extensions import db
from forum.mail import outbox
from forum.models import Case, Duty, Member, MemberState, OutboxMessage, Role
from forum.permissions import Actor
from forum.web.transaction import begin_write

# How long a turn may last: a forgotten switch must not leave an empty desk that looks staffed.
HOURS = (2, 4, 8, 12)


def _moderators() -> Select[Member]:
    return (
        select(Member)
        .where(Member.role.in_([Role.MODERATOR, Role.ADMIN]), Member.state == MemberState.ACTIVE)
        .order_by(Member.id)
    )


def moderators() -> list[Member]:
    """Everybody who may rule and can be reached."""
    return list(db.session.scalars(_moderators()))


def go_on_duty(actor: Actor, hours: int) -> datetime:
    """Be on duty from now, for some hours; it ends by itself. Returns until when."""
    if hours not in HOURS:
        raise Invalid("hours", _("Please choose one of the times offered."))
    begin_write()
    now = clock.now()
    _end(actor, now)
    turn = Duty(member_id=actor.id, since=now, until=now + timedelta(hours=hours))
    db.session.add(turn)
    db.session.flush()
    _record("on_duty", actor, turn)
    return turn.until


def go_off_duty(actor: Actor) -> None:
    """End one's turn now. Nothing happens to who was not on duty."""
    begin_write()
    for turn in _end(actor, clock.now()):
        _record("off_duty", actor, turn)


def _end(actor: Actor, now: datetime) -> list[Duty]:
    turns = db.session.scalars(
        select(Duty).where(Duty.member_id == actor.id, Duty.until > now).with_for_update()
    ).all()
    for turn in turns:
        turn.until = now
    return list(turns)


def _record(kind: str, actor: Actor, turn: Duty) -> None:
    words = {"until": turn.until.isoformat(timespec="seconds")}
    audit.record(kind, f"duty:{turn.id}", words, actor_id=actor.id, about_id=actor.id)


def on_duty_until(member_id: int) -> datetime | None:
    """Until when this moderator is on duty, if at all."""
    return db.session.scalar(
        select(func.max(Duty.until)).where(Duty.member_id == member_id, Duty.until > clock.now())
    )


def on_duty() -> list[Member]:
    """The moderators on duty now."""
    turns = select(Duty.member_id).where(Duty.until > clock.now())
    return list(db.session.scalars(_moderators().where(Member.id.in_(turns))))


def anyone_on_duty() -> bool:
    return bool(on_duty())


def call_moderators(case: Case) -> None:
    """An urgent case: mail at once to those on duty, or to all, telling nothing of what it says."""
    for each in on_duty() or moderators():
        if each.email:
            outbox.post(
                "urgent_case",
                each.email,
                f"urgent:{case.id}:{case.post_version}:{each.id}",
                {"url": outbox.link(f"/desk/cases/{case.id}")},
                priority=OutboxMessage.SIGN_IN,
            )
