"""Keep my place: where somebody stopped reading. A member's is kept here, a guest's in the browser."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from forum import clock
from forum.errors import NotFound
from forum.extensions import AnyRow, db
from forum.models import Article, ArticleState, KeptPlace
from forum.permissions import Actor
from forum.web.transaction import begin_write

COOKIE = "place"
_MARK = re.compile(r"([a-z0-9][a-z0-9-]{0,79})\.(p[1-9][0-9]{0,4})")


@dataclass(frozen=True, slots=True)
class Mark:
    """A paragraph of an article."""

    slug: str
    paragraph: str

    def __str__(self) -> str:
        return f"{self.slug}.{self.paragraph}"

    @property
    def url(self) -> str:
        return f"/articles/{self.slug}#{self.paragraph}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on reading, and what it is."""

    mark: Mark
    title: str


def read_mark(given: str | None) -> Mark | None:
    """A place as the pages and the cookie write it: "rest-and-energy.p12"."""
    found = _MARK.fullmatch(given or "")
    return Mark(found[1], found[2]) if found else None


def keep(actor: Actor, mark: Mark) -> None:
    """Keep this place in place of the one before. Raises NotFound where there is no such article."""
    article = _article(mark.slug)
    if article is None:
        raise NotFound
    if actor.id is None:
        return
    begin_write()
    db.session.merge(
        KeptPlace(
            member_id=actor.id, article_id=article.id, paragraph=mark.paragraph, at=clock.now()
        )
    )


def kept_by(actor: Actor, cookie: str | None) -> Place | None:
    """Where somebody can go on reading, if they asked for it and the article is still there."""
    if actor.id is None:
        mark = read_mark(cookie)
        article = _article(mark.slug) if mark else None
        return Place(mark, article.title) if mark and article else None
    row = db.session.execute(
        select(Article.slug, Article.title, KeptPlace.paragraph)
        .join(KeptPlace, KeptPlace.article_id == Article.id)
        .where(KeptPlace.member_id == actor.id, Article.state == ArticleState.PUBLISHED)
    ).first()
    return Place(Mark(row.slug, row.paragraph), row.title) if row else None


def _article(slug: str) -> AnyRow | None:
    return db.session.execute(
        select(Article.id, Article.title).where(
            Article.slug == slug, Article.state == ArticleState.PUBLISHED
        )
    ).first()
