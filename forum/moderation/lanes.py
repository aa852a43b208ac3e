"""What waits at the desk: in lanes, by harm and then age, all of it or a part."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, and_, desc, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from forum import clock
from forum.authors import AUTHOR_COLUMNS
from forum.extensions import AnyRow, AnySelect, db
from forum.models import (
    Appeal,
    Article,
    Case,
    Consultation,
    ConsultationKind,
    Decision,
    Level,
    Member,
    Post,
    StoredFinding,
    Thread,
    Topic,
)
from forum.moderation.filters import EVERYTHING, Filters, conditions

# One page holds what a volunteer meets on a bad evening, so that it can be seen whole.
PAGE = 50
# Talks that are offered as a filter: those in which most waits.
_TALKS = 10

_EDGE = re.compile(r"([0-9])\.([0-9]{1,17})\.([0-9]{1,9})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_Holder = aliased(Member)
# `closed_at` is null in all of these. It stands here because only then PostgreSQL walks the index.
_ORDER = (Case.closed_at, Case.rank, Case.opened_at, Case.id)

Findings = dict[int, list[AnyRow]]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Cases as rows, what was found in each post, and the edge at which the next page begins."""

    rows: Sequence[AnyRow]
    findings: Findings
    later: str | None = None


def _rows() -> AnySelect:
    return (
        select(
            Case.id,
            Case.level,
            Case.rank,
            Case.opened_at,
            Case.closed_at,
            Case.practice,
            Case.post_id,
            Case.taken_by_id,
            Case.taken_until,
            _Holder.handle.label("holder"),
            Post.version,
            Post.title,
            Post.source,
            *AUTHOR_COLUMNS,
        )
        .join(Post, Post.id == Case.post_id)
        .outerjoin(Member, Member.id == Post.author_id)
        .outerjoin(_Holder, _Holder.id == Case.taken_by_id)
    )


def queue(
    after: str | None = None, filters: Filters = EVERYTHING, without: Sequence[Level] = ()
) -> QueuePage:
    """Open cases by harm, then age, but for those in the lanes `without`.

    `after` is the edge of the page before: rank, moment and id of its last row. It stands by
    itself, so that a case that was decided or raised meanwhile does not move the others.
    """
    found = _rows().where(*conditions(filters)).order_by(*_ORDER).limit(PAGE + 1)
    if without:
        found = found.where(Case.rank.not_in([lane.rank for lane in without]))
    if (edge := _read_edge(after)) is not None:
        found = found.where(tuple_(Case.rank, Case.opened_at, Case.id) > edge)
    rows = db.session.execute(found).all()
    later = _edge(rows[PAGE - 1]) if len(rows) > PAGE else None
    return QueuePage(rows[:PAGE], _findings(rows[:PAGE]), later)


def these(case_ids: Sequence[int]) -> QueuePage:
    """A few cases, waiting or decided, in the order given."""
    found = {row.id: row for row in db.session.execute(_rows().where(Case.id.in_(case_ids)))}
    rows = [found[case_id] for case_id in case_ids if case_id in found]
    return QueuePage(rows, _findings(rows))


def _edge(row: AnyRow) -> str:
    return f"{row.rank}.{(row.opened_at - _EPOCH) // _MICROSECOND}.{row.id}"


def _read_edge(after: str | None) -> tuple[int, datetime, int] | None:
    if not after or not (found := _EDGE.fullmatch(after)):
        return None
    rank, moment, case_id = (int(part) for part in found.groups())
    return rank, _EPOCH + moment * _MICROSECOND, case_id


def _findings(rows: Sequence[AnyRow]) -> Findings:
    """What was found in the present words of these posts, by post."""
    by_post: Findings = defaultdict(list)
    for row in db.session.execute(
        select(
            StoredFinding.post_id,
            StoredFinding.category,
            StoredFinding.action,
            StoredFinding.start,
            StoredFinding.end,
        )
        .join(
            Post,
            and_(Post.id == StoredFinding.post_id, Post.version == StoredFinding.post_version),
        )
        .where(StoredFinding.post_id.in_({row.post_id for row in rows}))
        .order_by(StoredFinding.start, StoredFinding.id)
    ):
        by_post[row.post_id].append(row)
    return by_post


