"""Asking another person about a case, and the answer: a second opinion, or a clinician reviewer.

A question may carry what the asker proposes. Carrying that out is the business of
`forum.publishing.seconding`; here are the questions themselves, and answers in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from forum import audit, clock
from forum.errors import Invalid, NotFound, Stale
from forum.extensions import db
from forum.mail import outbox
from forum.models import (
    Case,
    Consultation,
    ConsultationKind,
    Member,
    Outcome,
    Post,
)
from forum.moderation.answerers import clinicians, may_answer, seconds
from forum.moderation.restrictions import drop_proposal
from forum.permissions import Action, Actor, may
from forum.text import clean_source
from forum.web.transaction import begin_write

LONGEST = 2_000
LONGEST_SOURCES = 1_000


class AlreadyAsked(Stale):
    """A question of the same kind is open in this case."""


class AlreadyAnswered(Stale):
    """Somebody answered it first, or it is no longer asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, and what is proposed with it, if anything."""

    question: str
    proposed: Outcome | None = None
    message: str = ""
    restriction_id: int | None = None


def ask_moderator(actor: Actor, case_id: int, question: str) -> Consultation:
    """Ask the other moderators, proposing nothing. Raises Invalid, NotFound or AlreadyAsked."""
    question = read_words(question, "question", _("Please write what you want to know."))
    begin_write()
    case, post = _hold_open(case_id, actor)
    people = seconds(case, post, actor)
    if not people:
        raise Invalid("question", _("There is no other moderator whom you could ask."))
    asked = Asked(question)
    return file(actor, case, post, ConsultationKind.SECOND_OPINION, asked, people)


def refer(actor: Actor, case_id: int, question: str) -> Consultation:
    """Ask the clinician reviewers. Raises Invalid, NotFound or AlreadyAsked."""
    question = read_words(question, "referral", _("Please write what you want to know."))
    begin_write()
    case, post = _hold_open(case_id, actor)
    people = clinicians(post, actor)
    if not people:
        raise Invalid("referral", _("There is no clinician reviewer whom you could ask."))
    return file(actor, case, post, ConsultationKind.CLINICIAN, Asked(question), people)


def read_words(words: str, field: str, missing: str) -> str:
    """Words of a form, cleaned. Raises Invalid when there are none, or too many."""
    words = clean_source(words)
    if not words:
        raise Invalid(field, missing)
    if len(words) > LONGEST:
        raise Invalid(field, _("Please keep it under 2,000 letters."))
    return words


def _hold_open(case_id: int, actor: Actor) -> tuple[Case, Post]:
    """An open case that the actor may ask about, held until the transaction ends."""
    case = db.session.get(Case, case_id, with_for_update=True, populate_existing=True)
    if case is None or case.practice:
        raise NotFound
    post = db.session.get_one(Post, case.post_id)
    if not may(actor, Action.RULE, post):
        raise NotFound
    if case.closed_at is not None:
        raise Stale(_("This case was decided already. Nothing was asked."))
    return case, post


def file(
    actor: Actor,
    case: Case,
    post: Post,
    kind: ConsultationKind,
    asked: Asked,
    people: Sequence[Member],
) -> Consultation:
    """Keep a question and tell `people` that there is one. The case is held by the caller."""
    assert actor.id is not None
    waiting = db.session.scalar(
        select(Consultation.id).where(
            Consultation.case_id == case.id,
            Consultation.kind == kind,
            Consultation.answered_at.is_(None),
        )
    )
    if waiting is not None:
        raise AlreadyAsked(
            _("A clinician reviewer has been asked already.")
            if kind is ConsultationKind.CLINICIAN
            else _("A second opinion has been asked for already. It stands on this page.")
        )
    row = Consultation(
        case_id=case.id,
        kind=kind,
        asked_by_id=actor.id,
        question=asked.question,
        proposed=asked.proposed,
        message=asked.message,
        restriction_id=asked.restriction_id,
        post_version=post.version,
        asked_at=clock.now(),
    )
    db.session.add(row)
    if kind is ConsultationKind.SECOND_OPINION and case.taken_by_id == actor.id:
        # The second person must be able to open it.
        case.taken_by_id = case.taken_until = None
    db.session.flush()
    record("asked", row, post, actor.id)
    _tell(row, people)
    return row


def _tell(row: Consultation, people: Sequence[Member]) -> None:
    """Mail at once, with nothing in it but where to look."""
    clinician = row.kind is ConsultationKind.CLINICIAN
    path = f"/desk/referred/{row.id}" if clinician else f"/desk/cases/{row.case_id}"
    name = "referred" if clinician else "second_opinion"
    for each in people:
        if each.email:
            key = f"{name}:{row.id}:{each.id}"
            outbox.post(name, each.email, key, {"url": outbox.link(path)})


def record(what: str, row: Consultation, post: Post, actor_id: int | None, cause: str = "") -> None:
    """Every step of a question stands in the audit trail. Its words tell about the author."""
    words = {
        "case": row.case_id,
        "kind": row.kind.value,
        "question": row.question,
        "proposed": row.proposed.value if row.proposed else "",
        "message": row.message,
        "restriction": row.restriction_id,
        "answer": row.answer,
        "agrees": row.agrees,
        "cause": cause,
    }
    about = post.author_id
    audit.record(what, f"consultation:{row.id}", words, actor_id=actor_id, about_id=about)


def check_open(row: Consultation) -> None:
    """Raises AlreadyAnswered, saying how it ended."""
    if row.answered_at is None:
        return
    if row.answered_by_id is None:
        words = _("The author has changed the words, so this question has ended. Here is the text.")
    elif row.answered_by_id == row.asked_by_id:
        words = _("This question was taken back. Nothing was done by you.")
    else:
        words = _("Somebody else has answered this already. Nothing was done by you.")
    raise AlreadyAnswered(words)


def answer(
    actor: Actor, consultation_id: int, words: str, sources: str = "", *, clinician: bool = False
) -> Consultation:
    """Answer a question in words. One that proposes something wants a yes or a no instead."""
    words = read_words(words, "answer", _("Please write your answer."))
    sources = clean_source(sources)
    if len(sources) > LONGEST_SOURCES:
        raise Invalid("sources", _("Please keep the sources under 1,000 letters."))
    begin_write()
    row, post = _hold_question(consultation_id)
    if (row.kind is ConsultationKind.CLINICIAN) is not clinician or row.proposed:
        raise NotFound
    if row.restriction_id is not None or not may_answer(actor, row, post):
        raise NotFound
    check_open(row)
    close(row, actor, answer=f"{words}\n\n{_('Sources:')}\n{sources}" if sources else words)
    record("answered", row, post, actor.id)
    return row


def _hold_question(consultation_id: int) -> tuple[Consultation, Post]:
    row = db.session.get(
        Consultation, consultation_id, with_for_update=True, populate_existing=True
    )
    if row is None:
        raise NotFound
    return row, db.session.get_one(Post, db.session.get_one(Case, row.case_id).post_id)


def close(row: Consultation, actor: Actor, *, agrees: bool | None = None, answer: str = "") -> None:
    """A question is answered once."""
    row.answered_by_id, row.answered_at = actor.id, clock.now()
    row.agrees, row.answer = agrees, answer


def withdraw(actor: Actor, consultation_id: int) -> Consultation:
    """Take one's own question back. A ban that was proposed with it is no longer proposed."""
    begin_write()
    row, post = _hold_question(consultation_id)
    if row.asked_by_id != actor.id:
        raise NotFound
    check_open(row)
    close(row, actor)
    if row.restriction_id is not None:
        drop_proposal(row.restriction_id, actor, "")
    record("question_withdrawn", row, post, actor.id)
    return row


def end_proposals(post: Post) -> None:
    """The words have moved: what was proposed about the old ones is no longer asked."""
    for row in db.session.scalars(
        select(Consultation)
        .join(Case, Case.id == Consultation.case_id)
        .where(
            Case.post_id == post.id,
            Consultation.proposed.is_not(None),
            Consultation.answered_at.is_(None),
        )
        .with_for_update(of=Consultation)
    ):
        row.answered_at = clock.now()
        record("question_ended", row, post, None, cause="the author changed the words")
