"""The people and the talk around a case: what the case page shows of them, and offers to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from forum.extensions import db
from forum.models import (
    Case,
    Member,
    MemberState,
    Post,
    Restriction,
    RestrictionKind,
    Thread,
)
from forum.moderation import answerers, questions, restrictions
from forum.moderation.questions import Question
from forum.permissions import Actor


@dataclass(frozen=True, slots=True)
class Asking:
    """What was asked in a case, and whom one can ask now."""

    questions: list[Question]
    # Open, and not about one's own words.
    may_ask: bool
    others: bool
    reviewers: bool
    second_open: bool
    clinician_open: bool

    @property
    def answerable(self) -> bool:
        return any(each.may_answer for each in self.questions)


def asking_about(actor: Actor, case: Case, post: Post) -> Asking:
    asked = questions.of_case(case.id, post, actor)
    waiting = [each for each in asked if each.open]
    may_ask = case.closed_at is None and not case.practice and post.author_id != actor.id
    return Asking(
        questions=asked,
        may_ask=may_ask,
        others=may_ask and bool(answerers.seconds(case, post, actor)),
        reviewers=may_ask and bool(answerers.clinicians(post, actor)),
        second_open=any(not each.clinician for each in waiting),
        clinician_open=any(each.clinician for each in waiting),
    )


@dataclass(frozen=True, slots=True)
class People:
    """The author as a member, what holds for them now, and whether their talk is closed."""

    # None for guests, for those who have left, and for practice.
    member: Member | None
    own: bool
    why_not: str
    active: Sequence[Restriction]
    thread: Thread


def people_around(actor: Actor, case: Case, post: Post) -> People:
    member = db.session.get(Member, post.author_id) if post.author_id else None
    if member is not None and (member.state is not MemberState.ACTIVE or case.practice):
        member = None
    return People(
        member=member,
        own=member is not None and member.id == actor.id,
        why_not=restrictions.why_not(actor, member) if member else "",
        active=restrictions.active(member.id) if member else (),
        thread=db.session.get_one(Thread, post.thread_id),
    )


def lengths() -> dict[str, str]:
    """Each length that is offered, in words, by the value of the form."""
    found = {}
    for kind, days in (
        (kind, days) for kind, all_ in restrictions.LENGTHS.items() for days in all_
    ):
        if kind is RestrictionKind.PAUSE:
            words = ngettext("Pause for %(num)s day", "Pause for %(num)s days", days)
        elif days == restrictions.UNTIL_LIFTED:
            words = _("Ban until it is lifted")
        else:
            words = _("Ban for %(days)s days", days=days)
        found[f"{kind.value}-{days}"] = str(words)
    return found
