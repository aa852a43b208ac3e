"""What is taken out of text first of all: signs that no database or page can hold."""

from __future__ import annotations

import re
import unicodedata

# Controls but tab and newline; halves of surrogate pairs, which cannot be encoded.
_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Marks that turn the direction of what follows, so that a name or link reads as another one.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_source(text: str) -> str:
    """A text as its author meant it: newlines made alike, unholdable signs gone, ends trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNHOLDABLE.sub("", text).strip()


def clean_line(text: str) -> str:
    """One line, such as a name or a title: as `clean_source`, without turns and newlines."""
    text = _TURNING.sub("", clean_source(text))
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_turns(text: str) -> str:
    """Text without marks of direction that reach beyond it."""
    return _TURNING.sub("", text)
