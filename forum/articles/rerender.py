"""The HTML of an article is a cache of its text; this makes it anew."""

from __future__ import annotations

from sqlalchemy import select

from forum import clock
from forum.extensions import db
from forum.models import Article, ArticleSource, GlossaryTerm
from forum.text import Term, render_article
from forum.web.transaction import unit_of_work


def render_again() -> int:
    """Render all articles from their text; returns how many look different now."""
    changed = 0
    with unit_of_work():
        glossary = {
            term.slug: Term(term.term, term.short)
            for term in db.session.scalars(select(GlossaryTerm))
        }
        for article in db.session.scalars(select(Article).order_by(Article.id)):
            keys = db.session.scalars(
                select(ArticleSource.key)
                .where(ArticleSource.article_id == article.id)
                .order_by(ArticleSource.position)
            ).all()
            made = render_article(article.source, keys, glossary)
            if str(made.html) == article.html and made.contents == article.contents:
                continue
            article.html, article.contents, article.words = (
                str(made.html),
                made.contents,
                made.words,
            )
            article.version += 1
            article.changed_at = clock.now()
            changed += 1
    return changed
