"""Fold a text to plain lower-case letters while remembering where each letter came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁһԛԝзпιοαεκνρτυχβγηω",
    "abekmhopctyxijsdhqw3nioaekvptuxbynw",
)
_BLANKS = str.maketrans("\r\t", "\n ")
_PLAIN = {
    "‘": "'",
    "’": "'",
    "ʼ": "'",
    "`": "'",
    "´": "'",
    "′": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‹": '"',
    "›": '"',
    "″": '"',
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "ø": "o",
    "æ": "ae",
    "œ": "oe",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "×": "x",
    "⁄": "/",
    "∕": "/",
    "•": "\n",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `source[i]` is the place in the original of folded character `i`."""

    text: str
    source: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the original that folded characters start..end came from."""
        if not self.source or start >= end:
            return (0, self.length)
        last = self.source[end - 1]
        return self.source[start], last + 1


def fold(text: str) -> Folded:
    """Case, accents, widths, invisible marks and look-alike letters, all made plain."""
    if text.isascii():
        return Folded(text.lower().translate(_BLANKS), tuple(range(len(text))), len(text))
    lookalikes = _mostly_latin(text)
    out: list[str] = []
    source: list[int] = []
    for index, char in enumerate(text):
        plain = _fold_char(char)
        if lookalikes and plain and plain > "\u036f":
            plain = plain.translate(_LOOKALIKES)
        for piece in plain:
            out.append(piece)
            source.append(index)
    return Folded("".join(out), tuple(source), len(text))


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
    if char.isascii():
        return "\n" if char == "\r" else " " if char == "\t" else char.lower()
    if char in _PLAIN:
        return _PLAIN[char]
    if unicodedata.category(char) in ("Cf", "Mn", "Me", "Cc"):
        return ""
    pieces = unicodedata.normalize("NFKD", char).casefold()
    return "".join(
        _PLAIN.get(piece, piece)
        for piece in unicodedata.normalize("NFKD", pieces)
        if unicodedata.category(piece) not in ("Cf", "Mn", "Me")
    )


def _mostly_latin(text: str) -> bool:
    if text.isascii():
        return False
    latin = sum(1 for char in text if char.isascii() and char.isalpha())
    other = sum(1 for char in text if "\u0370" <= char <= "\u052f")
    return latin > other
