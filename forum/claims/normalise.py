"""Fold a text to plain lower-case letters while remembering where each letter came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_LOOKALIKES = str.maketrans(
    "авекмнорстухіјѕԁһԛԝзпιοαεκνρτυχβγηω",
    "abekmhopctyxijsdhqw3nioaekvptuxbynw",
)
_BLANKS = str.maketrans("\r\t", "\n ")
_OTHER_LETTER = re.compile(r"[^\x00-\x7f]")
_OTHER_ALPHABET = re.compile("[\u0370-\u052f]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
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
    source: Sequence[int]
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
        return Folded(_fold_ascii(text), range(len(text)), len(text))
    lookalikes = _mostly_latin(text)
    out: list[str] = []
    source: list[int] = []
    begin = 0
    # Between two other letters stands plain text, most of it all, which is folded in one step.
    for match in _OTHER_LETTER.finditer(text):
        place = match.start()
        out.append(_fold_ascii(text[begin:place]))
        source.extend(range(begin, place))
        plain = _fold_char(match.group())
        if lookalikes and plain > "\u036f":
            plain = plain.translate(_LOOKALIKES)
        out.append(plain)
        source.extend([place] * len(plain))
        begin = place + 1
    out.append(_fold_ascii(text[begin:]))
    source.extend(range(begin, len(text)))
    return Folded("".join(out), source, len(text))


def _fold_ascii(text: str) -> str:
    return text.lower().translate(_BLANKS)


@lru_cache(maxsize=4096)
def _fold_char(char: str) -> str:
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
    latin = text.encode("ascii", "ignore").translate(None, _NO_LETTERS)
    return len(latin) > len(_OTHER_ALPHABET.findall(text))
