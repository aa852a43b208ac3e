"""Reading articles, topics and the glossary. All of it is for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select, tuple_

from forum.errors import NotFound
from forum.extensions import AnyRow, AnySelect, db, read
from forum.models import (
    Article,
    ArticleRevision,
    ArticleSource,
    ArticleState,
    ArticleTopic,
    GlossaryTerm,
    Thread,
    Topic,
)

# How many articles a list shows at once.
PAGE = 50

_CARD = (
    Article.id,
    Article.slug,
    Article.title,
    Article.summary,
    Article.published_on,
    Article.updated_on,
    Article.words,
)
_PUBLISHED = Article.state == ArticleState.PUBLISHED

_HEAD = (
    select(
        Article.id,
        Article.slug,
        Article.title,
        Article.version,
        Article.changed_at,
        Thread.id.label("thread_id"),
        Thread.version.label("thread_version"),
        Thread.answers,
        Thread.locked,
        Thread.locked_because,
    )
    .join(Thread, Thread.article_id == Article.id)
    .where(_PUBLISHED, Article.slug == bindparam("slug"))
)


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """An article with all that stands around its text."""

    article: Article
    sources: Sequence[ArticleSource]
    topics: Sequence[AnyRow]
    related: Sequence[AnyRow]


@dataclass(frozen=True, slots=True)
class ArticleList:
    """Some articles, newest first, and where the next ones begin."""

    articles: Sequence[AnyRow]
    following: str | None


def article_head(slug: str) -> AnyRow:
    """What a cached page is keyed by: the versions of the article and of its thread."""
    row = next(iter(read(_HEAD, slug=slug)), None)
    if row is None:
        raise NotFound
    return row


def whole_article(slug: str) -> WholeArticle:
    """An article, its sources, its topics and those related articles that can be read."""
    article = db.session.scalar(select(Article).where(Article.slug == slug, _PUBLISHED))
    if article is None:
        raise NotFound
    return WholeArticle(article, _sources(article.id), _topics(article.id), _related(article))


def _sources(article_id: int) -> Sequence[ArticleSource]:
    return db.session.scalars(
        select(ArticleSource)
        .where(ArticleSource.article_id == article_id)
        .order_by(ArticleSource.position)
    ).all()


def _topics(article_id: int) -> Sequence[AnyRow]:
    return db.session.execute(
        select(Topic.slug, Topic.title)
        .join(ArticleTopic, ArticleTopic.topic_id == Topic.id)
        .where(ArticleTopic.article_id == article_id)
        .order_by(Topic.position, Topic.id)
    ).all()


def _related(article: Article) -> Sequence[AnyRow]:
    rows = db.session.execute(
        select(*_CARD).where(Article.slug.in_(article.related), _PUBLISHED)
    ).all()
    return sorted(rows, key=lambda row: article.related.index(row.slug))


def newest(count: int) -> Sequence[AnyRow]:
    """The articles that were published or changed last."""
    return db.session.execute(_in_order(select(*_CARD).where(_PUBLISHED)).limit(count)).all()


def _in_order(rows: AnySelect) -> AnySelect:
    return rows.order_by(Article.updated_on.desc(), Article.id.desc())


def article_list(before: str | None) -> ArticleList:
    """One page of all articles. `before` comes from the page before, and is checked here."""
    rows = _in_order(select(*_CARD).where(_PUBLISHED)).limit(PAGE + 1)
    start = _read_place(before)
    if start is not None:
        rows = rows.where(tuple_(Article.updated_on, Article.id) < tuple_(*start))
    found = db.session.execute(rows).all()
    last = found[PAGE - 1] if len(found) > PAGE else None
    return ArticleList(found[:PAGE], f"{last.updated_on}.{last.id}" if last else None)


def _read_place(text: str | None) -> tuple[date, int] | None:
    day, _, number = (text or "").partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    try:
        return date.fromisoformat(day), int(number)
    except ValueError:
        return None


def topics_in_use() -> Sequence[AnyRow]:
    """Topics that have an article, with how many."""
    return db.session.execute(
        select(Topic.slug, Topic.title, Topic.summary, func.count().label("articles"))
        .join(ArticleTopic, ArticleTopic.topic_id == Topic.id)
        .join(Article, Article.id == ArticleTopic.article_id)
        .where(_PUBLISHED)
        .group_by(Topic.id, Topic.slug, Topic.title, Topic.summary, Topic.position)
        .order_by(Topic.position, Topic.id)
    ).all()


def topic(slug: str) -> Topic:
    found = db.session.scalar(select(Topic).where(Topic.slug == slug))
    if found is None:
        raise NotFound
    return found


def articles_of_topic(topic_id: int) -> Sequence[AnyRow]:
    """The newest articles of a topic."""
    rows = select(*_CARD).join(ArticleTopic, ArticleTopic.article_id == Article.id)
    return db.session.execute(
        _in_order(rows.where(ArticleTopic.topic_id == topic_id, _PUBLISHED)).limit(PAGE)
    ).all()


def glossary() -> Sequence[GlossaryTerm]:
    """All explained words, in the order of letters that readers expect."""
    # Sorted here, because the two engines disagree about capitals.
    found = db.session.scalars(select(GlossaryTerm)).all()
    return sorted(found, key=lambda term: (term.term.casefold(), term.id))


def revisions(article_id: int, count: int) -> Sequence[ArticleRevision]:
    """The last revisions of an article, newest first."""
    return db.session.scalars(
        select(ArticleRevision)
        .where(ArticleRevision.article_id == article_id)
        .order_by(ArticleRevision.number.desc())
        .limit(count)
    ).all()
