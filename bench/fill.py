"""Content to measure with: talks of several lengths, written past the road for speed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import insert

from forum import clock
from forum.extensions import db
from forum.models import Article, Member, Post, Support, Thread
from forum.posts.paths import segment
from forum.text import render
from forum.web import viewer
from forum.web.transaction import unit_of_work

WORDS = (
    "We talked about the infusion for a while and then about the garden, where the beans are late this "
    "year. My arms hold longer in the morning now, and the stairs are easier than they were in spring. "
    "The nurse says to drink enough the day before, and I try to remember it when the kettle is near."
)


@dataclass(frozen=True)
class Filled:
    """The threads by name, and the session token of a member."""

    threads: dict[str, int]
    token: str
    slug: str


def fill(scale: int) -> Filled:
    """An article with 20 comments, talks of 20, 200 and 10,000 posts, and `scale` × 200 other talks."""
    random.seed(7)
    with unit_of_work():
        authors = _members(40)
        article = _article()
        threads = {
            "article": _thread(authors, 20, article.id),
            "20": _thread(authors, 20),
            "200": _thread(authors, 200),
            "10000": _thread(authors, 10_000),
        }
        for _ in range(200 * scale):
            _thread(authors, 20)
        reader = Member(
            handle="Reader", handle_key="reader", email="reader@example.org", created_at=clock.now()
        )
        db.session.add(reader)
        db.session.flush()
        token = _session(reader.id)
    return Filled(threads, token, article.slug)


def _session(member_id: int) -> str:
    from flask import current_app

    with current_app.test_request_context():
        return viewer.open_session(member_id)


def _members(count: int) -> list[int]:
    found = [
        Member(
            handle=f"Person {n}",
            handle_key=f"person{n}",
            email=f"p{n}@example.org",
            created_at=clock.now(),
        )
        for n in range(count)
    ]
    db.session.add_all(found)
    db.session.flush()
    return [each.id for each in found]


def _article() -> Article:
    today = date(2026, 11, 22)
    body = "".join(
        f'<h2 id="s{n}">Part {n}</h2>' + f"<p>{WORDS} {WORDS}</p>" * 3 for n in range(1, 9)
    )
    article = Article(
        slug="bench",
        title="An article to measure with",
        summary="A summary.",
        in_brief=["One.", "Two."],
        authors=["Editors"],
        reviewer=None,
        published_on=today,
        updated_on=today,
        next_review_on=today + timedelta(days=180),
        treatments=[],
        prompts=["What helped?"],
        related=[],
        source=WORDS,
        html=body,
        contents=[{"id": f"s{n}", "title": f"Part {n}", "level": 2} for n in range(1, 9)],
        words=1800,
        fingerprint="bench",
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    db.session.add(article)
    db.session.flush()
    return article


_next_id = 0


def _thread(authors: list[int], count: int, article_id: int | None = None) -> int:
    global _next_id
    now = clock.now() - timedelta(days=2)
    thread = Thread(article_id=article_id, created_at=now, answers=count, last_post_at=now)
    db.session.add(thread)
    db.session.flush()
    html = str(render(WORDS))
    rows = []
    if article_id is None:
        rows.append(_row(thread.id, "", 0, authors, html, now, "update"))
    for _ in range(count):
        _next_id += 1
        rows.append(_row(thread.id, segment(_next_id), 1, authors, html, now, "comment"))
    db.session.execute(insert(Post), rows)
    some = db.session.query(Post.id).filter_by(thread_id=thread.id).limit(20).all()
    db.session.execute(
        insert(Support),
        [
            {
                "post_id": row.id,
                "thread_id": thread.id,
                "member_id": random.choice(authors),
                "kind": "helped",
                "at": now,
            }
            for row in some
        ],
    )
    return thread.id


def _row(
    thread_id: int, path: str, depth: int, authors: list[int], html: str, now: object, kind: str
) -> dict[str, object]:
    return {
        "thread_id": thread_id, "path": path, "depth": depth, "kind": kind, "source": WORDS, "html": html,
        "teaser": WORDS[:100], "author_id": random.choice(authors), "audience": "everyone",
        "state": "published", "idempotency_key": f"b{thread_id}-{path or 'open'}", "created_at": now,
        "published_at": now, "helped": 1,
    }  # fmt: skip
