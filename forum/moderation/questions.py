"""Reading what moderators ask one another: on a case, in the lists, and as a reviewer sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from forum.errors import NotFound
from forum.extensions import AnyRow, AnySelect, db
from forum.models import (
    Case,
    Consultation,
    ConsultationKind,
    Member,
    Outcome,
    Post,
    Restriction,
    Role,
    StoredFinding,
)
from forum.moderation import answerers
from forum.permissions import Action, Actor, may

# So many are shown at once, the newest; a case seldom has more than two.
MOST = 50
LATELY = 10

_Asker = aliased(Member)
_Answerer = aliased(Member)
_Banned = aliased(Member)

_ROWS: AnySelect = (
    select(
        Consultation,
        Case.closed_at,
        Case.level,
        Post.version.label("now_version"),
        Post.author_id,
        _Asker.handle.label("asker"),
        _Answerer.handle.label("answerer"),
        _Answerer.role.label("answerer_role"),
        _Answerer.clinician_verified,
        Restriction.ends_at,
        Restriction.proposed_at,
        _Banned.handle.label("banned"),
    )
    .join(Case, Case.id == Consultation.case_id)
    .join(Post, Post.id == Case.post_id)
    .join(_Asker, _Asker.id == Consultation.asked_by_id)
    .outerjoin(_Answerer, _Answerer.id == Consultation.answered_by_id)
    .outerjoin(Restriction, Restriction.id == Consultation.restriction_id)
    .outerjoin(_Banned, _Banned.id == Restriction.member_id)
)


def still_asked() -> ColumnElement[bool]:
    """Open, and about something that is still to be decided."""
    return Consultation.answered_at.is_(None) & (
        Case.closed_at.is_(None) | Consultation.restriction_id.is_not(None)
    )


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the desk shows it: the row beside, and who said what, in words."""

    row: Consultation
    asker: str
    about: str
    signed: str
    open: bool
    ended: str
    # What the one who looks may do with it.
    may_answer: bool
    may_withdraw: bool
    moved: bool
    case_closed: bool

    @property
    def clinician(self) -> bool:
        return self.row.kind is ConsultationKind.CLINICIAN

    @property
    def proposes(self) -> bool:
        return self.row.proposed is not None or self.row.restriction_id is not None


def tell(row: AnyRow, actor: Actor, post: Post | None = None) -> Question:
    """`post` is given where the one who looks may answer on that page."""
    asked: Consultation = row.Consultation
    is_open = asked.answered_at is None
    closed = row.closed_at is not None
    acts = is_open and (not closed or asked.restriction_id is not None)
    return Question(
        row=asked,
        asker=row.asker,
        about=_proposal(row),
        signed=_signature(row),
        open=is_open,
        ended="" if is_open else _how_it_ended(row),
        may_answer=acts and post is not None and answerers.may_answer(actor, asked, post),
        may_withdraw=is_open and asked.asked_by_id == actor.id,
        moved=row.now_version != asked.post_version,
        case_closed=closed,
    )


def _proposal(row: AnyRow) -> str:
    """What would be done, in words; empty for a question that proposes nothing."""
    if row.Consultation.proposed is Outcome.REMOVE:
        return str(_("Remove the post"))
    if row.Consultation.restriction_id is None:
        return ""
    days = (row.ends_at - row.proposed_at).days
    if days > 3_653:
        return str(_("Ban %(name)s until it is lifted", name=row.banned))
    return str(_("Ban %(name)s for %(days)s days", name=row.banned, days=days))


def _signature(row: AnyRow) -> str:
    """Who answered, and as what: nobody is called a clinician who has not that role."""
    if row.answerer is None:
        return ""
    if row.Consultation.kind is not ConsultationKind.CLINICIAN:
        return str(row.answerer)
    if row.answerer_role is Role.REVIEWER and row.clinician_verified:
        return str(_("%(name)s, clinician reviewer, verified", name=row.answerer))
    if row.answerer_role is Role.REVIEWER:
        return str(_("%(name)s, clinician reviewer", name=row.answerer))
    if row.clinician_verified:
        return str(_("%(name)s, admin and verified clinician", name=row.answerer))
    return str(_("%(name)s, admin, not a clinician", name=row.answerer))


def _how_it_ended(row: AnyRow) -> str:
    asked: Consultation = row.Consultation
    if asked.answered_by_id is None:
        return str(_("It ended by itself, because the author changed the words."))
    if asked.answered_by_id == asked.asked_by_id:
        return str(_("%(name)s took the question back.", name=row.asker))
    if asked.agrees is None:
        return str(_("Answered."))
    if asked.agrees:
        return str(_("%(name)s agreed, and it was done.", name=row.answerer))
    return str(_("%(name)s did not agree.", name=row.answerer))


def case_of(consultation_id: int) -> int:
    """The case that a question is about. Raises NotFound."""
    found = db.session.scalar(
        select(Consultation.case_id).where(Consultation.id == consultation_id)
    )
    if found is None:
        raise NotFound
    return found


def of_case(case_id: int, post: Post, actor: Actor) -> list[Question]:
    """What was asked in a case, the newest first."""
    rows = db.session.execute(
        _ROWS.where(Consultation.case_id == case_id).order_by(Consultation.id.desc()).limit(MOST)
    ).all()
    return [tell(row, actor, post) for row in rows]


def still_open(actor: Actor) -> list[Question]:
    """All that waits for an answer of somebody, the oldest first."""
    rows = db.session.execute(
        _ROWS.where(still_asked()).order_by(Consultation.id).limit(MOST)
    ).all()
    return [tell(row, actor) for row in rows]


def answered_lately(actor: Actor) -> list[Question]:
    """What became of one's own questions, the newest first."""
    rows = db.session.execute(
        _ROWS.where(
            Consultation.asked_by_id == actor.id,
            Consultation.answered_at.is_not(None),
            or_(Consultation.answered_by_id.is_(None), Consultation.answered_by_id != actor.id),
        )
        .order_by(Consultation.answered_at.desc(), Consultation.id.desc())
        .limit(LATELY)
    ).all()
    return [tell(row, actor) for row in rows]


@dataclass(frozen=True, slots=True)
class Referral:
    """What a clinician reviewer sees of a case: the words and the question, and of nobody a name."""

    question: Question
    post: Post
    findings: Sequence[StoredFinding]


def _referred(actor: Actor) -> AnySelect:
    """Open questions to reviewers that this one may answer."""
    return _ROWS.where(
        Consultation.kind == ConsultationKind.CLINICIAN,
        still_asked(),
        Consultation.asked_by_id != actor.id,
        or_(Post.author_id.is_(None), Post.author_id != actor.id),
    )


def referred(actor: Actor) -> list[Question]:
    """What waits for a clinician reviewer, the oldest first."""
    rows = db.session.execute(_referred(actor).order_by(Consultation.id).limit(MOST)).all()
    return [tell(row, actor) for row in rows]


def referral(consultation_id: int, actor: Actor) -> Referral:
    """One question to a reviewer. Raises NotFound: also once it is answered or decided."""
    row = db.session.execute(_referred(actor).where(Consultation.id == consultation_id)).first()
    if row is None or not may(actor, Action.ANSWER_REFERRAL):
        raise NotFound
    case = db.session.get_one(Case, row.Consultation.case_id)
    post = db.session.get_one(Post, case.post_id)
    findings = db.session.scalars(
        select(StoredFinding)
        .where(StoredFinding.post_id == post.id, StoredFinding.post_version == post.version)
        .order_by(StoredFinding.start, StoredFinding.id)
    ).all()
    return Referral(tell(row, actor, post), post, findings)
