"""Which treatment a finding is about: the name that the lexicon has for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from forum.claims.lexicon import closest_drug, drugs
from forum.claims.normalise import fold

_WORD = re.compile(r"[a-z0-9]+")
_ENDING = re.compile(r"[.!?…]+(?=\s)|\n")
# Names are looked for this far around a finding, in code points: a long story names many.
_REACH = 600


@dataclass(frozen=True, slots=True)
class _Named:
    """A treatment and the place of its name in the text looked at."""

    name: str
    start: int
    end: int

    def away(self, first: int, last: int) -> int:
        """How far it stands from the words first..last; 0 within them."""
        return max(0, first - self.end, self.start - last)


def treatment_in(text: str, span: tuple[int, int]) -> str | None:
    """The treatment named nearest to `span`: in its sentence, or else around it in the text."""
    first, last = max(0, min(span[0], len(text))), max(0, min(span[1], len(text)))
    start, end = _sentence(text, first, last)
    # A misspelt name is sought in the sentence only: that takes longer than all the rest.
    near = _nearest(text[start:end], first - start, last - start, misspelt=True)
    if near is None:
        start, end = _around(text, first, last)
        near = _nearest(text[start:end], first - start, last - start, misspelt=False)
    return near


def _sentence(text: str, first: int, last: int) -> tuple[int, int]:
    """The sentence or sentences that the span touches, within reach."""
    low, high = _around(text, first, last)
    start = low
    for ending in _ENDING.finditer(text, low, first):
        start = ending.end()
    closing = _ENDING.search(text, max(first, last - 1), high)
    return start, closing.start() if closing else high


def _around(text: str, first: int, last: int) -> tuple[int, int]:
    return max(0, first - _REACH), min(len(text), max(first, min(last, first + _REACH)) + _REACH)


def _nearest(part: str, first: int, last: int, *, misspelt: bool) -> str | None:
    folded = fold(part)
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(folded.text)]
    found = list(_names(words)) or (list(_misspelt(words)) if misspelt else [])
    if not found:
        return None
    placed = (
        _Named(each.name, folded.source[each.start], folded.source[each.end - 1] + 1)
        for each in found
    )
    return min(placed, key=lambda each: (each.away(first, last), each.start)).name


def _names(words: list[tuple[str, int, int]]) -> Iterator[_Named]:
    """Every name in a row of words, the longest that fits at each place."""
    table = _table()
    place = 0
    while place < len(words):
        for parts, name in table.get(words[place][0], ()):
            stretch = words[place : place + len(parts)]
            if tuple(word for word, _, _ in stretch) == parts:
                yield _Named(name, stretch[0][1], stretch[-1][2])
                place += len(parts) - 1
                break
        place += 1


def _misspelt(words: list[tuple[str, int, int]]) -> Iterator[_Named]:
    known = _names_of_drugs()
    for word, start, end in words:
        if (close := closest_drug(word)) is not None:
            yield _Named(known[close], start, end)


@cache
def _names_of_drugs() -> dict[str, str]:
    return {name: drug.name for drug in reversed(drugs()) for name in drug.names}


@cache
def _table() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Names by their first word, the longest first."""
    table: dict[str, dict[tuple[str, ...], str]] = {}
    for typed, name in _names_of_drugs().items():
        for form in (typed, typed + "s"):
            if parts := tuple(_WORD.findall(fold(form).text)):
                table.setdefault(parts[0], {})[parts] = name
    return {
        word: tuple(sorted(known.items(), key=lambda item: -len(item[0])))
        for word, known in table.items()
    }
