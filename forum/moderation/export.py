"""Everything about a case in one file, for a complaint. Who reported is never in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, inspect, or_, select

from forum import audit
from forum.authors import AUTHOR_COLUMNS
from forum.errors import NotFound
from forum.extensions import AnyRow, db
from forum.models import (
    Appeal,
    Article,
    AuditEntry,
    Base,
    Case,
    CaseView,
    ClaimRecord,
    Consultation,
    ContextNote,
    Decision,
    Member,
    MemberState,
    OutboxMessage,
    Post,
    PostRevision,
    Report,
    Restriction,
    StoredFinding,
    Thread,
)
from forum.permissions import Actor
from forum.web.transaction import begin_write

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True, slots=True)
class Version:
    """The post as it stood once, with what the rules found in it."""

    number: int
    title: str | None
    source: str
    at: datetime
    findings: list[StoredFinding]


@dataclass(frozen=True, slots=True)
class Export:
    """All that is kept about a post and its cases; `names` are of the people on the desk's side."""

    case: Case
    post: Post
    author: AnyRow
    thread: AnyRow
    versions: list[Version]
    cases: Sequence[Case]
    views: Sequence[CaseView]
    # Columns without who reported.
    reports: Sequence[AnyRow]
    decisions: Sequence[Decision]
    appeals: Sequence[Appeal]
    consultations: Sequence[Consultation]
    notes: Sequence[ContextNote]
    records: Sequence[ClaimRecord]
    restrictions: Sequence[Restriction]
    mails: Sequence[AnyRow]
    acts: Sequence[AnyRow]
    names: dict[int | None, str]


def everything_about(case_id: int) -> Export:
    """The case, its post, and all other cases of the same post. Raises NotFound."""
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound
    post = db.session.get_one(Post, case.post_id)
    cases = _all(Case, Case.post_id == post.id)
    of_cases = [each.id for each in cases]
    decisions = _all(Decision, Decision.post_id == post.id)
    consultations = _all(Consultation, Consultation.case_id.in_(of_cases))
    restrictions = _all(Restriction, Restriction.case_id.in_(of_cases))
    views = _all(CaseView, CaseView.case_id.in_(of_cases))
    records = _all(ClaimRecord, ClaimRecord.post_id == post.id)
    reports = _reports(post.id)
    subjects = [
        *_named("case", cases),
        *_named("decision", decisions),
        *_named("consultation", consultations),
        *_named("restriction", restrictions),
        *_named("claim", records),
        *_named("report", reports),
    ]
    return Export(
        case=case,
        post=post,
        author=_author(post.id),
        thread=_thread(post.thread_id),
        versions=_versions(post),
        cases=cases,
        views=views,
        reports=reports,
        decisions=decisions,
        appeals=_all(Appeal, Appeal.post_id == post.id),
        consultations=consultations,
        notes=_all(ContextNote, ContextNote.post_id == post.id),
        records=records,
        restrictions=restrictions,
        mails=_mails(post, cases, decisions, consultations, restrictions),
        acts=_acts(subjects),
        names=_names(cases, views, decisions, consultations, records, restrictions),
    )


def keep_that_exported(actor: Actor, case_id: int) -> None:
    """Who took a case out of the house stands in the trail."""
    begin_write()
    post_id, author_id = db.session.execute(
        select(Post.id, Post.author_id)
        .join(Case, Case.post_id == Post.id)
        .where(Case.id == case_id)
    ).one()
    audit.record(
        "export", f"case:{case_id}", {"post": post_id}, actor_id=actor.id, about_id=author_id
    )


def _all(model: type[Row], where: ColumnElement[bool]) -> Sequence[Row]:
    """The rows in the order in which they came."""
    return db.session.scalars(
        select(model).where(where).order_by(inspect(model).primary_key[0])
    ).all()


def _named(kind: str, rows: Iterable[Any]) -> Iterator[str]:
    """As the trail names them."""
    return (f"{kind}:{row.id}" for row in rows)


