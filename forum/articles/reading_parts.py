"""An article's text in parts: where it is good to rest, and where the next section begins. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from forum.web.pages import minutes_to_read

# So many words are read before a place to rest is offered, at the end of a paragraph.
WORDS_TO_REST = 350
# Nearer to the end of the text than this, a rest is no help: the end is one.
_WORDS_LEFT = 120

_PIECE = re.compile(r"<(/?)(h2|p|aside|ul|ol|blockquote|table|pre)\b([^>]*)>|[^<]+|<[^>]*>")
_ID = re.compile(r'\bid="([a-z0-9-]+)"')
_AROUND = frozenset(("aside", "ul", "ol", "blockquote", "table", "pre"))


@dataclass(frozen=True, slots=True)
class Rest:
    """A good place to rest: behind which paragraph, and about how long the rest takes to read."""

    paragraph: str
    minutes_left: int


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the text, and what stands behind it: a place to rest, or the way to the next section."""

    html: str
    rest: Rest | None = None
    # The id of the next section's heading.
    following: str | None = None


def in_parts(html: str) -> list[Part]:
    """The whole text, in order: the parts' html put together is the html that was given."""
    total, read, since = _words(html), 0, 0
    parts: list[Part] = []
    begun = 0
    for end, words, paragraph, section in _places(html):
        since += words - read
        read = words
        if section is not None:
            if html[begun:end].strip():
                parts.append(Part(html[begun:end], following=section))
                begun = end
        elif since >= WORDS_TO_REST and total - read >= _WORDS_LEFT and paragraph:
            parts.append(Part(html[begun:end], rest=Rest(paragraph, minutes_to_read(total - read))))
            begun, since = end, 0
    if html[begun:].strip():
        parts.append(Part(html[begun:]))
    return parts


def _words(html: str) -> int:
    return len(re.sub(r"<[^>]*>", " ", html).split())


def _places(html: str) -> Iterator[tuple[int, int, str | None, str | None]]:
    """Where the text may be parted: the place, the words before it, and what is there.

    That is the end of the paragraph of an id, or the beginning of the section of an id; inside
    lists, tables and boxes nothing is parted.
    """
    depth, words, paragraph = 0, 0, None
    for piece in _PIECE.finditer(html):
        closing, tag, attributes = piece[1], piece[2], piece[3]
        if tag is None:
            words += len(piece[0].split()) if piece[0][0] != "<" else 0
        elif tag in _AROUND:
            depth += -1 if closing else 1
        elif depth == 0 and not closing:
            named = _ID.search(attributes)
            if tag == "h2" and named:
                yield piece.start(), words, None, named[1]
            paragraph = named[1] if tag == "p" and named else None
        elif depth == 0 and tag == "p":
            yield piece.end(), words, paragraph, None
