"""The second person: agreeing to what another moderator proposed, which carries it out, or not."""

from __future__ import annotations

from flask_babel import gettext as _

from forum.errors import Invalid, NotFound
from forum.extensions import db
from forum.models import Case, Consultation, ConsultationKind, Decision, Post, Restriction
from forum.moderation import answerers, consultations, leases, restrictions
from forum.permissions import Actor
from forum.publishing import restricting
from forum.publishing.ruling import Ruling
from forum.publishing.verdict import AlreadyDecided, TakenByOther, TextMoved, carry_out, hold
from forum.web.transaction import begin_write


def agree(actor: Actor, consultation_id: int, read_version: int) -> Decision | Restriction:
    """Do what was proposed, as the second person. Raises Invalid, NotFound or Stale.

    Removing words is done only to the words that both have read.
    """
    begin_write()
    row, case, post = _hold(actor, consultation_id)
    done: Decision | Restriction
    if row.restriction_id is not None:
        done = restricting.confirm(actor, row.restriction_id, post)
    else:
        _check_unchanged(actor, row, case, post, read_version)
        assert row.proposed is not None
        ruling = Ruling(row.proposed, row.question, message=row.message)
        done = carry_out(actor, case, post, ruling, proposed_by_id=row.asked_by_id)
    # Last, because the trail has one lock for all: who holds it waits for nothing else.
    _keep(actor, row, post, agrees=True)
    return done


def disagree(actor: Actor, consultation_id: int, reason: str) -> Consultation:
    """Say no, and why. Nothing is done; the case stays open."""
    reason = consultations.read_words(reason, "answer", _("Please write why you do not agree."))
    begin_write()
    row, _case, post = _hold(actor, consultation_id)
    if row.restriction_id is not None:
        restrictions.drop_proposal(row.restriction_id, actor, reason)
    _keep(actor, row, post, agrees=False, answer=reason)
    return row


def _hold(actor: Actor, consultation_id: int) -> tuple[Consultation, Case, Post]:
    """An open proposal that this actor may answer, with its case, held until the end."""
    row = db.session.get(Consultation, consultation_id)
    if row is None or row.kind is not ConsultationKind.SECOND_OPINION:
        raise NotFound
    case, post = hold(row.case_id)
    db.session.refresh(row, with_for_update=True)
    if row.proposed is None and row.restriction_id is None:
        raise NotFound
    if row.asked_by_id == actor.id:
        raise Invalid("answer", _("You asked this yourself. Another moderator answers it."))
    if not answerers.may_answer(actor, row, post):
        raise NotFound
    consultations.check_open(row)
    return row, case, post


def _check_unchanged(
    actor: Actor, row: Consultation, case: Case, post: Post, read_version: int
) -> None:
    if case.closed_at is not None:
        raise AlreadyDecided(_("This case was decided already. Nothing was changed by you."))
    other = leases.held_by_other(case, actor.id)
    # Who asked may still have the page open: they wait for this very answer.
    if other is not None and other.id != row.asked_by_id:
        raise TakenByOther(
            _(
                "%(name)s has this case open now. Nothing was changed. You can take it over.",
                name=other.handle,
            )
        )
    if not read_version == row.post_version == post.version:
        raise TextMoved(
            _("The author has changed the words since you read them. Here is the new text.")
        )


def _keep(actor: Actor, row: Consultation, post: Post, *, agrees: bool, answer: str = "") -> None:
    consultations.close(row, actor, agrees=agrees, answer=answer)
    consultations.record("agreed" if agrees else "not_agreed", row, post, actor.id)