def _author(post_id: int) -> AnyRow:
    return db.session.execute(
        select(*AUTHOR_COLUMNS)
        .select_from(Post)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Post.id == post_id)
    ).one()


def _thread(thread_id: int) -> AnyRow:
    return db.session.execute(
        select(Thread.id, Article.slug, Article.title)
        .outerjoin(Article, Article.id == Thread.article_id)
        .where(Thread.id == thread_id)
    ).one()


def _versions(post: Post) -> list[Version]:
    """The first words first, the present ones last."""
    found: dict[int, list[StoredFinding]] = {}
    for finding in _all(StoredFinding, StoredFinding.post_id == post.id):
        found.setdefault(finding.post_version, []).append(finding)
    texts = [
        (each.version, each.title, each.source, each.at)
        for each in _all(PostRevision, PostRevision.post_id == post.id)
    ]
    texts.append((post.version, post.title, post.source, post.edited_at or post.created_at))
    return [
        Version(number, title, source, at, found.get(number, []))
        for number, title, source, at in texts
    ]


def _reports(post_id: int) -> Sequence[AnyRow]:
    return db.session.execute(
        select(
            Report.id,
            Report.case_id,
            Report.reason,
            Report.words,
            Report.at,
            Report.post_version,
        )
        .where(Report.post_id == post_id)
        .order_by(Report.id)
    ).all()


def _mails(
    post: Post,
    cases: Iterable[Case],
    decisions: Iterable[Decision],
    consultations: Iterable[Consultation],
    restrictions: Iterable[Restriction],
) -> Sequence[AnyRow]:
    """What kind of mail was written when: by their keys, in which there is no address."""
    keys = [
        f"confirm-comment:{post.id}",
        f"answer:{post.id}",
        *_named("urgent", cases),
        *_named("decided", decisions),
        *_named("report-answered", decisions),
        *_named("second_opinion", consultations),
        *_named("referred", consultations),
        *_named("paused", restrictions),
    ]
    mine = or_(
        OutboxMessage.key.in_(keys),
        *(OutboxMessage.key.startswith(f"{key}:", autoescape=True) for key in keys),
    )
    return db.session.execute(
        select(
            OutboxMessage.message,
            OutboxMessage.state,
            OutboxMessage.created_at,
            OutboxMessage.sent_at,
        )
        .where(mine)
        .order_by(OutboxMessage.id)
    ).all()


def _acts(subjects: list[str]) -> Sequence[AnyRow]:
    """The rows of the audit trail, without pseudonyms: who did what stands in words above."""
    return db.session.execute(
        select(
            AuditEntry.number, AuditEntry.at, AuditEntry.kind, AuditEntry.subject, AuditEntry.chain
        )
        .where(AuditEntry.subject.in_(subjects))
        .order_by(AuditEntry.number)
    ).all()


def _names(
    cases: Iterable[Case],
    views: Iterable[CaseView],
    decisions: Iterable[Decision],
    consultations: Iterable[Consultation],
    records: Iterable[ClaimRecord],
    restrictions: Iterable[Restriction],
) -> dict[int | None, str]:
    """Everybody who looked, asked, answered or decided."""
    ids: set[int | None] = {each.seen_by_id for each in cases}
    ids |= {each.member_id for each in views}
    ids |= {each.actor_id for each in decisions} | {each.proposed_by_id for each in decisions}
    ids |= {each.asked_by_id for each in consultations}
    ids |= {each.answered_by_id for each in consultations}
    ids |= {each.by_id for each in records} | {each.by_id for each in restrictions}
    ids |= {each.confirmed_by_id for each in restrictions}
    ids |= {each.lifted_by_id for each in restrictions}
    found = db.session.execute(
        select(Member.id, Member.handle, Member.state).where(Member.id.in_(ids - {None}))
    )
    return {
        row.id: _("Somebody who has left") if row.state is MemberState.ERASED else row.handle
        for row in found
    }
