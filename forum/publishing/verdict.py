"""A moderator's verdict: the road out. It carries the version that the moderator read."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.models import (
    Appeal,
    Case,
    Consultation,
    ConsultationKind,
    Decision,
    Level,
    Member,
    Outcome,
    Post,
    PostState,
    Role,
)
from forum.moderation import answerers, cases, consultations, leases
from forum.moderation.duty import moderators
from forum.permissions import Action, Actor, may
from forum.posts.locking import hold_post
from forum.publishing import outcome_mail
from forum.publishing.noting import set_note
from forum.publishing.ruling import NEW_STATE, Ruling, prepare
from forum.publishing.state import Why, change_state
from forum.web.transaction import begin_write


class AlreadyDecided(Stale):
    """Another moderator was faster, or the author took the words down."""


class TakenByOther(Stale):
    """Another moderator has this case open now."""


class TextMoved(Stale):
    """The author has changed the words since the moderator read them."""


def rule(actor: Actor, case_id: int, read_version: int, ruling: Ruling) -> Decision | Consultation:
    """Decide a case. Raises NotFound, AlreadyDecided, TakenByOther or TextMoved.

    Nobody rules on their own post, and an appeal is for another moderator. Removing the post of an
    urgent case needs a second person: then what comes back is the question to them.
    """
    ruling = prepare(ruling)
    begin_write()
    case, post = hold(case_id)
    alone = may_rule(actor, case, post)
    check_still_open(case, post, actor, read_version)
    _check_it_answers(case, post, ruling)
    if _is_grave(case, ruling):
        people = answerers.seconds(case, post, actor)
        if people:
            return _ask_second(actor, case, post, ruling, people)
        # Nobody else may answer: it is done alone, said so in the row, and listed for later review.
        alone = True
    return carry_out(actor, case, post, ruling, alone=alone)


def hold(case_id: int) -> tuple[Case, Post]:
    """The case and its post as they are now, held until the transaction ends."""
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound
    post = hold_post(case.post_id)
    db.session.refresh(case)
    if post is None:
        raise NotFound
    return case, post


def may_rule(actor: Actor, case: Case, post: Post) -> bool:
    """Whether the actor rules alone, as the only moderator there is. Raises NotFound or Invalid."""
    alone = actor.role is Role.ADMIN and len(moderators()) < 2
    own = post.author_id == actor.id
    if not (may(actor, Action.RULE, post) or (own and alone)):
        raise NotFound
    appealed = _decided_before(case, actor)
    if appealed and not alone:
        raise Invalid(
            "outcome", _("This appeal is about your own decision. Another moderator answers it.")
        )
    return alone and (own or appealed)


def _decided_before(case: Case, actor: Actor) -> bool:
    """Does this case appeal against what the actor decided?"""
    return bool(
        db.session.scalar(
            select(Appeal.id)
            .join(Decision, Decision.id == Appeal.decision_id)
            .where(Appeal.case_id == case.id, Decision.actor_id == actor.id)
            .limit(1)
        )
    )


def check_still_open(case: Case, post: Post, actor: Actor, read_version: int) -> None:
    if case.closed_at is not None:
        if post.state in {PostState.WITHDRAWN, PostState.ERASED}:
            raise AlreadyDecided(
                _("The author has taken these words down. There is nothing left to decide.")
            )
        raise AlreadyDecided(_("This case was decided already. Nothing was changed by you."))
    if (other := leases.held_by_other(case, actor.id)) is not None:
        raise TakenByOther(
            _(
                "%(name)s has this case open now. Nothing was changed. You can take it over.",
                name=other.handle,
            )
        )
    if post.version != read_version:
        raise TextMoved(
            _("The author has changed the words since you read them. Here is the new text.")
        )


def _check_it_answers(case: Case, post: Post, ruling: Ruling) -> None:
    """Held words wait for a yes or a no: left as they are, with no case, they would wait for ever."""
    if ruling.outcome is Outcome.UPHOLD and post.state is PostState.HELD and not case.practice:
        raise Invalid(
            "outcome",
            _("Nobody sees these words yet, so they cannot be left as they are. Please decide."),
        )


def _is_grave(case: Case, ruling: Ruling) -> bool:
    """Taking down the words of somebody who may be in danger is not for one person alone."""
    return case.level is Level.URGENT and ruling.outcome is Outcome.REMOVE and not case.practice


def _ask_second(
    actor: Actor, case: Case, post: Post, ruling: Ruling, people: list[Member]
) -> Consultation:
    asked = consultations.Asked(ruling.reason, ruling.outcome, ruling.message)
    return consultations.file(actor, case, post, ConsultationKind.SECOND_OPINION, asked, people)


def carry_out(
    actor: Actor,
    case: Case,
    post: Post,
    ruling: Ruling,
    *,
    alone: bool = False,
    proposed_by_id: int | None = None,
    cause: str = "",
) -> Decision:
    """Do what was ruled: state, decision row, note, closing, telling. All checks came before."""
    decision = change_state(
        post,
        _state_after(case, post, ruling.outcome),
        Why(
            ruling.outcome,
            ruling.reason,
            actor_id=actor.id,
            case_id=case.id,
            message=ruling.message,
            acted_alone=alone,
            proposed_by_id=proposed_by_id,
            cause=cause,
        ),
    )
    if ruling.outcome is not Outcome.UPHOLD:
        set_note(actor, post, decision, ruling)
    cases.close_case(case, post)
    if not case.practice:
        outcome_mail.tell(post, case, decision)
    return decision


def _state_after(case: Case, post: Post, outcome: Outcome) -> PostState:
    """A guest's post that waits for its e-mail stays waiting; only removal goes round that.

    A practice case leads nowhere: its made-up words are never shown.
    """
    if case.practice:
        return PostState.REMOVED
    if outcome is Outcome.UPHOLD:
        return post.state
    if post.state == PostState.AWAITING_EMAIL and outcome is not Outcome.REMOVE:
        return PostState.AWAITING_EMAIL
    return NEW_STATE[outcome]
