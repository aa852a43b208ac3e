"""Letters that were spaced out to slip past a reader of words: "s t o p" is read as "stop"."""

from __future__ import annotations

import re
from itertools import pairwise

from forum.claims import language
from forum.claims.segment import Row, Token, row_of
from forum.claims.vocabulary import Vocabulary

LONGEST = 40
# Four letters or digits, each alone among its like: no run of letters without them.
_ALONE = r"(?<![^\W\d_])[^\W\d_](?![^\W\d_])|(?<!\d)\d(?!\d)"
_SPACED = re.compile(rf"(?:(?:{_ALONE})[\W_]{{0,12}}){{4}}")


def joined(row: Row, text: str, vocabulary: Vocabulary) -> Row:
    """Put letters that were spaced out (s t o p) back together."""
    alone = {text for text in set(row.texts) if len(text) == 1 and text.isalpha()}
    if len(alone - {"i", "a"}) < 2 or not _SPACED.search(text):
        return row
    words = row.tokens()
    result: list[Token] = []
    index = 0
    while index < len(words):
        if len(words[index].text) > 1:
            result.append(words[index])
            index += 1
            continue
        end = _run_end(words, index)
        letters = [word for word in words[index:end] if word.kind == "word"]
        if len(letters) >= 4:
            result.extend(_grouped(words[index:end], vocabulary))
            index = end
        else:
            result.append(words[index])
            index += 1
    return row_of(result)


def _single(word: Token) -> bool:
    return len(word.text) == 1 and word.kind in ("word", "num")


def _run_end(words: list[Token], index: int) -> int:
    place = index
    if not _single(words[index]) or words[index].kind != "word":
        return index + 1
    while place < len(words):
        word = words[place]
        joins = word.text in ("-", ".", "*", "_", "/") and place + 1 < len(words)
        if word.text == "." and place > index + 2 and words[place - 2].text == ".":
            place += 1
            continue
        if not (_single(word) or (joins and _single(words[place + 1]))):
            break
        if place > index and word.start - words[place - 1].end > 3:
            break
        place += 1
    return max(place, index + 1)


def _grouped(words: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Cut a run of single letters into words, at wider gaps or by the words we know."""
    gaps = [after.start - before.end for before, after in pairwise(words)]
    narrow = min(gaps, default=0)
    groups: list[list[Token]] = [[]]
    for position, word in enumerate(words):
        if position and gaps[position - 1] > narrow:
            groups.append([])
        if word.kind in ("mark", "break", "sign") and narrow > 0:
            groups.append([])
            continue
        if word.kind not in ("mark", "break", "sign"):
            groups[-1].append(word)
    result: list[Token] = []
    for group in groups:
        if group:
            result.extend(_cut_known(group, vocabulary))
    return result


def _cut_known(letters: list[Token], vocabulary: Vocabulary) -> list[Token]:
    """Cut "stopmestinon" into known words; one word when no cut fits."""
    text = "".join(letter.text for letter in letters)[:LONGEST]
    known = vocabulary.lexicon("en").words
    best: list[tuple[int, ...] | None] = [()] + [None] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - 18), end):
            before = best[start]
            piece = text[start:end]
            fits = piece in known or piece in language.COMMON or (start == 0 and end == len(text))
            if before is not None and fits and (len(piece) > 1 or piece in "ai"):
                option = (*before, end)
                held = best[end]
                if held is None or len(option) < len(held):
                    best[end] = option
    cuts = best[len(text)] or (len(text),)
    result, start = [], 0
    for end in cuts:
        part = letters[start:end]
        result.append(Token(text[start:end], part[0].start, part[-1].end))
        start = end
    return result
