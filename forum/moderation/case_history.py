"""What was decided: in this case, about this post, and about others of its author."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from forum.extensions import AnyRow, db
from forum.models import Appeal, Case, Decision, Member, Post
from forum.moderation.health import stands

# So many of a kind are shown, the newest: a page stays a page.
MOST = 10

_COLUMNS = (
    Decision.id,
    Decision.case_id,
    Decision.outcome,
    Decision.reason,
    Decision.message,
    Decision.cause,
    Decision.at,
    Decision.post_id,
    Decision.post_version,
    Decision.old_state,
    Decision.new_state,
    Decision.actor_id,
    Decision.acted_alone,
    Member.handle.label("actor"),
)


def decisions_about_author(post: Post) -> Sequence[AnyRow]:
    """What moderators ruled about this author before, and did not take back."""
    return db.session.execute(
        select(*_COLUMNS)
        .join(Post, Post.id == Decision.post_id)
        .join(Member, Member.id == Decision.actor_id)
        .where(
            same_author(post),
            Decision.case_id.is_not(None),
            Decision.post_id != post.id,
            stands(),
        )
        .order_by(Decision.id.desc())
        .limit(MOST)
    ).all()


def decisions_of(post_id: int) -> Sequence[AnyRow]:
    """What happened to the post, the newest last."""
    newest = db.session.execute(
        select(*_COLUMNS)
        .outerjoin(Member, Member.id == Decision.actor_id)
        .where(Decision.post_id == post_id)
        .order_by(Decision.id.desc())
        .limit(2 * MOST)
    ).all()
    return list(reversed(newest))


def same_author(post: Post) -> ColumnElement[bool]:
    if post.author_id:
        return Post.author_id == post.author_id
    return Post.guest_email == post.guest_email


def appeals_of(case_id: int) -> Sequence[AnyRow]:
    """What the author asks to be looked at again, with the decision that it is about."""
    return db.session.execute(
        select(
            Appeal.words,
            Appeal.at,
            Decision.outcome,
            Decision.reason,
            Decision.message,
            Decision.actor_id,
            Decision.at.label("decided_at"),
            Member.handle.label("actor"),
        )
        .join(Decision, Decision.id == Appeal.decision_id)
        .outerjoin(Member, Member.id == Decision.actor_id)
        .where(Appeal.case_id == case_id)
        .order_by(Appeal.id)
        .limit(MOST)
    ).all()


def ruling_of(case: Case) -> tuple[Decision | None, str]:
    """The decision that closed the case, and by whom."""
    if case.closed_at is None:
        return None, ""
    row = db.session.execute(
        select(Decision, Member.handle)
        .join(Member, Member.id == Decision.actor_id)
        .where(Decision.case_id == case.id, stands())
        .order_by(Decision.id.desc())
        .limit(1)
    ).first()
    return (row.Decision, row.handle) if row else (None, "")


def one_decision(decision_id: int) -> Decision | None:
    return db.session.get(Decision, decision_id)
