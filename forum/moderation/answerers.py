"""Who can be asked about a case, and who may answer."""

from __future__ import annotations

from sqlalchemy import select

from forum.extensions import db
from forum.models import (
    Appeal,
    Case,
    Consultation,
    ConsultationKind,
    Decision,
    Member,
    MemberState,
    Post,
    Role,
)
from forum.moderation.duty import moderators
from forum.permissions import Action, Actor, may


def reviewers() -> list[Member]:
    """Who can be asked as a clinician: reviewers, and admins who were checked to be one."""
    found = db.session.scalars(
        select(Member)
        .where(
            Member.role.in_([Role.REVIEWER, Role.ADMIN]),
            Member.state == MemberState.ACTIVE,
        )
        .order_by(Member.id)
    )
    return [each for each in found if each.role is Role.REVIEWER or each.clinician_verified]


def seconds(case: Case, post: Post, actor: Actor) -> list[Member]:
    """The moderators who may answer a question of `actor` about this case."""
    ruled = db.session.scalars(
        select(Decision.actor_id)
        .join(Appeal, Appeal.decision_id == Decision.id)
        .where(Appeal.case_id == case.id)
    )
    without = {actor.id, post.author_id, *ruled}
    return [each for each in moderators() if each.id not in without]


def clinicians(post: Post, actor: Actor) -> list[Member]:
    """The reviewers who may answer a question of `actor` about this post."""
    return [each for each in reviewers() if each.id not in {actor.id, post.author_id}]


def may_answer(actor: Actor, row: Consultation, post: Post) -> bool:
    """Nobody answers their own question, nor one about their own words or their own decision."""
    if actor.id in {row.asked_by_id, post.author_id}:
        return False
    if row.kind is ConsultationKind.CLINICIAN:
        return may(actor, Action.ANSWER_REFERRAL)
    if not may(actor, Action.RULE, post):
        return False
    appealed = (
        select(Appeal.id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(Appeal.case_id == row.case_id, Decision.actor_id == actor.id)
        .limit(1)
    )
    return db.session.scalar(appealed) is None
