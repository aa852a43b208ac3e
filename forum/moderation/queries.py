"""What the desk reads: the queue, one case with all around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select, tuple_

from forum.authors import AUTHOR_COLUMNS
from forum.errors import NotFound
from forum.extensions import AnyRow, db
from forum.models import (
    Article,
    Case,
    ContextNote,
    Decision,
    Level,
    Member,
    Post,
    PostRevision,
    PostState,
    Report,
    StoredFinding,
    Thread,
)

PAGE = 20


@dataclass(frozen=True, slots=True)
class QueuePage:
    rows: Sequence[AnyRow]
    later: str | None


def queue(after: str | None = None) -> QueuePage:
    """Open cases by harm, then age. `after` is the keyset of the last row seen: rank-id."""
    found = (
        select(
            Case.id,
            Case.level,
            Case.rank,
            Case.opened_at,
            Case.cause,
            Post.title,
            Post.teaser,
            Post.source,
            Post.kind,
            Post.state,
            *AUTHOR_COLUMNS,
        )
        .join(Post, Post.id == Case.post_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Case.closed_at.is_(None))
        .order_by(Case.rank, Case.opened_at, Case.id)
        .limit(PAGE + 1)
    )
    if (edge := _edge(after)) is not None:
        found = found.where(
            or_(
                Case.rank > edge.rank,
                and_(
                    Case.rank == edge.rank,
                    tuple_(Case.opened_at, Case.id) > (edge.opened_at, edge.id),
                ),
            )
        )
    rows = db.session.execute(found).all()
    later = str(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return QueuePage(rows[:PAGE], later)


def _edge(after: str | None) -> Case | None:
    if not after or not after.isdecimal() or len(after) > 9:
        return None
    return db.session.get(Case, int(after))


def counts() -> dict[str, int]:
    """How many cases wait at each level."""
    rows = db.session.execute(
        select(Case.level, func.count(Case.id)).where(Case.closed_at.is_(None)).group_by(Case.level)
    ).all()
    found = {row[0].value: row[1] for row in rows}
    return {level.value: found.get(level.value, 0) for level in Level}


def next_case(member_id: int) -> int | None:
    """The case to look at next: most harm first, then oldest; never about one's own post."""
    return db.session.scalar(
        select(Case.id)
        .join(Post, Post.id == Case.post_id)
        .where(
            Case.closed_at.is_(None),
            or_(Post.author_id != member_id, Post.author_id.is_(None)),
        )
        .order_by(Case.rank, Case.opened_at, Case.id)
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything a moderator reads before deciding."""

    case: Case
    post: Post
    author: AnyRow
    thread: AnyRow
    findings: Sequence[StoredFinding]
    reports: Sequence[AnyRow]
    before: Sequence[AnyRow]
    behind: Sequence[AnyRow]
    author_posts: int
    author_since: Any
    decisions: Sequence[AnyRow]
    post_decisions: Sequence[AnyRow]
    note: ContextNote | None
    revisions: Sequence[PostRevision]


def case_file(case_id: int) -> CaseFile:
    """One case. Raises NotFound."""
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound
    post = db.session.get_one(Post, case.post_id)
    author = db.session.execute(
        select(*AUTHOR_COLUMNS, Member.created_at.label("since"))
        .select_from(Post)
        .outerjoin(Member, Member.id == Post.author_id)
        .where(Post.id == post.id)
    ).one()
    return CaseFile(
        case=case,
        post=post,
        author=author,
        thread=_thread(post.thread_id),
        findings=_findings(post),
        reports=_reports(post.id),
        before=_around(post, before=True),
        behind=_around(post, before=False),
        author_posts=_author_posts(post),
        author_since=author.since,
        decisions=_author_decisions(post),
        post_decisions=_decisions_of(post.id),
        note=db.session.scalar(
            select(ContextNote).where(
                ContextNote.post_id == post.id, ContextNote.ended_at.is_(None)
            )
        ),
        revisions=db.session.scalars(
            select(PostRevision)
            .where(PostRevision.post_id == post.id)
            .order_by(PostRevision.version.desc())
        ).all(),
    )


def _thread(thread_id: int) -> AnyRow:
    return db.session.execute(
        select(Thread.id, Article.slug, Article.title)
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
    return db.session.execute(
        select(Report.reason, Report.words, Report.at, Report.post_version, Member.handle)
        .join(Member, Member.id == Report.reporter_id)
        .where(Report.post_id == post_id)
        .order_by(Report.id)
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
    same = (
        Post.author_id == post.author_id if post.author_id else Post.guest_email == post.guest_email
    )
    return db.session.scalar(select(func.count(Post.id)).where(same)) or 0


_DECISION_COLUMNS = (
    Decision.id,
    Decision.outcome,
    Decision.reason,
    Decision.message,
    Decision.cause,
    Decision.at,
    Decision.post_id,
    Decision.old_state,
    Decision.new_state,
    Decision.acted_alone,
    Member.handle.label("actor"),
)


def _author_decisions(post: Post, count: int = 10) -> Sequence[AnyRow]:
    """What moderators ruled about this author before."""
    same = (
        Post.author_id == post.author_id if post.author_id else Post.guest_email == post.guest_email
    )
    return db.session.execute(
        select(*_DECISION_COLUMNS)
        .join(Post, Post.id == Decision.post_id)
        .join(Member, Member.id == Decision.actor_id)
        .where(same, Decision.case_id.is_not(None), Decision.post_id != post.id)
        .order_by(Decision.id.desc())
        .limit(count)
    ).all()


def _decisions_of(post_id: int) -> Sequence[AnyRow]:
    return db.session.execute(
        select(*_DECISION_COLUMNS)
        .outerjoin(Member, Member.id == Decision.actor_id)
        .where(Decision.post_id == post_id)
        .order_by(Decision.id)
    ).all()


def last_ruling(post_id: int) -> Decision | None:
    """The newest verdict of a moderator about a post."""
    return db.session.scalar(
        select(Decision)
        .where(
            Decision.post_id == post_id,
            Decision.actor_id.is_not(None),
            Decision.case_id.is_not(None),
        )
        .order_by(Decision.id.desc())
        .limit(1)
    )
