"""What waits for an editor: reports of errors, and articles that need a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Text, cast, func, null, select

from forum import clock
from forum.extensions import AnyRow, AnySelect, db
from forum.models import (
    Article,
    ArticleSource,
    ArticleState,
    ErrorReport,
    ErrorReportState,
    Member,
)

# One sitting's work; what does not fit is counted in words.
MOST = 50


@dataclass(frozen=True, slots=True)
class EditorialDesk:
    reports: Sequence[AnyRow]
    due: Sequence[AnyRow]
    lapsed: Sequence[AnyRow]
    unreviewed: Sequence[AnyRow]


def editorial_desk() -> EditorialDesk:
    """Everything on one page, the urgent and the oldest first."""
    return EditorialDesk(_reports(), _due(), _lapsed(), _unreviewed())


def _reports() -> Sequence[AnyRow]:
    return db.session.execute(
        select(
            ErrorReport.id,
            ErrorReport.words,
            ErrorReport.email,
            ErrorReport.urgent,
            ErrorReport.at,
            Article.slug,
            Article.title,
            Member.handle,
        )
        .join(Article, Article.id == ErrorReport.article_id)
        .outerjoin(Member, Member.id == ErrorReport.member_id)
        .where(ErrorReport.state == ErrorReportState.OPEN)
        .order_by(ErrorReport.urgent.desc(), ErrorReport.at, ErrorReport.id)
        .limit(MOST)
    ).all()


def _published() -> AnySelect:
    return select(Article.slug, Article.title, Article.next_review_on, Article.updated_on).where(
        Article.state == ArticleState.PUBLISHED
    )


def _due() -> Sequence[AnyRow]:
    return db.session.execute(
        _published()
        .where(Article.next_review_on < clock.today())
        .order_by(Article.next_review_on, Article.id)
        .limit(MOST)
    ).all()


def _lapsed() -> Sequence[AnyRow]:
    """Articles with sources that are due to be checked again, and how many those are."""
    return db.session.execute(
        select(
            Article.slug,
            Article.title,
            func.count().label("sources"),
            func.min(ArticleSource.expires_on).label("since"),
        )
        .join(ArticleSource, ArticleSource.article_id == Article.id)
        .where(Article.state == ArticleState.PUBLISHED, ArticleSource.expires_on < clock.today())
        .group_by(Article.id, Article.slug, Article.title)
        .order_by(func.min(ArticleSource.expires_on), Article.id)
        .limit(MOST)
    ).all()


def _unreviewed() -> Sequence[AnyRow]:
    # A JSON column may hold SQL's NULL or JSON's null; both mean that nobody has reviewed it.
    return db.session.execute(
        _published()
        .where(Article.reviewer.is_(null()) | (cast(Article.reviewer, Text) == "null"))
        .order_by(Article.published_on, Article.id)
        .limit(MOST)
    ).all()
