"""Writing one checked article: its row, its revision, its sources and topics, and its thread."""

from __future__ import annotations

from sqlalchemy import delete, select

from forum import clock
from forum.articles.document import Document
from forum.extensions import db
from forum.models import Article, ArticleRevision, ArticleSource, ArticleState, ArticleTopic, Thread
from forum.text import ArticleText


def store_article(
    document: Document, fingerprint: str, topic_ids: set[int], made: ArticleText
) -> str:
    """Write an article if anything about it has changed. Returns added, changed or unchanged."""
    article = db.session.scalar(select(Article).where(Article.slug == document.slug))
    if article is None:
        _add(document, fingerprint, topic_ids, made)
        return "added"
    if article.fingerprint == fingerprint and article.state == ArticleState.PUBLISHED:
        return "unchanged"
    article.version += 1
    if _differs_from_last(article, document):
        article.revision += 1
        _keep_revision(article, document)
    _fill(article, document, fingerprint, made)
    _relate(article.id, document, topic_ids)
    return "changed"


def _add(document: Document, fingerprint: str, topic_ids: set[int], made: ArticleText) -> None:
    now = clock.now()
    article = Article(slug=document.slug, created_at=now, revision=1, version=1)
    _fill(article, document, fingerprint, made)
    db.session.add(article)
    db.session.flush()
    db.session.add(Thread(article_id=article.id, created_at=now))
    _keep_revision(article, document)
    _relate(article.id, document, topic_ids)


def _differs_from_last(article: Article, document: Document) -> bool:
    """False when only an explained word changed: readers see that, but the article is as it was."""
    last = db.session.scalar(
        select(ArticleRevision).where(
            ArticleRevision.article_id == article.id, ArticleRevision.number == article.revision
        )
    )
    return last is None or last.front != document.front or last.source != document.body


def _keep_revision(article: Article, document: Document) -> None:
    db.session.add(
        ArticleRevision(
            article_id=article.id,
            number=article.revision,
            front=document.front,
            source=document.body,
            at=clock.now(),
        )
    )


def _fill(article: Article, document: Document, fingerprint: str, made: ArticleText) -> None:
    article.title, article.summary = document.title, document.summary
    article.in_brief, article.authors = document.in_brief, document.authors
    article.reviewer = document.reviewer
    article.published_on, article.updated_on = document.published, document.updated
    article.next_review_on = document.next_review
    article.treatments, article.prompts = document.treatments, document.prompts
    article.related = [slug for _, slug in document.related]
    article.source, article.html = document.body, str(made.html)
    article.contents, article.words = made.contents, made.words
    article.state = ArticleState.PUBLISHED
    article.fingerprint = fingerprint
    article.changed_at = clock.now()


def _relate(article_id: int, document: Document, topic_ids: set[int]) -> None:
    for table in (ArticleSource, ArticleTopic):
        db.session.execute(delete(table).where(table.article_id == article_id))
    db.session.add_all(
        ArticleTopic(article_id=article_id, topic_id=topic_id) for topic_id in sorted(topic_ids)
    )
    db.session.add_all(
        ArticleSource(
            article_id=article_id,
            key=source.key,
            position=position,
            title=source.title,
            publisher=source.publisher,
            year=source.year,
            url=source.url,
            grade=source.grade,
            checked_on=source.checked,
            expires_on=source.expires,
            to_check=source.to_check,
        )
        for position, source in enumerate(document.sources, 1)
    )
