"""What programs read: feeds, the sitemap and robots.txt."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, json, render_template, request
from sqlalchemy import func, select

from forum.articles.metadata import LANGUAGE
from forum.articles.queries import topics_in_use
from forum.extensions import AnyRow, db
from forum.models import Article, ArticleSource, ArticleState
from forum.web.cache import Cache
from forum.web.gate import public
from forum.web.language import speaking

feeds = Blueprint("feeds", __name__)

# Readers' programs come often; the newest are what they miss.
_NEWEST = 20
_CLOSED = ("/desk", "/you", "/sign-in", "/threads", "/posts", "/members", "/editorial")
_FIXED_PAGES = (
    "/", "/articles", "/glossary", "/help-now", "/about", "/rules", "/privacy", "/health-data",
    "/contact",
)  # fmt: skip

_made: Cache[bytes] = Cache(entries=12)
_PUBLISHED = Article.state == ArticleState.PUBLISHED


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a feed carries it: every address in it is a whole one."""

    id: str
    url: str
    article: Article
    html: str


def _site() -> str:
    return str(current_app.config["PUBLIC_URL"])


def tag(path: str) -> str:
    """A name that stays the same whatever becomes of addresses and ports (RFC 4151)."""
    return f"tag:{urlsplit(_site()).hostname},2026:{path}"


def _answer(kind: str, make: Callable[[], bytes]) -> Response:
    """An answer that is made once for each state of the articles, and not sent twice."""
    state = db.session.execute(
        select(
            func.count(Article.id), func.sum(Article.version), func.max(Article.changed_at)
        ).where(_PUBLISHED)
    ).one()
    changed: datetime | None = state[2]
    key: tuple[Hashable, ...] = (kind, current_app.config["DATABASE_URL"], _site(), *state)
    # Many read one feed: it speaks the language of the articles, whoever asks first.
    with speaking(LANGUAGE):
        made = _made.get_or_make(key, make)
    response = Response(made, content_type=f"{kind}; charset=utf-8")
    response.add_etag()
    response.last_modified = changed
    response.make_conditional(request)
    return response


def _entries() -> list[Entry]:
    articles = db.session.scalars(
        select(Article)
        .where(_PUBLISHED)
        .order_by(Article.updated_on.desc(), Article.id.desc())
        .limit(_NEWEST)
    ).all()
    sources: dict[int, list[ArticleSource]] = {}
    wanted = select(ArticleSource).where(ArticleSource.article_id.in_([a.id for a in articles]))
    for source in db.session.scalars(wanted.order_by(ArticleSource.position)):
        sources.setdefault(source.article_id, []).append(source)
    return [_entry(article, sources.get(article.id, [])) for article in articles]


def _entry(article: Article, sources: Sequence[ArticleSource]) -> Entry:
    url = f"{_site()}/articles/{article.slug}"
    html = render_template("feeds/content.html", article=article, sources=sources)
    # What nh3 has written has its addresses between double quotes.
    html = html.replace('href="/', f'href="{_site()}/').replace('href="#', f'href="{url}#')
    return Entry(tag(f"articles/{article.slug}"), url, article, html)


@feeds.get("/feeds/articles.atom")
@public
def atom() -> Response:
    return _answer("application/atom+xml", _atom)


def _atom() -> bytes:
    entries = _entries()
    updated = max((entry.article.changed_at for entry in entries), default=None)
    return render_template(
        "feeds/articles.xml", entries=entries, updated=updated, id=tag("articles"), site_url=_site()
    ).encode()


@feeds.get("/feeds/articles.json")
@public
def json_feed() -> Response:
    return _answer("application/feed+json", _json)


def _json() -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": str(current_app.config["SITE_NAME"]),
        "home_page_url": f"{_site()}/articles",
        "feed_url": f"{_site()}/feeds/articles.json",
        "language": "en",
        "items": [_item(entry) for entry in _entries()],
    }
    return json.dumps(feed, ensure_ascii=False).encode()


def _item(entry: Entry) -> dict[str, Any]:
    article = entry.article
    return {
        "id": entry.id,
        "url": entry.url,
        "title": article.title,
        "summary": article.summary,
        "content_html": entry.html,
        "date_published": f"{article.published_on.isoformat()}T00:00:00Z",
        "date_modified": article.changed_at.isoformat(),
        "authors": [{"name": name} for name in article.authors],
        "language": "en",
    }


@feeds.get("/sitemap.xml")
@public
def sitemap() -> Response:
    return _answer("application/xml", _sitemap)


def _sitemap() -> bytes:
    articles: Sequence[AnyRow] = db.session.execute(
        select(Article.slug, Article.changed_at).where(_PUBLISHED).order_by(Article.id)
    ).all()
    pages = [*_FIXED_PAGES, *(f"/topics/{topic.slug}" for topic in topics_in_use())]
    return render_template(
        "feeds/sitemap.xml", articles=articles, pages=pages, site_url=_site()
    ).encode()


@feeds.get("/robots.txt")
@public
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), ""]
    lines.append(f"Sitemap: {_site()}/sitemap.xml\n")
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")
