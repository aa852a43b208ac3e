"""A page of a thread as pieces of ready HTML, kept by the thread's version.

Everything that is the same for all members is rendered once; what differs by viewer (which
supports are theirs, the links on their own posts) is chosen among ready variants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from flask import current_app
from flask_babel import get_locale
from markupsafe import Markup, escape

from forum.authors import byline
from forum.extensions import AnyRow
from forum.models import PostState, SupportKind
from forum.posts import queries
from forum.posts.words import PostWords, members_count, post_words
from forum.web.cache import Cache
from forum.web.pages import day


@dataclass(frozen=True, slots=True)
class PostPiece:
    """One post: ready HTML around the parts that depend on who looks."""

    id: int
    author_id: int | None
    depth: int
    # The plain sentence in place of words that cannot be read, or None.
    gone: str | None
    # Held or returned: its author still reads it.
    waiting: bool
    body: str
    supports: tuple[tuple[str, str, str], ...]
    # What its author sees in place of the buttons: who gave support, in words.
    received: str
    # Answers that need one press; for a bad-hand day.
    ready: str
    reply: str
    own_links: str
    other_links: str


@dataclass(frozen=True, slots=True)
class ThreadPieces:
    """The pieces of one page, and the keysets of the pages around it."""

    opening: PostPiece | None
    posts: tuple[PostPiece, ...]
    earlier: bool
    later: bool
    first_path: str
    last_path: str


_pieces: Cache[ThreadPieces] = Cache(entries=400)


def thread_pieces(
    thread_id: int, version: int, after: str | None, count: int, *, buttons: bool = True
) -> ThreadPieces:
    """The pieces of one page, from the cache when nothing has changed since.

    Without `buttons` they are made for paper.
    """
    database = current_app.config["DATABASE_URL"]
    key = (database, thread_id, version, after, count, buttons, str(get_locale()))
    return _pieces.get_or_make(key, lambda: _make(thread_id, after, count, buttons))


def _make(thread_id: int, after: str | None, count: int, buttons: bool) -> ThreadPieces:
    page = queries.thread_page(thread_id, after, count)
    macros = current_app.jinja_env.get_template("macros/post.html").module
    words = post_words()
    posts = tuple(_piece(row, macros, words, buttons) for row in page.posts)
    opening = _piece(page.opening, macros, words, buttons) if page.opening is not None else None
    return ThreadPieces(
        opening=opening,
        posts=posts,
        earlier=page.earlier,
        later=page.later,
        first_path=page.posts[0].path if page.posts else "",
        last_path=page.posts[-1].path if page.posts else "",
    )


class _ParentAuthor:
    """The parent's author columns under the names that `byline` reads."""

    def __init__(self, row: AnyRow) -> None:
        self.author_id = row.parent_author_id
        self.guest_name = row.parent_guest_name
        self.as_member = row.parent_as_member
        self.author_state = row.parent_author_state
        self.handle = row.parent_handle
        self.role = None
        self.who_shown = False


def _answering(row: AnyRow) -> str | None:
    if row.parent_id is None or row.parent_path == "":
        return None
    return byline(_ParentAuthor(row)).name


def _piece(row: AnyRow, macros: Any, words: PostWords, buttons: bool) -> PostPiece:
    author = byline(row)
    shown = row.state == PostState.PUBLISHED
    when = day(row.published_at or row.created_at)
    head = macros.post_head(row, author, _answering(row), when, words)
    return PostPiece(
        id=row.id,
        author_id=row.author_id,
        depth=row.depth,
        gone=None if shown else words.gone[row.state],
        waiting=row.state in {PostState.HELD, PostState.RETURNED},
        body=str(head + macros.post_words(row)),
        supports=_supports(row, macros, words) if shown and buttons else (),
        received=str(macros.received(_counts(row), words)) if shown and buttons else "",
        ready=str(macros.ready_answers(row, author.name, words)) if shown and buttons else "",
        reply=str(macros.reply_link(row, author.name, words)) if buttons else "",
        own_links=str(macros.own_links(row, when, words)) if buttons else "",
        other_links=str(macros.report_link(row, author.name, words)) if buttons else "",
    )


def _supports(row: AnyRow, macros: Any, words: PostWords) -> tuple[tuple[str, str, str], ...]:
    made = []
    for kind, count in _counts(row).items():
        values = (row.id, kind, words.supports[kind], count)
        made.append((kind, str(macros.support(*values, False)), str(macros.support(*values, True))))
    return tuple(made)


def _counts(row: AnyRow) -> dict[str, str]:
    """How many members gave each support, in words; "" for none."""
    return {
        SupportKind.ME_TOO.value: members_count(row.me_too),
        SupportKind.THINKING.value: members_count(row.thinking),
        SupportKind.HELPED.value: members_count(row.helped),
    }


@dataclass(frozen=True, slots=True)
class Reader:
    """What of a post differs by who looks at it."""

    id: int
    # The supports they gave: (post id, kind).
    supports: set[tuple[int, str]]
    # Nobody can answer in a closed talk.
    locked: bool
    # On a bad-hand day answers stand ready, and a link leads on to the next post.
    hand: bool = False


def _draw(piece: PostPiece, reader: Reader, following: int | None = None) -> Iterator[str]:
    """One post as this member sees it, in parts that are HTML already."""
    own = piece.author_id == reader.id
    if piece.gone is not None:
        yield from _draw_gone(piece, own)
        return
    yield (
        f'<article class="post" id="post-{piece.id}" aria-labelledby="h{piece.id}" tabindex="-1">'
        f'{piece.body}<div class="post-foot">'
    )
    if not own:
        yield '<div class="supports">'
        for kind, off, on in piece.supports:
            yield on if (piece.id, kind) in reader.supports else off
        yield "</div>"
        if reader.hand and not reader.locked:
            yield piece.ready
    else:
        yield piece.received
    yield '<ul class="post-links">'
    if not reader.locked:
        yield piece.reply
    yield piece.own_links if own else piece.other_links
    if reader.hand and following is not None:
        yield f'<li><a href="#post-{following}">{escape(post_words().next_post)}</a></li>'
    yield "</ul></div></article>"


def _draw_gone(piece: PostPiece, own: bool) -> Iterator[str]:
    words = escape(piece.gone)
    if own and piece.waiting:
        yield f'<article class="post" id="post-{piece.id}" tabindex="-1"><p><strong>{words}</strong></p>'
        yield f'{piece.body}<ul class="post-links">{piece.own_links}</ul></article>'
    else:
        yield f'<p class="post post-gone" id="post-{piece.id}" tabindex="-1">{words}</p>'


def draw(piece: PostPiece, reader: Reader) -> Markup:
    """One post as this member sees it."""
    return Markup("".join(_draw(piece, reader)))


def draw_all(pieces: Sequence[PostPiece], reader: Reader) -> Markup:
    """The list items of a thread."""
    parts: list[str] = []
    behind = [piece.id for piece in pieces[1:]]
    for piece, following in zip_longest(pieces, behind):
        parts.append(f'<li class="depth-{piece.depth}">')
        parts.extend(_draw(piece, reader, following))
        parts.append("</li>\n")
    return Markup("".join(parts))


def forget() -> None:
    """Empty the cache; for tests, whose databases begin anew with the same ids."""
    _pieces.clear()
