"""Where a post stands in its thread, as a string that sorts: ancestors' ids, then its own.

Replies nest `Post.DEEPEST` deep; a reply to a deeper one stands beside it. Ids only grow, so the
order never changes while others write, and a path is its own tie-break for keyset paging.
"""

from __future__ import annotations

import re

from forum.models import Post

# Eight hexadecimal digits hold every id of an integer column.
_WIDTH = 8
_VALID = re.compile(r"(?:[0-9a-f]{8}){1,3}")


def segment(post_id: int) -> str:
    return f"{post_id:0{_WIDTH}x}"


def place(post_id: int, parent_path: str | None, parent_depth: int) -> tuple[str, int]:
    """Path and depth of a new post under a parent (None or the opening post: at the top)."""
    if not parent_path:
        return segment(post_id), 1
    if parent_depth < Post.DEEPEST:
        return parent_path + segment(post_id), parent_depth + 1
    return parent_path[:-_WIDTH] + segment(post_id), Post.DEEPEST


def read_path(text: str | None) -> str | None:
    """A path out of an address, or None when it is not one."""
    return text if text and _VALID.fullmatch(text) else None
