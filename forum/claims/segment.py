"""Cut a folded text into words, marks and sentences that know where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

SENTENCE_LIMIT = 90

# One blank before a token is skipped with it: to try every kind of token on each blank is slow.
# Most words are followed by a blank or a mark with which nothing but a word can be meant, so
# that kind is tried first, after the one kind that it could be mistaken for; and a whole row of
# them, with a blank between each two, is found at once.
_AE = r"a ?& ?e\b"
_PLAIN = r"[^\W\d_]++(?:'[^\W\d_]++)*+(?=[\s,;?()\"]|[.!]?(?:\s|\Z))"
_TOKEN = re.compile(
    rf" ?(?:(?P<ae>{_AE})"
    rf"|(?P<row>{_PLAIN}(?: (?!{_AE}){_PLAIN})*+)"
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
_KINDS = ["sign", *_TOKEN.groupindex]
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
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,3}[-/]\d{1,3}")
_NONE = frozenset[str]()


@dataclass(slots=True)
class Token:
    """A word, number or mark with its place in the folded text."""

    text: str
    start: int
    end: int
    kind: str = "word"
    tags: frozenset[str] = _NONE


@dataclass(slots=True)
class Sentence:
    """Tokens up to a full stop, with the mark that ended them."""

    tokens: list[Token]
    ending: str = ""
    paragraph_end: bool = False


@lru_cache(maxsize=16384)
def more(tags: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Both together. Kept, so that words alike share one set, whose hash is known already."""
    return tags | others


def tokens(text: str) -> list[Token]:
    """The words and marks of a folded text, left to right."""
    result: list[Token] = []
    for match in _TOKEN.finditer(text):
        group = match.lastindex or 0
        # Nothing that a token is made of stands after it, only the blank before.
        word, end, kind = match[group], match.end(), _KINDS[group]
        start = end - len(word)
        if kind == "row":
            for each in word.split(" "):
                end = start + len(each)
                result.append(Token(each, start, end))
                start = end + 1
        elif kind == "phone" and not _is_phone(word):
            result.extend(_numbers(word, start))
        else:
            result.append(Token(word, start, end, kind))
    return result


def _is_phone(text: str) -> bool:
    digits = sum(char.isdigit() for char in text)
    if _DATE.fullmatch(text):
        return False
    return digits >= 9 or (digits >= 7 and "-" in text) or text.startswith("+")


def _numbers(text: str, offset: int) -> Iterator[Token]:
    for match in re.finditer(r"\d+(?:[.,]\d+)?|[-/]", text):
        kind = "num" if match.group()[0].isdigit() else "mark"
        yield Token(match.group(), offset + match.start(), offset + match.end(), kind)


def sentences(words: list[Token]) -> list[Sentence]:
    """Group tokens into sentences; very long ones are cut so that work stays bounded."""
    result: list[Sentence] = []
    start = 0
    breaks = [index for index, word in enumerate(words) if word.kind == "break"]
    for end in (*breaks, len(words)):
        if end < len(words) and _inside(words, end):
            continue
        while end - start >= SENTENCE_LIMIT:
            _close(result, words[start : start + SENTENCE_LIMIT], "")
            start += SENTENCE_LIMIT
        _close(result, words[start:end], words[end].text if end < len(words) else "")
        start = end + 1
    return result


def _inside(words: list[Token], index: int) -> bool:
    """A full stop after an abbreviation or an initial does not end a sentence."""
    if words[index].text != "." or index == 0:
        return False
    before = words[index - 1]
    return before.end == words[index].start and before.text in _ABBREVIATIONS


def _close(result: list[Sentence], current: list[Token], ending: str) -> None:
    if current:
        result.append(Sentence(current, ending.replace("\n", ""), ending == "\n"))
    elif result and ending:
        if ending == "\n":
            result[-1].paragraph_end = True
        else:
            result[-1].ending += ending
