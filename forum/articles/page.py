"""An article's page, made once for each version of the article and of its thread."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from flask import current_app, render_template
from flask_babel import get_locale
from markupsafe import Markup

from forum import clock
from forum.articles import queries
from forum.articles.metadata import medical_web_page
from forum.articles.reading_parts import in_parts
from forum.authors import byline
from forum.extensions import AnyRow
from forum.models import Thread
from forum.posts.pieces import Reader, draw_all, thread_pieces
from forum.posts.queries import own_supports, teasers
from forum.web.cache import Cache
from forum.web.care import asked_care
from forum.web.face import comfort, page_of
from forum.web.viewer import Viewer

TEASERS = 5


@dataclass(frozen=True, slots=True)
class ArticleParts:
    """What is the same for every reader."""

    head: Markup
    main: Markup


_parts: Cache[ArticleParts] = Cache(entries=300)


def _key(head: AnyRow) -> tuple[Hashable, ...]:
    """Language and day belong to it: dates are in words, and sources lapse overnight."""
    return (
        current_app.config["DATABASE_URL"],
        head.slug,
        head.version,
        head.changed_at,
        str(get_locale()),
        clock.today(),
    )


def article_parts(head: AnyRow) -> ArticleParts:
    """The head and the text of an article, without its thread."""
    return _parts.get_or_make(_key(head), lambda: _make_parts(head.slug))


def _make_parts(slug: str) -> ArticleParts:
    whole = queries.whole_article(slug)
    values = {
        "whole": whole,
        "article": whole.article,
        "text": in_parts(whole.article.html),
        "today": clock.today(),
    }
    return ArticleParts(
        head=Markup(
            render_template(
                "articles/_head.html",
                public_url=current_app.config["PUBLIC_URL"],
                metadata=medical_web_page(whole),
                **values,
            )
        ),
        main=Markup(render_template("articles/_main.html", **values)),
    )


def guest_page(head: AnyRow) -> str:
    """The page for guests: teasers of what was written for everyone."""
    shown = [(row, byline(row)) for row in teasers(head.thread_id, TEASERS)]
    return render_template(
        "articles/article.html",
        head=head,
        parts=article_parts(head),
        teasers=shown,
        care=asked_care(),
        section="articles",
    )


def member_page(head: AnyRow, me: Viewer) -> str:
    """The page for a member: the first posts of the thread, with their own supports pressed."""
    pieces = thread_pieces(head.thread_id, head.thread_version, None, page_of(Thread.PAGE))
    mine = own_supports(me.id, head.thread_id)
    return render_template(
        "articles/article.html",
        head=head,
        parts=article_parts(head),
        posts=draw_all(pieces.posts, Reader(me.id, mine, head.locked, hand=comfort().hand)),
        more=pieces.later,
        care=asked_care(),
        section="articles",
    )
