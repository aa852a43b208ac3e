from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from forum import clock
from forum.extensions import db
from forum.models import ArticleRevision, Role
from forum.web.transaction import unit_of_work
from tests.factories import make_article, make_member, make_post, make_thread, thread_of


@pytest.fixture
def people(app: Flask) -> dict[Role, object]:
    """One person of each role, an article with a talk, and a talk of members."""
    found = {role: make_member(role.value.title(), role) for role in Role}
    article = make_article()
    talk = thread_of(article)
    with unit_of_work():
        db.session.add(
            ArticleRevision(
                article_id=article.id, number=1, source=article.source, front={}, at=clock.now()
            )
        )
    first = make_post(talk, found[Role.MEMBER], "The first words of a member.")
    make_post(talk, found[Role.EDITOR], "An answer of an editor.", parent=first)
    make_thread(found[Role.MODERATOR], "How was your week?")
    return found


def addresses(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every rule of the site with an address that fits it."""
    filled = {"slug": "ivig", "token": "made-up-token", "name": "nothing.css", "country": "GB"}
    for rule in app.url_map.iter_rules():
        path = rule.rule
        path = re.sub(r"<any\(([a-z_]+)[^>]*>", r"\1", path)
        path = re.sub(r"<(?:id|int|float):[^>]*>", "1", path)
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: filled.get(found[1], "x"), path)
        yield rule, path


def everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but the counted tries, to see whether anything changed."""
    db.session.remove()
    tables = [table for table in db.metadata.sorted_tables if table.name != "attempts"]
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table))] for table in tables
    }
