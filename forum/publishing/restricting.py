"""Pausing and banning a member, lifting it again, and telling them."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum import audit, clock
from forum.activity import telling
from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.mail import outbox
from forum.models import (
    Case,
    Consultation,
    ConsultationKind,
    Member,
    Post,
    Restriction,
    RestrictionKind,
    Role,
)
from forum.moderation import answerers, consultations, restrictions
from forum.moderation.case_file import concerns
from forum.moderation.restrictions import Wish
from forum.permissions import Action, Actor, may
from forum.publishing.verdict import hold
from forum.web.transaction import begin_write


def restrict(actor: Actor, case_id: int, wish: Wish) -> Restriction | Consultation:
    """Pause or ban the author of a case. Raises Invalid, NotFound or Stale.

    A ban begins only when a second person agrees: then what comes back is the question to them.
    With nobody to ask, an admin acts alone.
    """
    wish = restrictions.check(wish)
    begin_write()
    case, post = hold(case_id)
    if case.practice or actor.id is None or concerns(case.id, actor.id):
        raise NotFound
    member = restrictions.hold_member(post.author_id)
    restrictions.check_rank(actor, member)
    if (before := restrictions.same_again(actor, member, case.id, wish)) is not None:
        return before
    ban = wish.kind is RestrictionKind.BAN
    people = _seconds(case, post, actor, member) if ban else []
    if ban and not people and actor.role is not Role.ADMIN:
        raise Invalid(
            "length",
            _("A ban needs a second moderator, and there is none who may agree. You can pause."),
        )
    row = restrictions.add(actor, member, case.id, wish, begins=not people)
    if people:
        _record("ban_proposed", row, actor)
        asked = consultations.Asked(wish.reason, restriction_id=row.id)
        kind = ConsultationKind.SECOND_OPINION
        return consultations.file(actor, case, post, kind, asked, people)
    _in_force(row, member, post, actor, alone=ban)
    return row


def _seconds(case: Case, post: Post, actor: Actor, member: Member) -> list[Member]:
    """Who can agree to a ban of this member."""
    found = answerers.seconds(case, post, actor)
    return [each for each in found if may(each, Action.RESTRICT_MEMBER, member)]


def confirm(actor: Actor, restriction_id: int, post: Post) -> Restriction:
    """A second person agreed to a ban: it begins. The caller has held the question."""
    row = db.session.get_one(Restriction, restriction_id, with_for_update=True)
    member = restrictions.hold_member(row.member_id)
    restrictions.check_rank(actor, member, "answer")
    restrictions.begin(row, actor)
    _in_force(row, member, post, actor)
    return row


def _in_force(
    row: Restriction, member: Member, post: Post, actor: Actor, *, alone: bool = False
) -> None:
    restrictions.settle(member)
    _record("restriction", row, actor, alone=alone)
    _tell(row, member, post, lifted=False)


def lift(actor: Actor, restriction_id: int, reason: str) -> Restriction:
    """End a restriction before its time. Raises Invalid, NotFound or Stale."""
    reason = restrictions.read_reason(reason, "lift_reason")
    begin_write()
    found = db.session.get(Restriction, restriction_id)
    if found is None or found.begins_at is None:
        raise NotFound
    _case, post = hold(found.case_id)
    member = restrictions.hold_member(found.member_id)
    db.session.refresh(found, with_for_update=True)
    restrictions.check_rank(actor, member, "lift_reason")
    if found.lifted_at is not None or found.ends_at <= clock.now():
        raise Stale(_("It has ended already. Nothing was changed by you."))
    restrictions.end(found, actor, reason)
    restrictions.settle(member)
    _record("restriction_lifted", found, actor)
    _tell(found, member, post, lifted=True)
    return found


def _record(what: str, row: Restriction, actor: Actor, *, alone: bool = False) -> None:
    words = {
        "kind": row.kind.value,
        "case": row.case_id,
        "reason": row.reason,
        "ends": row.ends_at.isoformat(timespec="seconds"),
        "proposed_by": audit.pseudonym(row.by_id),
        "lifted_because": row.lifted_because or "",
        "acted_alone": alone,
    }
    audit.record(what, f"restriction:{row.id}", words, actor_id=actor.id, about_id=row.member_id)


def _tell(row: Restriction, member: Member, post: Post, *, lifted: bool) -> None:
    """By mail and in the app, at once: who cannot write must know why before they try."""
    telling.tell_paused(member.id, post.id)
    email = db.session.scalar(select(Member.email).where(Member.id == member.id))
    if email is None:
        return
    left = member.paused_until
    outbox.post(
        "paused",
        email,
        f"paused:{row.id}:{'lifted' if lifted else 'begun'}",
        {
            "lifted": lifted,
            "until": lambda: restrictions.until(left) if left else "",
            "by_itself": restrictions.ends_by_itself(row.ends_at),
            "reason": row.lifted_because if lifted else row.reason,
            "url": outbox.link("/you/pause"),
        },
    )
