"""Taking back a decision while its mail has not left; afterwards a case is opened again."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select

from forum import audit, clock
from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.models import Appeal, Case, Decision, Level, Member, Outcome, Post, PostState, Role
from forum.moderation import cases, drills
from forum.moderation.causes import OPENED_AGAIN
from forum.moderation.duty import moderators
from forum.permissions import Action, Actor, may
from forum.publishing import outcome_mail
from forum.publishing.noting import bring_back_note
from forum.publishing.state import Why, change_state
from forum.publishing.verdict import hold, may_rule
from forum.web.transaction import begin_write

# What a moderator decided by hand, and so can take back.
_UNDOABLE = frozenset(
    {
        Outcome.PUBLISH,
        Outcome.PUBLISH_WITH_NOTE,
        Outcome.REWORD,
        Outcome.REMOVE,
        Outcome.UPHOLD,
    }
)


def can_undo(decision: Decision) -> bool:
    """Is it a ruling so new that its mail has not left?"""
    fresh = clock.now() - decision.at < timedelta(minutes=Decision.UNDO_MINUTES)
    ruled = decision.outcome in _UNDOABLE and decision.case_id is not None
    return fresh and ruled and _is_last(decision)


def _is_last(decision: Decision) -> bool:
    newest = db.session.scalar(
        select(func.max(Decision.id)).where(Decision.post_id == decision.post_id)
    )
    return newest == decision.id


def undo(actor: Actor, decision_id: int) -> Case:
    """Put post, note and case back to before the decision. Raises NotFound or Stale."""
    begin_write()
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.case_id is None or decision.outcome not in _UNDOABLE:
        raise NotFound
    case, post = hold(decision.case_id)
    alone = _may_undo(actor, case, post)
    _check_it_is_last(case, post, decision)
    if not outcome_mail.take_back(post, decision):
        raise Stale(_("Its mail has left already. Open the case again to decide anew."))
    before = PostState(decision.old_state)
    change_state(
        post,
        before,
        Why(
            Outcome.UNDO,
            _("The decision before was taken back."),
            actor_id=actor.id,
            case_id=case.id,
            acted_alone=alone,
            undoes_id=decision.id,
        ),
    )
    if before is not PostState.PUBLISHED and not _was_shown_before(post, decision):
        post.published_at = None
    bring_back_note(post, decision)
    cases.resume_case(case, post)
    return case


def _may_undo(actor: Actor, case: Case, post: Post) -> bool:
    """Who may decide a case may undo it, and nobody else. Whether they do so alone."""
    try:
        return may_rule(actor, case, post)
    except Invalid as error:
        raise Stale(error.message) from error


def _check_it_is_last(case: Case, post: Post, decision: Decision) -> None:
    """Raises Stale when something has followed on the decision."""
    if _waits_for_another(decision):
        raise Stale(
            _("The author has asked another moderator to look at this. Their answer comes now.")
        )
    if cases.open_case_of(post.id) is not None or not can_undo(decision):
        raise Stale(_("This can no longer be undone. Open the case again to decide anew."))
    if case.practice and drills.still_open() is not None:
        raise Stale(_("Another practice case is open. Please decide that one."))


def _waits_for_another(decision: Decision) -> bool:
    """Is an appeal about this decision open?"""
    waiting = (
        select(Appeal.id)
        .join(Case, Case.id == Appeal.case_id)
        .where(Appeal.decision_id == decision.id, Case.closed_at.is_(None))
    )
    return db.session.scalar(waiting.limit(1)) is not None


def _was_shown_before(post: Post, decision: Decision) -> bool:
    shown = select(Decision.id).where(
        Decision.post_id == post.id,
        Decision.id < decision.id,
        Decision.new_state == PostState.PUBLISHED.value,
    )
    return db.session.scalar(shown.limit(1)) is not None


def open_again(actor: Actor, case_id: int) -> Case:
    """A decided case is asked anew: to reverse what was decided, by a person or by the program.

    Raises NotFound or Stale.
    """
    begin_write()
    case, post = hold(case_id)
    if not may(actor, Action.RULE, post) and not _is_alone_with_own(actor, post):
        raise NotFound
    if post.state in {PostState.WITHDRAWN, PostState.ERASED}:
        raise Stale(_("The author has taken these words down. There is nothing left to decide."))
    if cases.open_case_of(post.id) is not None:
        raise Stale(_("This post waits for a decision already. Nothing was changed by you."))
    if case.practice:
        raise Stale(_("This was practice, and it is over. An operator can file another drill."))
    appealed = db.session.scalar(select(Appeal.id).where(Appeal.case_id == case.id).limit(1))
    level = Level.APPEAL if appealed else Level.REVIEW
    who = db.session.get_one(Member, actor.id)
    again = cases.call_in_question(post, level, f"{OPENED_AGAIN}{who.handle}")
    audit.record(
        "opened_again",
        f"case:{again.id}",
        {"before": case.id, "level": level.value},
        actor_id=actor.id,
        about_id=post.author_id,
    )
    return again


def _is_alone_with_own(actor: Actor, post: Post) -> bool:
    """An admin without another moderator, and their own words."""
    own = actor.id is not None and post.author_id == actor.id
    return own and actor.role is Role.ADMIN and len(moderators()) < 2
