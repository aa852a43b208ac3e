"""A page of a thread as pieces of ready HTML, kept by the thread's version.

Everything that is the same for all members is rendered once; what differs by viewer (which
supports are theirs, the links on their own posts) is chosen among ready variants.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, get_template_attribute
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy import Row

from forum.models import PostState, SupportKind
from forum.posts import queries
from forum.posts.byline import byline
from forum.web.cache import Cache

_MACROS = "macros/post.html"



@dataclass(frozen=True, slots=True)
class PostPiece:
    """One post: ready HTML around the parts that depend on who looks."""

    id: int
    author_id: int | None
    depth: int
    state: str
    gone: Markup | None
    body: Markup
    supports: tuple[tuple[str, Markup, Markup], ...]
    reply: Markup
    own_links: Markup
    other_links: Markup


@dataclass(frozen=True, slots=True)
class ThreadPieces:
    opening: PostPiece | None
    posts: tuple[PostPiece, ...]
    ids: tuple[int, ...]
    earlier: bool
    later: bool
    first_path: str
    last_path: str


_pieces: Cache[ThreadPieces] = Cache(entries=400)


def thread_pieces(thread_id: int, version: int, after: str | None, count: int) -> ThreadPieces:
    """The pieces of one page, from the cache when nothing has changed since."""
    key = (current_app.config["DATABASE_URL"], thread_id, version, after, count, str(get_locale()))
    return _pieces.get_or_make(key, lambda: _make(thread_id, after, count))


def _make(thread_id: int, after: str | None, count: int) -> ThreadPieces:
    page = queries.thread_page(thread_id, after, count)
    posts = tuple(_piece(row) for row in page.posts)
    opening = _piece(page.opening) if page.opening is not None else None
    return ThreadPieces(
        opening=opening,
        posts=posts,
        ids=tuple(piece.id for piece in (*posts, *([opening] if opening else []))),
        earlier=page.earlier,
        later=page.later,
        first_path=page.posts[0].path if page.posts else "",
        last_path=page.posts[-1].path if page.posts else "",
    )


def _macro(name: str, *values: Any) -> Markup:
    made: Markup = get_template_attribute(_MACROS, name)(*values)
    return made


def _answering(row: Row[Any]) -> str | None:
    if row.parent_id is None or row.parent_path == "":
        return None
    return byline(_ParentAuthor(row)).name


class _ParentAuthor:
    """The parent's author columns under the names that `byline` reads."""

    def __init__(self, row: Row[Any]) -> None:
        self.author_id = row.parent_author_id
        self.guest_name = row.parent_guest_name
        self.as_member = row.parent_as_member
        self.author_state = row.parent_author_state
        self.handle = row.parent_handle
        self.role = None
        self.who_shown = False


def _piece(row: Row[Any]) -> PostPiece:
    author = byline(row)
    shown = row.state == PostState.PUBLISHED
    head = _macro("post_head", row, author, _answering(row))
    counts = {"me_too": row.me_too, "thinking": row.thinking, "helped": row.helped}
    return PostPiece(
        id=row.id,
        author_id=row.author_id,
        depth=row.depth,
        state=row.state,
        gone=None if shown else _macro("post_gone", row.state),
        body=head + _macro("post_words", row),
        supports=tuple(
            (
                kind.value,
                _macro("support", row.id, kind.value, counts[kind.value], False),
                _macro("support", row.id, kind.value, counts[kind.value], True),
            )
            for kind in SupportKind
        )
        if shown
        else (),
        reply=_macro("reply_link", row, author.name),
        own_links=_macro("own_links", row),
        other_links=_macro("report_link", row, author.name),
    )


def draw(piece: PostPiece, viewer_id: int, mine: set[tuple[int, str]], locked: bool) -> Markup:
    """One post as this member sees it."""
    own = piece.author_id == viewer_id
    if piece.gone is not None:
        return _gone(piece, own)
    supports = Markup("").join(
        on if (piece.id, kind) in mine else off for kind, off, on in piece.supports
    )
    links = piece.own_links if own else piece.other_links
    foot = Markup('<div class="post-foot">{}<ul class="post-links">{}{}</ul></div>').format(
        Markup('<div class="supports">{}</div>').format(supports) if not own else "",
        "" if locked else piece.reply,
        links,
    )
    return Markup('<article class="post" id="post-{}" aria-labelledby="h{}" tabindex="-1">{}{}</article>').format(
        piece.id, piece.id, piece.body, foot
    )


def _gone(piece: PostPiece, own: bool) -> Markup:
    words: Markup = piece.gone or Markup("")
    if own and piece.state in {PostState.HELD, PostState.RETURNED}:
        return Markup(
            '<article class="post" id="post-{}" tabindex="-1"><p><strong>{}</strong></p>{}'
            '<ul class="post-links">{}</ul></article>'
        ).format(piece.id, words, piece.body, piece.own_links)
    return Markup('<p class="post post-gone" id="post-{}" tabindex="-1">{}</p>').format(piece.id, words)


def draw_all(pieces: Sequence[PostPiece], viewer_id: int, mine: set[tuple[int, str]], locked: bool) -> Markup:
    """The list items of a thread."""
    item = Markup('<li class="depth-{}">{}</li>\n')
    return Markup("").join(
        item.format(piece.depth, draw(piece, viewer_id, mine, locked)) for piece in pieces
    )


def forget() -> None:
    """Empty the cache; for tests, whose databases begin anew with the same ids."""
    _pieces.clear()
