"""People and things for tests, with honest defaults. Each is committed, as in life."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from forum import clock
from forum.accounts.services import handle_key
from forum.extensions import db
from forum.models import (
    Article,
    Audience,
    Member,
    Post,
    PostKind,
    PostState,
    Role,
    Thread,
)
from forum.posts.paths import place
from forum.text import render, teaser
from forum.web.transaction import unit_of_work

_number = itertools.count(1)


def kept(found: Any) -> Any:
    """Let go of the session, so that what is known of a thing stays known."""
    db.session.expunge_all()
    return found


def make_member(handle: str | None = None, role: Role = Role.MEMBER, **values: Any) -> Member:
    """A member with a proved address."""
    number = next(_number)
    handle = handle or f"Member {number}"
    values.setdefault("email", f"{handle_key(handle)}@example.org")
    values.setdefault("created_at", clock.now() - timedelta(days=30))
    found = Member(handle=handle, handle_key=handle_key(handle), role=role, **values)
    with unit_of_work():
        db.session.add(found)
    return kept(found)


def make_article(slug: str = "ivig", title: str = "IVIG", **values: Any) -> Article:
    """A published article with its thread."""
    today = date(2026, 11, 20)
    defaults: dict[str, Any] = {
        "summary": "What it is and how it is given.",
        "in_brief": ["It is a medicine made of antibodies."],
        "authors": ["Snowdrop editors"],
        "reviewer": None,
        "published_on": today,
        "updated_on": today,
        "next_review_on": date(2027, 5, 20),
        "treatments": [],
        "prompts": ["Have you had IVIG?"],
        "related": [],
        "source": "## How it works\n\nIt calms the attack.",
        "html": '<h2 id="s1">How it works</h2><p id="p1">It calms the attack.</p>',
        "contents": [{"id": "s1", "title": "How it works", "level": 2}],
        "words": 300,
        "fingerprint": slug,
        "created_at": clock.now() - timedelta(days=2),
        "changed_at": clock.now() - timedelta(days=2),
    }
    found = Article(slug=slug, title=title, **{**defaults, **values})
    with unit_of_work():
        db.session.add(found)
        db.session.flush()
        db.session.add(Thread(article_id=found.id, created_at=found.created_at))
    return kept(found)


def thread_of(article: Article) -> Thread:
    return kept(db.session.query(Thread).filter_by(article_id=article.id).one())


def make_thread(author: Member, source: str = "How was your week?", **values: Any) -> Post:
    """A thread that begins with a post on an Activities page; returns the opening post."""
    with unit_of_work():
        thread = Thread(created_at=clock.now())
        db.session.add(thread)
        db.session.flush()
    values.setdefault("kind", PostKind.UPDATE)
    return make_post(thread, author, source, path="", **values)


def make_post(
    thread: Thread | int,
    author: Member | None,
    source: str = "I had mine on Monday.",
    *,
    parent: Post | None = None,
    path: str | None = None,
    ago: timedelta = timedelta(hours=2),
    **values: Any,
) -> Post:
    """A published post, two hours old, written past the road."""
    number = next(_number)
    written = clock.now() - ago
    thread_id = thread if isinstance(thread, int) else thread.id
    defaults: dict[str, Any] = {
        "kind": PostKind.COMMENT,
        "html": str(render(source)),
        "teaser": teaser(source),
        "author_id": author.id if author else None,
        "guest_name": None if author else "Guest",
        "guest_email": None if author else f"guest{number}@example.org",
        "audience": Audience.MEMBERS,
        "state": PostState.PUBLISHED,
        "idempotency_key": f"key-{number}",
        "created_at": written,
        "published_at": written,
        "parent_id": parent.id if parent else None,
        "path": path if path is not None else f"new-{number}",
    }
    found = Post(thread_id=thread_id, source=source, **{**defaults, **values})
    with unit_of_work():
        db.session.add(found)
        db.session.flush()
        if path is None:
            found.path, found.depth = place(
                found.id, parent.path if parent else None, parent.depth if parent else 0
            )
            if found.state == PostState.PUBLISHED:
                held = db.session.get_one(Thread, thread_id)
                held.answers += 1
                held.version += 1
                if parent is not None:
                    db.session.get_one(Post, parent.id).answers += 1
    return kept(found)
