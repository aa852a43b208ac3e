"""Notes on a member, for moderators; and all that the desk knows of a member, on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum import audit, clock
from forum.errors import Invalid, NotFound
from forum.extensions import AnyRow, db
from forum.models import (
    AuditEntry,
    Decision,
    Member,
    MemberNote,
    MemberState,
    Post,
    PostState,
    Report,
    Restriction,
)
from forum.moderation import accuracy, restrictions
from forum.moderation.health import stands
from forum.permissions import Action, Actor, may
from forum.text import clean_source
from forum.web.transaction import begin_write

LONGEST = 2_000
# So many of a kind are shown, the newest.
MOST = 20

_By = aliased(Member)
_Confirmer = aliased(Member)
_Lifter = aliased(Member)


def add(actor: Actor, member_id: int, words: str) -> MemberNote:
    """Write a note that only moderators read. Raises Invalid or NotFound."""
    words = clean_source(words)
    if not words:
        raise Invalid("note", _("Please write the note first."))
    if len(words) > LONGEST:
        raise Invalid("note", _("Please keep it under 2,000 letters."))
    begin_write()
    member = _about(actor, member_id)
    same = db.session.scalar(
        select(MemberNote).where(
            MemberNote.member_id == member.id,
            MemberNote.by_id == actor.id,
            MemberNote.words == words,
        )
    )
    if same is not None:
        return same
    assert actor.id is not None
    note = MemberNote(member_id=member.id, by_id=actor.id, words=words, at=clock.now())
    db.session.add(note)
    db.session.flush()
    _record("member_note", note, actor)
    return note


def take_out(actor: Actor, note_id: int) -> int:
    """Take one's own note out again. Returns whom it was about. Raises NotFound."""
    begin_write()
    note = db.session.get(MemberNote, note_id, with_for_update=True)
    if note is None or note.by_id != actor.id or not may(actor, Action.OPEN_DESK):
        raise NotFound
    _record("member_note_gone", note, actor)
    db.session.delete(note)
    return note.member_id


def _about(actor: Actor, member_id: int) -> Member:
    """A member whom the desk has a page about. Nobody reads or writes notes on themself."""
    member = db.session.get(Member, member_id)
    if member is None or member.state is not MemberState.ACTIVE or member.id == actor.id:
        raise NotFound
    if not may(actor, Action.OPEN_DESK):
        raise NotFound
    return member


def _record(what: str, note: MemberNote, actor: Actor) -> None:
    words = {"words": note.words}
    about = note.member_id
    audit.record(what, f"member_note:{note.id}", words, actor_id=actor.id, about_id=about)


@dataclass(frozen=True, slots=True)
class MemberFile:
    """What moderators see of a member."""

    member: Member
    posts: int
    shown: int
    decisions: Sequence[AnyRow]
    restrictions: Sequence[AnyRow]
    notes: Sequence[AnyRow]
    reports: Sequence[AnyRow]
    # Reports that led to a change, and all that were decided; None where none was.
    accuracy: tuple[int, int] | None
    # When words of danger were typed by this member while paused.
    dangers: Sequence[datetime]
    why_not: str
    # Ids of the restrictions that hold at this moment.
    in_force: frozenset[int]


def member_file(actor: Actor, member_id: int) -> MemberFile:
    """One member, as the desk shows them. Raises NotFound."""
    member = _about(actor, member_id)
    posts, shown = db.session.execute(
        select(
            func.count(Post.id),
            func.count(Post.id).filter(Post.state == PostState.PUBLISHED),
        ).where(Post.author_id == member.id)
    ).one()
    return MemberFile(
        member=member,
        posts=posts,
        shown=shown,
        decisions=_decisions(member.id),
        restrictions=restrictions_of(member.id),
        notes=_notes(member.id),
        reports=_reports(member.id),
        accuracy=accuracy.of_reporters([member.id]).get(member.id),
        dangers=_dangers(member.id),
        why_not=restrictions.why_not(actor, member),
        in_force=frozenset(each.id for each in restrictions.active(member.id)),
    )


def _decisions(member_id: int) -> Sequence[AnyRow]:
    """What was ruled about their posts, the newest first."""
    return db.session.execute(
        select(
            Decision.outcome,
            Decision.reason,
            Decision.at,
            Decision.case_id,
            Member.handle.label("actor"),
        )
        .join(Post, Post.id == Decision.post_id)
        .join(Member, Member.id == Decision.actor_id)
        .where(Post.author_id == member_id, Decision.case_id.is_not(None), stands())
        .order_by(Decision.id.desc())
        .limit(MOST)
    ).all()


def restrictions_of(member_id: int) -> Sequence[AnyRow]:
    """Pauses and bans, the newest first, with those who gave, confirmed and lifted them."""
    return db.session.execute(
        select(
            Restriction,
            _By.handle.label("by"),
            _Confirmer.handle.label("confirmer"),
            _Lifter.handle.label("lifter"),
        )
        .join(_By, _By.id == Restriction.by_id)
        .outerjoin(_Confirmer, _Confirmer.id == Restriction.confirmed_by_id)
        .outerjoin(_Lifter, _Lifter.id == Restriction.lifted_by_id)
        .where(Restriction.member_id == member_id)
        .order_by(Restriction.id.desc())
        .limit(MOST)
    ).all()


def _notes(member_id: int) -> Sequence[AnyRow]:
    return db.session.execute(
        select(MemberNote, Member.handle.label("by"))
        .join(Member, Member.id == MemberNote.by_id)
        .where(MemberNote.member_id == member_id)
        .order_by(MemberNote.id.desc())
        .limit(MOST * 5)
    ).all()


def _reports(member_id: int) -> Sequence[AnyRow]:
    """What they reported, the newest first."""
    return db.session.execute(
        select(Report.reason, Report.words, Report.at, Report.case_id)
        .where(Report.reporter_id == member_id)
        .order_by(Report.id.desc())
        .limit(MOST)
    ).all()


def _dangers(member_id: int) -> Sequence[datetime]:
    subjects = [
        f"restriction:{number}"
        for number in db.session.scalars(
            select(Restriction.id)
            .where(Restriction.member_id == member_id)
            .order_by(Restriction.id.desc())
            .limit(MOST)
        )
    ]
    if not subjects:
        return []
    return db.session.scalars(
        select(AuditEntry.at)
        .where(AuditEntry.subject.in_(subjects), AuditEntry.kind == restrictions.DANGER)
        .order_by(AuditEntry.number.desc())
        .limit(3)
    ).all()
