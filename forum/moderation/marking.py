"""The screened text with the words of each finding marked in place. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


class Marked(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, and the numbers (from 1) of the findings that rest on it.

    Those of them whose words end with it are `ending`: a number is read once, after its words.
    """

    words: str
    findings: tuple[int, ...] = ()
    ending: tuple[int, ...] = ()


def screened_text(title: str | None, source: str) -> str:
    """The text whose code points findings count: the title, a blank line, then the words."""
    return f"{title}\n\n{source}" if title else source


def mark(text: str, findings: Sequence[Marked]) -> list[Piece]:
    """Cut `text` where findings begin and end. Spans outside the text are clipped."""
    size = len(text)
    spans = [(max(0, min(f.start, size)), max(0, min(f.end, size))) for f in findings]
    cuts = sorted({0, size, *(edge for span in spans for edge in span)})
    pieces = []
    for start, end in pairwise(cuts):
        over = [
            (number, last)
            for number, (first, last) in enumerate(spans, 1)
            if first <= start and end <= last
        ]
        ending = tuple(number for number, last in over if last == end)
        pieces.append(Piece(text[start:end], tuple(number for number, _ in over), ending))
    return pieces
