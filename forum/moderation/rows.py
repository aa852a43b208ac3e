"""A waiting case told in one row: what it is, the words in question, who, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from typing import Protocol

from flask_babel import gettext as _

from forum import clock
from forum.authors import byline
from forum.extensions import AnyRow
from forum.models import Level
from forum.moderation.marking import Marked, Piece, mark
from forum.moderation.spans import in_words

# Letters of a post in a row, and how far down its marked words may begin and still be in them.
_LETTERS = 120
_FAR_DOWN = 80
_BEFORE = 30
_GRAVITY = {"urgent": 0, "hold": 1, "review": 2}


class Found(Marked, Protocol):
    """A finding, as far as a row shows it."""

    @property
    def category(self) -> str | None: ...

    @property
    def action(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """What a moderator sees of a case in the list."""

    id: int
    version: int
    level: Level
    words: list[Piece]
    categories: list[str]
    author: str
    waited: str
    # Who has it open now, when that is somebody else.
    holder: str
    own: bool
    practice: bool

    @property
    def choosable(self) -> bool:
        """May it be chosen as spam by the one who looks?"""
        return not (self.holder or self.own or self.practice)


def tell(case: AnyRow, text: str, findings: Sequence[Found], viewer_id: int) -> Row:
    """`text` is what was screened, in which findings count their code points."""
    now = clock.now()
    with_other = (
        case.taken_by_id not in {None, viewer_id}
        and case.taken_until is not None
        and case.taken_until > now
    )
    gravest = sorted(findings, key=lambda found: _GRAVITY.get(found.action, 3))
    return Row(
        id=case.id,
        version=case.version,
        level=case.level,
        words=excerpt(text, gravest),
        categories=list(dict.fromkeys(found.category for found in gravest if found.category)),
        author=byline(case, to_staff=True).name,
        waited=waited(case.opened_at, now) if case.closed_at is None else "",
        holder=case.holder if with_other and case.closed_at is None else "",
        own=case.author_id == viewer_id,
        practice=case.practice,
    )


def excerpt(text: str, findings: Sequence[Marked]) -> list[Piece]:
    """The first words, or those around the first of `findings` when that begins far down. Pure."""
    first = findings[0].start if findings else 0
    begin = 0
    if _FAR_DOWN < first < len(text):
        begin = text.rfind(" ", 0, first - _BEFORE) + 1
        # A text without blanks has no better place to cut.
        begin = max(begin, first - _FAR_DOWN)
    end = min(len(text), begin + _LETTERS)
    spans = list(
        starmap(
            _Span,
            (
                (max(found.start, begin) - begin, min(found.end, end) - begin)
                for found in findings
                if found.start < end and found.end > begin
            ),
        )
    )
    pieces = mark(text[begin:end], spans)
    if begin:
        pieces.insert(0, Piece("… "))
    if end < len(text):
        pieces.append(Piece(" …"))
    return pieces


def waited(since: datetime, now: datetime) -> str:
    """How long a case has waited, in words."""
    return _("waiting %(time)s", time=in_words(now - since))
