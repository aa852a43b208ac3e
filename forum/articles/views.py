"""Pages of articles, topics and the glossary. Everybody may read them."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, make_response, render_template, request
from flask.typing import ResponseReturnValue

from forum import clock
from forum.articles import history, page, queries
from forum.models import GlossaryTerm
from forum.web.gate import public
from forum.web.viewer import Viewer, viewer

articles = Blueprint("articles", __name__)

# Older revisions are kept, but a page of more than these is nothing to read.
_REVISIONS = 20


@articles.get("/articles")
@public
def article_list() -> ResponseReturnValue:
    return render_template(
        "articles/list.html",
        found=queries.article_list(request.args.get("before")),
        topics=queries.topics_in_use(),
        section="articles",
    )


@articles.get("/articles/<slug>")
@public
def article(slug: str) -> ResponseReturnValue:
    head = queries.article_head(slug)
    person = viewer()
    if isinstance(person, Viewer):
        return page.member_page(head, person)
    # Whole pages of guests are kept before they come here: see `kept.py`.
    response = make_response(page.guest_page(head))
    response.add_etag()
    return response.make_conditional(request)


@articles.get("/articles/<slug>/print")
@public
def print_page(slug: str) -> ResponseReturnValue:
    whole = queries.whole_article(slug)
    return render_template(
        "articles/print.html",
        whole=whole,
        article=whole.article,
        today=clock.today(),
        section="articles",
    )


@articles.get("/articles/<slug>/history")
@public
def article_history(slug: str) -> ResponseReturnValue:
    head = queries.article_head(slug)
    found = queries.revisions(head.id, _REVISIONS + 1)
    return render_template(
        "articles/history.html",
        head=head,
        changes=history.changes(found, _REVISIONS),
        section="articles",
    )


@articles.get("/topics/<slug>")
@public
def topic(slug: str) -> ResponseReturnValue:
    found = queries.topic(slug)
    return render_template(
        "articles/topic.html",
        topic=found,
        articles=queries.articles_of_topic(found.id),
        topics=queries.topics_in_use(),
        section="articles",
    )


@articles.get("/glossary")
@public
def glossary() -> ResponseReturnValue:
    letters = groupby(queries.glossary(), key=_letter)
    return render_template(
        "articles/glossary.html",
        letters=[(letter, list(terms)) for letter, terms in letters],
        section="articles",
    )


def _letter(term: GlossaryTerm) -> str:
    return term.term[:1].upper()
