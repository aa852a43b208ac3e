"""Rendering stored posts anew: their HTML is a cache of what was written."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select, update

from forum.extensions import db
from forum.models import Post, Thread
from forum.text import render, teaser
from forum.web.transaction import begin_write, unit_of_work

# Posts in one transaction: few enough that writers hardly wait, many enough to be done in a night.
BATCH = 200


def render_anew() -> Iterator[tuple[int, int]]:
    """Render every post again, batch by batch; yields (posts seen, posts changed) after each.

    It can be stopped at any time and run again: what is right already is not written.
    """
    seen = changed = last = 0
    while True:
        rows = db.session.execute(
            select(Post.id, Post.thread_id, Post.version, Post.source, Post.html, Post.teaser)
            .where(Post.id > last)
            .order_by(Post.id)
            .limit(BATCH)
        ).all()
        db.session.rollback()
        if not rows:
            return
        fresh = [(row, str(render(row.source)), teaser(row.source)) for row in rows]
        stale = [item for item in fresh if (item[0].html, item[0].teaser) != item[1:]]
        with unit_of_work(begin=False):
            begin_write()
            for row, html, words in stale:
                # A post edited in the meantime was rendered by its edit.
                same = Post.id == row.id, Post.version == row.version
                db.session.execute(update(Post).where(*same).values(html=html, teaser=words))
            touched = {row.thread_id for row, _, _ in stale}
            db.session.execute(
                update(Thread).where(Thread.id.in_(touched)).values(version=Thread.version + 1)
            )
        seen, changed, last = seen + len(rows), changed + len(stale), rows[-1].id
        yield seen, changed
