"""One case with all around it, as the desk shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select

from forum.authors import AUTHOR_COLUMNS
from forum.errors import NotFound
from forum.extensions import AnyRow, db
from forum.models import (
    Appeal,
    Article,
    Case,
    ContextNote,
    Decision,
    Member,
    Post,
    PostRevision,
    PostState,
    Report,
    StoredFinding,
    Thread,
)
from forum.moderation.case_history import (
    MOST,
    appeals_of,
    decisions_about_author,
    decisions_of,
    ruling_of,
    same_author,
)
from forum.moderation.health import seen_by

# So many of a kind are shown, the newest: a page stays a page.
MOST_REPORTS = 50


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything a moderator needs to rule: the post, what was found, who reported, the history."""

    case: Case
    post: Post
    author: AnyRow
    thread: AnyRow
    findings: Sequence[StoredFinding]
    reports: Sequence[AnyRow]
    appeals: Sequence[AnyRow]
    before: Sequence[AnyRow]
    behind: Sequence[AnyRow]
    author_posts: int
    author_since: datetime | None
    decisions: Sequence[AnyRow]
    post_decisions: Sequence[AnyRow]
    note: ContextNote | None
    revisions: Sequence[PostRevision]
    seen: Sequence[AnyRow]
    # How this case was decided; null while it is open, and when its author took the words down.
    ruling: Decision | None
    ruled_by: str
    # The open case of the same post, where that is another one.
    newer_case_id: int | None

    @property
    def treatments(self) -> set[str]:
        """What the findings are about, as the lexicon calls it."""
        return {each.treatment for each in self.findings if each.treatment}

    @property
    def categories(self) -> set[str]:
        return {each.category for each in self.findings if each.category}


def case_file(case_id: int) -> CaseFile:
    """One case. Raises NotFound."""
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound
    post = db.session.get_one(Post, case.post_id)
    author = _author(post.id)
    ruling, ruled_by = ruling_of(case)
    return CaseFile(
        case=case,
        post=post,
        author=author,
        thread=_thread(post.thread_id),
        findings=_findings(post),
        reports=_reports(post.id),
        appeals=appeals_of(case.id),
        before=_around(post, before=True),
        behind=_around(post, before=False),
        author_posts=_author_posts(post),
        author_since=author.since,
        decisions=decisions_about_author(post),
        post_decisions=decisions_of(post.id),
        note=_shown_note(post),
        revisions=_revisions(post),
        seen=seen_by(case.id),
        ruling=ruling,
        ruled_by=ruled_by,
        newer_case_id=_newer_case(case),
    )


def concerns(case_id: int, member_id: int) -> bool:
    """Is the case about this member's own words or own decision? Raises NotFound."""
    appealed = exists().where(
        Appeal.case_id == Case.id,
        Decision.id == Appeal.decision_id,
        Decision.actor_id == member_id,
    )
    row = db.session.execute(
        select(Post.author_id, appealed.label("appealed"))
        .select_from(Case)
        .join(Post, Post.id == Case.post_id)
        .where(Case.id == case_id)
    ).first()
    if row is None:
        raise NotFound
    return bool(row.author_id == member_id or row.appealed)


def _author(post_id: int) -> AnyRow:
    return db.session.execute(
        select(*AUTHOR_COLUMNS, Member.created_at.label("since"))
        .select_from(Post)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Post.id == post_id)
    ).one()


def _thread(thread_id: int) -> AnyRow:
    return db.session.execute(
        select(Thread.id, Thread.locked, Article.slug, Article.title)
        .outerjoin(Article, Article.id == Thread.article_id)
        .where(Thread.id == thread_id)
    ).one()


def _findings(post: Post) -> Sequence[StoredFinding]:
    return db.session.scalars(
        select(StoredFinding)
        .where(StoredFinding.post_id == post.id, StoredFinding.post_version == post.version)
        .order_by(StoredFinding.start, StoredFinding.id)
    ).all()


def _reports(post_id: int) -> Sequence[AnyRow]:
    """Reports of the post, the newest first, also those that an earlier case answered."""
    return db.session.execute(
        select(
            Report.reason,
            Report.words,
            Report.at,
            Report.post_version,
            Report.case_id,
            Report.reporter_id,
            Member.handle,
        )
        .join(Member, Member.id == Report.reporter_id)
        .where(Report.post_id == post_id)
        .order_by(Report.id.desc())
        .limit(MOST_REPORTS)
    ).all()


def _around(post: Post, *, before: bool, count: int = 3) -> Sequence[AnyRow]:
    """The posts next to this one in its thread."""
    rows = (
        select(Post.id, Post.teaser, Post.source, Post.title, Post.state, *AUTHOR_COLUMNS)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Post.thread_id == post.thread_id, Post.state == PostState.PUBLISHED)
        .limit(count)
    )
    if before:
        found = db.session.execute(
            rows.where(Post.path < post.path).order_by(Post.path.desc())
        ).all()
        return list(reversed(found))
    return db.session.execute(rows.where(Post.path > post.path).order_by(Post.path)).all()


def _author_posts(post: Post) -> int:
    return db.session.scalar(select(func.count(Post.id)).where(same_author(post))) or 0


def _shown_note(post: Post) -> ContextNote | None:
    return db.session.scalar(
        select(ContextNote).where(ContextNote.post_id == post.id, ContextNote.ended_at.is_(None))
    )


def _revisions(post: Post) -> Sequence[PostRevision]:
    """Earlier versions, the newest first."""
    return db.session.scalars(
        select(PostRevision)
        .where(PostRevision.post_id == post.id)
        .order_by(PostRevision.version.desc())
        .limit(MOST // 2)
    ).all()


def _newer_case(case: Case) -> int | None:
    return db.session.scalar(
        select(Case.id)
        .where(Case.post_id == case.post_id, Case.closed_at.is_(None), Case.id != case.id)
        .limit(1)
    )