def counts(filters: Filters = EVERYTHING) -> dict[str, int]:
    """How many cases wait in each lane, whichever lane is being looked at."""
    found = select(Case.rank, func.count(Case.id)).group_by(Case.rank)
    if filters.narrow:
        found = found.join(Post, Post.id == Case.post_id)
    by_rank = {
        row[0]: row[1]
        for row in db.session.execute(found.where(*conditions(filters.in_lane(None))))
    }
    return {level.value: by_rank.get(level.rank, 0) for level in Level}


def next_case(member_id: int, filters: Filters = EVERYTHING, but: int | None = None) -> int | None:
    """The case this moderator looks at next: most harm first, then oldest; not the case `but`."""
    return db.session.scalar(
        select(Case.id)
        .join(Post, Post.id == Case.post_id)
        .where(*conditions(filters), *_is_for(member_id), Case.id != (but or 0))
        .order_by(*_ORDER)
        .limit(1)
    )


def _is_for(member_id: int) -> list[ColumnElement[bool]]:
    """Not about one's own words or ruling, with nobody else, and not waiting for somebody else."""
    own_ruling = (
        select(Appeal.id)
        .join(Decision, Decision.id == Appeal.decision_id)
        .where(Appeal.case_id == Case.id, Decision.actor_id == member_id)
    )
    own_question = select(Consultation.id).where(
        Consultation.case_id == Case.id,
        Consultation.kind == ConsultationKind.SECOND_OPINION,
        Consultation.answered_at.is_(None),
        Consultation.asked_by_id == member_id,
    )
    return [
        or_(Post.author_id != member_id, Post.author_id.is_(None)),
        or_(
            Case.taken_by_id.is_(None),
            Case.taken_by_id == member_id,
            Case.taken_until <= clock.now(),
        ),
        ~own_ruling.correlate(Case).exists(),
        ~own_question.correlate(Case).exists(),
    ]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed to: only what waits, as other choices would show nothing."""

    categories: list[str]
    treatments: list[str]
    # Address word and title.
    topics: list[tuple[str, str]]
    # Id and name.
    threads: list[tuple[int, str]]


def choices(filters: Filters) -> Choices:
    found = db.session.execute(
        select(StoredFinding.category, StoredFinding.treatment)
        .join(
            Post,
            and_(Post.id == StoredFinding.post_id, Post.version == StoredFinding.post_version),
        )
        .join(Case, Case.post_id == Post.id)
        .where(Case.closed_at.is_(None))
        .distinct()
    ).all()
    topics = db.session.execute(
        select(Topic.slug, Topic.title).order_by(Topic.position, Topic.id)
    ).all()
    return Choices(
        categories=sorted({row.category for row in found} - {None} | {filters.category} - {""}),
        treatments=sorted({row.treatment for row in found} - {None} | {filters.treatment} - {""}),
        topics=[(row.slug, row.title) for row in topics],
        threads=_talks(filters.thread),
    )


def _talks(chosen: int | None) -> list[tuple[int, str]]:
    """The talks in which more than one case waits, and the one chosen."""
    opening = aliased(Post)
    waiting = func.count(Case.id)
    found = db.session.execute(
        select(Post.thread_id, Article.title, opening.title, opening.teaser)
        .select_from(Case)
        .join(Post, Post.id == Case.post_id)
        .join(Thread, Thread.id == Post.thread_id)
        .outerjoin(Article, Article.id == Thread.article_id)
        .outerjoin(opening, and_(opening.thread_id == Thread.id, opening.path == ""))
        .where(Case.closed_at.is_(None))
        .group_by(Post.thread_id, Article.title, opening.title, opening.teaser)
        .having(or_(waiting > 1, Post.thread_id == (chosen or 0)))
        .order_by(desc(Post.thread_id == (chosen or 0)), desc(waiting), Post.thread_id)
        .limit(_TALKS)
    ).all()
    talks = [(row[0], (row[1] or row[2] or row[3] or "")[:60]) for row in found]
    if chosen is not None and chosen not in dict(talks):
        talks.insert(0, (chosen, ""))
    return talks
