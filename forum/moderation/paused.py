"""What a member meets who cannot write for a time: why, until when; and help all the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import and_, select

from forum import audit, clock
from forum.claims import Action as Verdicts
from forum.claims import Verdict
from forum.errors import Invalid
from forum.extensions import db
from forum.mail import outbox
from forum.models import Case, Member, OutboxMessage, Post, Restriction
from forum.moderation import restrictions
from forum.moderation.duty import moderators, on_duty
from forum.web.limits import spend
from forum.web.transaction import begin_write, unit_of_work


@dataclass(frozen=True, slots=True)
class Told:
    """A restriction as the member is told of it, and their own post that it is about, if any."""

    row: Restriction
    post_id: int | None


def told(member_id: int) -> list[Told]:
    """What a member reads of what keeps them from writing now."""
    found = db.session.execute(
        select(Restriction, Post.id.label("post_id"))
        .join(Case, Case.id == Restriction.case_id)
        .outerjoin(Post, and_(Post.id == Case.post_id, Post.author_id == member_id))
        .where(Restriction.member_id == member_id, restrictions.in_force())
        .order_by(Restriction.ends_at.desc(), Restriction.id.desc())
        .limit(20)
    ).all()
    return [Told(row.Restriction, row.post_id) for row in found]


def refuse_if_paused(
    member_id: int | None, verdict: Verdict | None = None, *, danger: bool = False
) -> None:
    """Raises Invalid where a member cannot write now. Before any writing begins.

    Where what they wrote tells of danger a moderator is called all the same, although there is no
    post that a case could be about.
    """
    if member_id is None:
        return
    paused = select(Member.paused_until).where(Member.id == member_id)
    ends_at = db.session.scalar(paused)
    if ends_at is None or ends_at <= clock.now():
        return
    found = restrictions.active(member_id)
    plea = verdict is not None and (verdict.action is Verdicts.URGENT or bool(verdict.guidance))
    if found and (danger or plea):
        _call(member_id, found[0].id)
    raise Invalid(
        "words",
        _(
            "You can read here, but not write, %(until)s. The reason: “%(reason)s” Nothing you "
            "wrote is lost. What you can do stands on your page, “You”.",
            until=restrictions.until(ends_at),
            reason=found[0].reason if found else "",
        ),
    )


def refuse_paused_address(email: str) -> None:
    """The same for who writes as a guest, once they have shown that the address is theirs."""
    refuse_if_paused(db.session.scalar(select(Member.id).where(Member.email == email)))


def _call(member_id: int, restriction_id: int) -> None:
    """Mail those on duty, at most once an hour for a member; kept although the request is refused."""
    if not spend("danger_paused", f"member:{member_id}", 1, timedelta(hours=1)):
        return
    with unit_of_work():
        begin_write()
        moment = int(clock.now().timestamp())
        audit.record(
            restrictions.DANGER,
            f"restriction:{restriction_id}",
            {"cause": "words of danger by a member who is paused"},
            actor_id=None,
            about_id=member_id,
        )
        for each in on_duty() or moderators():
            if each.email and each.id != member_id:
                outbox.post(
                    restrictions.DANGER,
                    each.email,
                    f"danger-paused:{restriction_id}:{moment}:{each.id}",
                    {"url": outbox.link(f"/desk/members/{member_id}")},
                    priority=OutboxMessage.SIGN_IN,
                )
