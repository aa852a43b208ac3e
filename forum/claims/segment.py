"""Cut a folded text into words, marks and sentences that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, compress, count
from operator import add
from typing import NamedTuple

SENTENCE_LIMIT = 90

# One blank before a token is skipped with it: to try every kind of token on each blank is slow.
# Most words are followed by a blank or a mark with which nothing but a word can be meant, so
# that kind is tried first, after the one kind that it could be mistaken for; and a whole row of
# them, with a blank and perhaps one of a few marks between each two, is found at once.
_BETWEEN = {",": "mark", ".": "break", "!": "break", "?": "break"}
_AE = r"a ?& ?e\b"
_PLAIN = r"[^\W\d_]+(?:'[^\W\d_]+)*(?=[\s,;?()\"]|[.!]?(?:\s|\Z))"
_TOKEN = (
    rf" ?(?:(?P<ae>{_AE})"
    rf"|(?P<row>{_PLAIN}(?:[,.!?]? (?!{_AE}){_PLAIN})*)"
    r"|(?P<url>(?:https?://|www\.)[^\s<>\"]{2,300}|[a-z0-9-]{2,60}\.(?:com|net|org|shop|store|info|io|co|me|biz|xyz)\b(?:/[^\s<>\"]{0,300})?)"
    r"|(?P<email>[a-z0-9._+-]{1,64}@[a-z0-9-]{1,63}\.[a-z.]{2,24})"
    r"|(?P<handle>(?<![a-z0-9])@[a-z0-9_.]{2,40})"
    r"|(?P<money>[$\u00a3\u20ac] ?\d[\d.,]{0,9}|\d[\d.,]{0,9} ?[\u20ac\u00a3])"
    r"|(?P<phone>(?<![\d-])(?:\+|00)?\(?\d{2,5}\)?(?:[ .\-/]{1,2}\d{2,7}){1,5}(?![\d,.]?\d))"
    r"|(?P<num>\d{1,12}(?:[.,:/]\d{1,4}){0,3}%?)"
    r"|(?P<word>[^\W\d_]+(?:['*@$!0-9]+[^\W\d_]+)*)"
    r"|(?P<break>[.!?]{1,9}|\n|[;\u2026])"
    r"|(?P<mark>[,:\"()\[\]\-/%#*+=])"
    r"|(?P<sign>[^\s\w]))"
)
_ANY_TEXT = re.compile(_TOKEN)
# The same for a text without any other letters than these: they are found much faster.
_ASCII_TEXT = re.compile(_TOKEN.replace(r"[^\W\d_]", "[a-z]"))
_KINDS = ["sign", *_ANY_TEXT.groupindex]
_ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "st",
        "vs",
        "approx",
        "eg",
        "ie",
        "etc",
        "prof",
        "no",
        "tel",
        "dra",
        "sra",
    ]
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|[-/]")
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,3}[-/]\d{1,3}")


class Token(NamedTuple):
    """A word, number or mark with its place in the folded text."""

    text: str
    start: int
    end: int
    kind: str = "word"


@dataclass(slots=True)
class Row:
    """Words and marks as they are written, left to right: what each is, and where it stands.

    In lists side by side, which are made and cut much faster than an object for each.
    """

    texts: list[str]
    kinds: list[str]
    starts: list[int]
    ends: list[int]

    def part(self, first: int, last: int) -> Row:
        """Those from the first up to before the last."""
        return Row(
            self.texts[first:last],
            self.kinds[first:last],
            self.starts[first:last],
            self.ends[first:last],
        )

    def tokens(self) -> list[Token]:
        """An object for each, where they are looked at one by one."""
        return list(map(Token, self.texts, self.starts, self.ends, self.kinds))


def row_of(tokens: Iterable[Token]) -> Row:
    """Tokens side by side again."""
    result = Row([], [], [], [])
    for text, start, end, kind in tokens:
        result.texts.append(text)
        result.kinds.append(kind)
        result.starts.append(start)
        result.ends.append(end)
    return result


@dataclass(slots=True)
class Sentence:
    """Words up to a full stop, with the mark that ended them."""

    row: Row
    ending: str = ""


def row(text: str) -> Row:
    """The words and marks of a folded text, left to right."""
    texts, kinds, starts = list[str](), list[str](), list[int]()
    for match in (_ASCII_TEXT if text.isascii() else _ANY_TEXT).finditer(text):
        group = match.lastindex or 0
        # Nothing that a token is made of stands after it, only the blank before.
        written, kind = match[group], _KINDS[group]
        start = match.end() - len(written)
        if kind == "row":
            words, own, places = _plain(written, start)
            texts += words
            kinds += own
            starts += places
        elif kind == "phone" and not _is_phone(written):
            for each in _NUMBER.finditer(written):
                texts.append(each[0])
                kinds.append("num" if each[0][0].isdigit() else "mark")
                starts.append(start + each.start())
        else:
            texts.append(written)
            kinds.append(kind)
            starts.append(start)
    return Row(texts, kinds, starts, list(map(add, starts, map(len, texts))))


def _plain(written: str, start: int) -> tuple[list[str], list[str], list[int]]:
    """The words of a plain row and the marks between, their kinds, and where they stand."""
    for mark in _BETWEEN:
        written = written.replace(mark, f" {mark}")
    words = written.split(" ")
    kinds = ["word"] * len(words)
    lengths = list(map(len, words))
    for place in compress(count(), map(_BETWEEN.__contains__, words)):
        kinds[place] = _BETWEEN[words[place]]
        lengths[place - 1] -= 1  # there is no blank before the mark
    # After each of the others there is one.
    return words, kinds, list(map(add, accumulate(lengths[:-1], initial=start), count()))


def _is_phone(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    if _DATE.fullmatch(text):
        return False
    return digits >= 9 or (digits >= 7 and "-" in text) or text.startswith("+")


def sentences(row: Row) -> list[Sentence]:
    """Cut a row into sentences; very long ones are cut so that work stays bounded."""
    result: list[Sentence] = []
    start = 0
    breaks = compress(count(), map("break".__eq__, row.kinds))
    for end in (*breaks, len(row.texts)):
        if end < len(row.texts) and _inside(row, end):
            continue
        while end - start >= SENTENCE_LIMIT:
            result.append(Sentence(row.part(start, start + SENTENCE_LIMIT)))
            start += SENTENCE_LIMIT
        _close(result, row.part(start, end), row.texts[end] if end < len(row.texts) else "")
        start = end + 1
    return result


def _inside(row: Row, place: int) -> bool:
    """A full stop after an abbreviation or an initial does not end a sentence."""
    if row.texts[place] != "." or place == 0:
        return False
    return row.ends[place - 1] == row.starts[place] and row.texts[place - 1] in _ABBREVIATIONS


def _close(result: list[Sentence], written: Row, ending: str) -> None:
    if written.texts:
        result.append(Sentence(written, ending.replace("\n", "")))
    elif result and ending != "\n":
        result[-1].ending += ending
