"""Holding a post still while something about it is decided.

Whoever changes a post, its state or its case takes the post first, so that of two at once one waits
and then sees what the other did. On SQLite the writing transaction itself is the lock.

Posts are taken before their talk, an answer before what it answers. The lock lets others refer to
the post (an answer, a report): PostgreSQL looks at what a row refers to whenever it is changed
twice, and who waits there holding the talk would wait for ever.
"""

from __future__ import annotations

from forum.extensions import db
from forum.models import Post

# FOR NO KEY UPDATE.
LOCK = {"key_share": True}


def hold_post(post_id: int) -> Post | None:
    """The post as it is now, held until the end of the transaction."""
    return db.session.get(Post, post_id, with_for_update=LOCK, populate_existing=True)
