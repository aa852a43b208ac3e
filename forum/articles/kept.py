"""Guests' article pages are kept whole, by the versions of the article and of its thread."""

from __future__ import annotations

from collections.abc import Hashable

from flask import Flask
from sqlalchemy import bindparam, select
from sqlalchemy.engine import Engine

from forum import clock
from forum.extensions import db, read_alone
from forum.models import Article, ArticleState, Thread
from forum.web.kept_pages import KeptPages

_VERSION = (
    select(Article.id, Article.version, Article.changed_at, Thread.id, Thread.version)
    .join(Thread, Thread.article_id == Article.id)
    .where(Article.state == ArticleState.PUBLISHED, Article.slug == bindparam("slug"))
)


def init_app(app: Flask) -> None:
    with app.app_context():
        engine: Engine = db.engine

    def version_of(slug: str) -> Hashable | None:
        """Versions and the day: dates are in words, and sources lapse overnight."""
        rows = read_alone(engine, _VERSION, slug=slug)
        return (*rows[0], clock.today()) if rows else None

    app.wsgi_app = KeptPages(app, r"/articles/([a-z0-9][a-z0-9-]{0,79})", version_of)  # type: ignore[method-assign]
